"""The reason codes of rejections, each with the sentence that operators read. One list for code, SQL and docs."""

REASONS = {
    "empty": "The file or record holds no text.",
    "binary": "The bytes are not text in any known encoding, nor a known format.",
    "undecodable": "The bytes could not be decoded with the declared or any detected encoding.",
    "no_article": "The page or record was read, and holds no article text.",
    "truncated": "The file ends in the middle of its structure, before any article text.",
    "malformed": "The file or record breaks the rules of its format, and nothing could be read from it.",
    "pointer": "The entry only names an article's address or title, and holds no text of it.",
    "too_large": "The file or record is larger than the source's limit.",
    "unsupported_format": "The format was recognized, and no reader for it exists.",
    "encrypted": "The archive's member or the mail is encrypted, and can't be read without its key.",
    "too_deep": "An archive inside archives, deeper than they are opened.",
    "http_error": "The archived answer of the web server is an error or a redirect, and no page.",
    "reader_failed": "The reader raised an error on this record; this is a fault of ours to mend.",
    "missing_bytes": "The raw store no longer holds the file's bytes.",
}
