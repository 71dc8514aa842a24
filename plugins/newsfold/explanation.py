"""How a file's records were read, as the JSON objects of `newsfold explain` and as text for a person."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime

from newsfold.model import Article, Record, Rejection, SourceFile
from newsfold.reading import read_bytes
from newsfold.sources import Source

FIELDS = (
    "uri", "file_uri", "record_position", "headline", "byline", "agency", "agency_role", "dateline_place",
    "dateline_country", "published_on", "published_at", "modified_at", "published_precision", "language", "section",
    "keywords", "body", "word_count", "format",
)  # fmt: skip


def explain(data: bytes, source: Source, file: SourceFile) -> Iterator[dict[str, object]]:
    """One JSON-ready object for each record of a file; a refused one has `rejected` with its reason code."""
    for position, (record, result) in enumerate(read_bytes(data, source, file)):
        if isinstance(result, Article):
            yield explained_article(result)
        else:
            yield explained_rejection(result, record, file, position)


def explained_article(article: Article) -> dict[str, object]:
    """The fields of an article and the evidence for each."""
    fields: dict[str, object] = {name: json_value(getattr(article, name)) for name in FIELDS}
    return {
        **fields,
        "agencies": [asdict(agency) for agency in article.agencies],
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
