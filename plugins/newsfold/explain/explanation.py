"""How a file's records were read, as the JSON objects of `newsfold explain` and as text for a person."""

from collections.abc import Iterator
from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from pathlib import Path

from newsfold.config.sources import Source
from newsfold.model import Article, Record, Rejection, SourceFile
from newsfold.pipeline.reading import OneFile, read_bytes, read_file
from newsfold.store.article_columns import WORKED_OUT, nested_fields
from newsfold.text.charsets import find_declared_charset
from newsfold.text.decoding import decode

#: Fields that are not shown: the source is the caller's, the key says the slug line once more, and the evidence of the uri
#: says what it is known by.
NOT_SHOWN = frozenset({"source", "slugline_key", "known_by", "encoding"})
FIELDS = sorted(
    (field.name for field in fields(Article) if field.name not in NOT_SHOWN),
    # The long ones come last: a person reads from the top.
    key=lambda name: (name in nested_fields(), name in ("body", "word_count", "format")),
)


def explain_path(path: Path, source: Source, file: SourceFile) -> Iterator[tuple[dict[str, object], str]]:
    """The same of a file of this machine. Of a large one memory holds a window; the raw text is then what the reader found."""
    from newsfold.formats.large_files import LARGE_BYTES

    if file.size < LARGE_BYTES:
        yield from explain(path.read_bytes(), source, file)
        return
    for position, (record, result) in enumerate(read_file(OneFile(path), source, file)):
        if isinstance(result, Article):
            yield explained_article(result), as_found(record) if record else ""
        else:
            yield explained_rejection(result, record, file, position), ""


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
    return as_found(record)


def as_found(record: Record) -> str:
    """A record's headers and text as its reader found them."""
    headers = "\n".join(f"{header.name}: {header.value}" for header in record.headers)
    return f"{headers}\n\n{record.body}"


def explained_article(article: Article) -> dict[str, object]:
    """The fields of an article and the evidence for each."""
    shown: dict[str, object] = {name: json_value(getattr(article, name)) for name in FIELDS}
    return shown | {name: worked_out(article) for name, worked_out in WORKED_OUT.items()}


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
    """Dates in ISO 8601, tuples as lists, dataclasses in them as objects."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [asdict(each) if is_dataclass(each) and not isinstance(each, type) else each for each in value]
    return value
