"""What usually helps: against each kind of incident, and against each reason of the quarantine."""

from newsfold.config.sources import Source

#: The kinds of incidents, how bad each is at its worst, and what usually helps.
KINDS = {
    "configuration": (
        "bad",
        "Mend the line that the message names: until then nothing is fetched. `newsfold sources` says whether it can be read.",
    ),
    "waiting": (
        "bad",
        "Look at what is staged and decide: load it, or reject it. Rejected files stay out until they are released.",
    ),
    "held": (
        "bad",
        "Release its files to the next run, or discard them: on the run's page, or by `newsfold held`.",
    ),
    "held_back": (
        "bad",
        "Look at what its files held, then release them to the next run or discard them: on the run's page, `newsfold held`.",
    ),
    "run_failed": (
        "bad",
        "Look at the failed task's log, then clear it: every task can be run again. If later runs did its work, resolve this.",
    ),
    "run_stuck": ("bad", "Its DAG run in Airflow says which task it waits for."),
    "no_run": ("bad", "See that Airflow's scheduler is up and the DAG news_ingest is not paused."),
    "unbalanced": (
        "bad",
        "This is a bug: report it with the run's report. Reading the files again usually puts it right.",
    ),
    "failing": (
        "bad",
        "Look at the source's page for what it answered. `Fetch now` there tries again.",
    ),
    "silent": (
        "bad",
        "Ask the source whether it meant to send nothing; look whether its folder or address has moved.",
    ),
    "refused": (
        "bad",
        "Look at one of the files, then say in sources.toml how it is to be read, and read them again.",
    ),
    "refused_in_part": ("watch", "Look at the records, then read them again or dismiss them."),
    "incomplete": (
        "watch",
        "What was listed is taken in; the source's page says what of its listing could not be seen.",
    ),
    "paused": ("watch", "It is asked again once somebody resumes it on its page."),
    "low": (
        "watch",
        "Ask the source, or wait for its next delivery. Where this is usual from now on, it is learned within weeks.",
    ),
    "high": (
        "watch",
        "Look at what came: a delivery sent twice, or an archive, is folded or can be dismissed.",
    ),
    "drifted": (
        "watch",
        "Compare articles of before with those of now: where the source has changed its layout, say in sources.toml how it is to"
        " be read, or report it. Where it is meant so, resolve this: it is usual within weeks.",
    ),
    "check_warns": ("watch", "The run's report shows the rows that break the rule."),
}
#: A setting of the source that usually helps, by kind; a refusal's is by its reason.
SETTING_OF_KIND = {
    "low": "expected_files",
    "high": "expected_files",
    "silent": "location",
    "incomplete": "max_listed_files",
    "drifted": "format, columns",
}

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
    "too_large": "Raise `max_file_bytes` of the source in sources.toml ([ingest] holds for all others), then fetch the source"
    " now. What was too large was not kept: reading it again finds no bytes.",
    "unsupported_format": "Look at the detail: of a table whose columns are not known, say in `columns` of the source in"
    " sources.toml which one holds what, then read it again. Else ask the source for a text format, or wait for a reader.",
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

#: The setting of a source (or of `[ingest]`) that usually helps against a reason; none where no setting does.
SETTINGS = {
    "undecodable": "format",
    "no_article": "format, columns",
    "malformed": "format",
    "pointer": "follow",
    "too_large": "max_file_bytes",
    "unsupported_format": "columns, match",
    "http_error": "match",
    "binary": "match",
    "reader_died": "reader_memory_mb, file_seconds",
}

#: Where a table's columns got other names, and what helps then.
TABLES = ("csv", "json")
OF_TABLES = ("no_article", "malformed", "unsupported_format")
COLUMNS_HELP = (
    "See whether the names of its columns have changed: say in `columns` of the source in sources.toml which one holds what, then"
    " read it again."
)


def against_reason(reason: str, source: Source | None) -> dict[str, str | None]:
    """The `advice` and the `setting` that usually help against a reason of the quarantine; of a declared table, its columns."""
    if source is not None and reason in OF_TABLES and (source.columns or source.format in TABLES):
        return {"advice": COLUMNS_HELP, "setting": "columns"}
    return {"advice": REMEDIES.get(reason, ""), "setting": SETTINGS.get(reason)}
