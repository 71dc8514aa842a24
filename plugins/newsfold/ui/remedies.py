"""What usually helps against each reason of the quarantine."""

REMEDIES = {
    "empty": "Ask the source whether it meant to send anything; an empty file that is only a placeholder can be dismissed.",
    "binary": "If the file is a format that news comes in, its reader is missing: keep it here until there is one. Images and"
    " programs among the news can be dismissed, or kept out with `match` in sources.toml.",
    "undecodable": "No encoding fits these bytes. Ask the publisher for the file in UTF-8, or write it as UTF-8 yourself into the"
    " source's folder: it comes with the next fetch. Then dismiss this one. If the bytes are no text at all, declare the source's"
    " `format` in sources.toml and read it again.",
    "no_article": "Look at the file: an index page or an error page can be dismissed. If there is an article in it, the reader"
    " does not know where this site puts it: that rule needs a fix.",
    "truncated": "The transfer broke off, or the source sent half of it. The next fetch may bring the whole file; read this one"
    " again only after a change of the rules.",
    "malformed": "Show the source the place below. If others can read it, our reader is too strict: that rule needs a fix.",
    "pointer": "Nothing: the entry names a page that comes as a file of its own."
    " With `follow` in sources.toml the pages are fetched.",
    "too_large": "Raise `max_file_bytes` of the source in sources.toml ([ingest] holds for all others), then read it again.",
    "unsupported_format": "Ask the source for a text format, or wait until a reader exists, then read it again.",
    "needs_ocr": "Ask the source for the file with its text, or let a program for OCR add it (as `ocrmypdf` does) and write that"
    " into the source's folder: it comes with the next fetch. Then dismiss this one.",
    "encrypted": "Ask the source to send it without encryption.",
    "too_deep": "Unpack the archive by hand and drop its files into the source's inbox.",
    "http_error": "Nothing to be read here: it can be dismissed. If it happens often, the source's page says since when.",
    "reader_failed": "This is a bug. Report it with the file (download it below); when it is fixed, read the file again.",
    "reader_died": "Look at the detail: where memory or time ran out and the file is news, raise `reader_memory_mb` or"
    " `file_seconds` in sources.toml and read it again. Else it is hostile, or there is a bug: report it with the file, or"
    " dismiss it.",
    "not_storable": "Look at the detail: a word, number or text is larger than Postgres takes. Where it is news, report"
    " it with the file; else dismiss it.",
    "missing_bytes": "Deliver the file once more, by its source or into the source's inbox.",
}
