"""How a file's records were read, as the JSON objects of `newsfold explain` and as text for a person."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime

from newsfold.config.sources import Source
from newsfold.model import Article, Record, Rejection, SourceFile
from newsfold.pipeline.reading import read_bytes
from newsfold.text.charsets import find_declared_charset
from newsfold.text.decoding import decode

FIELDS = (
    "uri", "file_uri", "record_position", "headline", "byline", "agency", "agency_role", "dateline_place",
    "dateline_country", "published_on", "published_at", "modified_at", "published_precision", "language", "section",
    "keywords", "pub_status", "signal", "embargoed", "slugline", "ed_note", "amends_uri", "amends_slugline_key",
    "copyright_holder", "copyright_notice", "usage_terms", "body", "word_count", "format",
)  # fmt: skip


def explain(data: bytes, source: Source, file: SourceFile) -> Iterator[tuple[dict[str, object], str]]:
    """One JSON-ready object for each record of a file, and the record's raw text; a refused one has `rejected` with its
    reason code.
    """
    charset = find_declared_charset(data)
    for position, (record, result) in enumerate(read_bytes(data, source, file)):
        if isinstance(result, Article):
            yield explained_article(result), raw_text(data, record, charset)
        else:
            yield explained_rejection(result, record, file, position), ""


def raw_text(data: bytes, record: Record | None, charset: str | None) -> str:
    """The record as it stands in the file; of a member of an archive, its headers and text as they were read."""
    if record is None:
        return ""
    if not any(header.name == "container" for header in record.headers):
        piece = data[record.offset : record.offset + record.length] if record.length else data
        decoded = decode(piece, charset)
        if decoded is not None and "\x00" not in decoded.text[:2_000]:
            return decoded.text
    headers = "\n".join(f"{header.name}: {header.value}" for header in record.headers)
    return f"{headers}\n\n{record.body}"


def explained_article(article: Article) -> dict[str, object]:
    """The fields of an article and the evidence for each."""
    fields: dict[str, object] = {name: json_value(getattr(article, name)) for name in FIELDS}
    return {
        **fields,
        "agencies": [asdict(agency) for agency in article.agencies],
        "subjects": [asdict(subject) for subject in article.subjects],
        "media_topics": [row.code for row in article.subjects if row.code.startswith("medtop:")],
        "alt_ids": [asdict(alt_id) for alt_id in article.alt_ids],
        "set_aside": [asdict(block) for block in article.set_aside],
        "evidence": [asdict(evidence) for evidence in article.evidence],
    }


def explained_rejection(
    rejection: Rejection, record: Record | None, file: SourceFile, position: int
) -> dict[str, object]:
    """Where and why a record was refused."""
    return {
        "uri": None,
        "file_uri": file.uri,
        "record_position": position,
        "format": rejection.format or (record.format if record else None),
        "rejected": rejection.reason_code,
        "detail": rejection.detail,
        "offset": rejection.offset,
    }


def json_value(value: object) -> object:
    """Dates in ISO 8601, tuples as lists."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
