"""From normalized articles to rows in `staging.*`: one COPY per table and batch, in one transaction."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from operator import attrgetter

from newsfold.model import Article, Candidate, Evidence, FileRange, Fingerprint, KnownBy, Rejection
from newsfold.store.article_columns import STAGED, WORKED_OUT, nested_fields
from newsfold.store.connection import Connection, copy_in, execute
from newsfold.store.refused_rows import REFUSALS, Portion, find_refused, spool, without

STAGED_VALUES = attrgetter(*STAGED)
NESTED = tuple(name for name in STAGED if name in nested_fields())
DATE_FIELDS = ("published_on", "published_at", "modified_at")

# Postgres text can't hold NUL, nor UTF-8 a lone surrogate; COPY's text format escapes the rest, the backslash first.
ESCAPES = (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("\0", "\ufffd"))


@dataclass(frozen=True, slots=True)
class StagedCounts:
    """What one batch has put into staging."""

    files: int
    found: int
    articles: int
    rejections: int


class Rows:
    """Rows to be copied into one table: mappings by column, spooled to a temporary file so that memory stays flat.

    A context manager: the temporary file goes with it.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        self.columns: tuple[str, ...] = ()
        self.buffer = spool()

    def __enter__(self) -> "Rows":
        return self

    def __exit__(self, *exception: object) -> None:
        self.buffer.close()

    def add(self, row: Mapping[str, object]) -> None:
        """One more row. Raises ValueError where its columns are not those of the first, in the same order."""
        if self.columns != (columns := tuple(row)):
            if self.columns:
                raise ValueError(
                    f"rows of {self.table} differ in {set(columns) ^ set(self.columns) or 'order'}"
                )
            self.columns = columns
        line = "\t".join(map(copy_value, row.values())) + "\n"
        self.buffer.write(line.encode("utf-8", errors="replace"))

    def copy(self, connection: Connection) -> None:
        """COPY them into their table. Part of the caller's transaction."""
        if self.columns:
            self.buffer.seek(0)
            copy_in(connection, self.table, ", ".join(self.columns), self.buffer)


class StagingWriter:
    """Collects a batch's rows and copies them in one transaction. A context manager, as `Rows`."""

    def __init__(self, run_id: int, batch: int, method: str = "") -> None:
        self.run_id, self.batch, self.method = run_id, batch, method
        self.files, self.ranges, self.articles, self.rejections = map(
            Rows, ("staging.file", "staging.file_range", "staging.article", "staging.rejection")
        )
        self.counts = {"files": 0, "found": 0, "articles": 0, "rejections": 0}

    def __enter__(self) -> "StagingWriter":
        return self

    def __exit__(self, *exception: object) -> None:
        for rows in (self.files, self.ranges, self.articles, self.rejections):
            rows.buffer.close()

    def add_file(self, file_id: int, format: str | None, found: int) -> None:
        """One file was read to its end, and held `found` records."""
        self.files.add(
            {
                "run_id": self.run_id,
                "file_id": file_id,
                "batch": self.batch,
                "format": format,
                "found": found,
                "method": self.method,
            }
        )
        self.counts["files"] += 1
        self.counts["found"] += found

    def add_range(self, file_id: int, part: FileRange, format: str | None, found: int) -> None:
        """One range of a file was read to its end, and held `found` records. The first range counts as the file."""
        self.ranges.add(
            {
                "run_id": self.run_id,
                "file_id": file_id,
                "range_number": part.number,
                "batch": self.batch,
                "format": format,
                "found": found,
                "method": self.method,
                "numbered_from": part.position_from,
            }
        )
        self.counts["files"] += part.number == 1
        self.counts["found"] += found

    def add_article(
        self,
        file_id: int,
        source_id: int,
        fetched_at: datetime,
        article: Article,
        fingerprint: Fingerprint,
        publisher: str,
        sentences: bytes | None = None,
    ) -> None:
        """One record became an article. `sentences` are those of its text, packed, where they are cut already."""
        row = self.key(file_id, article.record_position)
        row["source_id"] = source_id
        row |= article_row(article, fingerprint, fetched_at, publisher)
        row["sentences"] = sentences
        self.articles.add(row)
        self.counts["articles"] += 1

    def add_rejection(self, file_id: int, position: int, rejection: Rejection) -> None:
        """One record was refused. `position` is its place in the file, from 0."""
        self.rejections.add(
            {
                **self.key(file_id, position),
                "reason_code": rejection.reason_code,
                "detail": rejection.detail[:2000],
                "format": rejection.format,
                "byte_offset": rejection.offset,
            }
        )
        self.counts["rejections"] += 1

    def key(self, file_id: int, position: int) -> dict[str, object]:
        """The columns that identify the record and the run of a row."""
        return {
            "run_id": self.run_id,
            "file_id": file_id,
            "record_position": position,
            "batch": self.batch,
        }

    def copy(self, connection: Connection) -> StagedCounts:
        """Replace what an earlier try of this batch staged, in one transaction. A record with a value that Postgres refuses
        becomes a rejection.
        """
        try:
            self.copy_all(connection)
        except REFUSALS:
            refused = find_refused(connection, self.articles.buffer, partial(self.copy_some, connection))
            if not refused:
                raise
            self.refuse(refused)
            self.copy_all(connection)
        return StagedCounts(**self.counts)

    def copy_all(self, connection: Connection) -> None:
        """All rows, in a transaction of its own."""
        with connection:
            self.clear(connection)
            for rows in (self.files, self.ranges, self.articles, self.rejections):
                rows.copy(connection)
            execute(connection, "forget_loaded_batch", {"run_id": self.run_id, "batch": self.batch})
            execute(connection, "forget_plan", {"run_id": self.run_id})

    def copy_some(self, connection: Connection, portion: Portion) -> None:
        """Some articles, for a try; part of the caller's transaction."""
        self.clear(connection)
        self.files.copy(connection)
        copy_in(connection, self.articles.table, ", ".join(self.articles.columns), portion)

    def clear(self, connection: Connection) -> None:
        """Forget what an earlier try staged, and let nobody else stage this batch until the transaction ends."""
        parameters = {"run_id": self.run_id, "batch": self.batch}
        execute(connection, "lock_staged_batch", parameters)
        execute(connection, "clear_staged_batch", parameters)

    def refuse(self, refused: dict[int, str]) -> None:
        """Turn these articles, by the numbers of their rows, into rejections."""
        kept = spool()
        for line, said in without(self.articles.buffer, refused, kept):
            row = dict(zip(self.articles.columns, line.split(b"\t"), strict=True))
            position = int(row["record_position"])
            self.add_rejection(int(row["file_id"]), position, Rejection("not_storable", said, position))
            self.counts["articles"] -= 1
        self.articles.buffer.close()
        self.articles.buffer = kept


def copy_value(value: object) -> str:
    """One value in COPY's text format."""
    if value is None:
        return "\\N"
    if type(value) is str:  # most are: asked first, it saves a tenth
        return escaped(value)
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    if isinstance(value, list | tuple):
        return escaped(array_literal(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return escaped(str(value))


def escaped(text: str) -> str:
    """A text as COPY's text format has it; a few searches are several times as fast as a translation."""
    for character, escape in ESCAPES:
        if character in text:
            text = text.replace(character, escape)
    return text


def array_literal(values: Iterable[object]) -> str:
    """A Postgres array literal; each element quoted."""
    quoted = (str(value).replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"


def json_text(value: object) -> str:
    """JSON that `jsonb` accepts: it can't hold NUL."""
    text = ENCODER.encode(value)
    # The six characters may also be an escaped backslash before "u0000": only a real NUL needs the slow way.
    if "\\u0000" in text and has_nul(plain := json.loads(text)):
        return ENCODER.encode(without_nul(plain))
    return text


def as_json(value: object) -> object:
    """What JSON has no form for: a dataclass as an object of its fields, anything else as text."""
    names = getattr(type(value), "__dataclass_fields__", None)
    return {name: getattr(value, name) for name in names} if names else str(value)


ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=as_json)


def has_nul(value: object) -> bool:
    """Whether a JSON-ready value holds a NUL anywhere."""
    if isinstance(value, dict):
        return any(has_nul(each) for pair in value.items() for each in pair)
    if isinstance(value, list | tuple):
        return any(map(has_nul, value))
    return isinstance(value, str) and "\0" in value


def without_nul(value: object) -> object:
    """The value with a replacement character for each NUL."""
    if isinstance(value, dict):
        return {str(without_nul(key)): without_nul(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [without_nul(each) for each in value]
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def article_row(
    article: Article, fingerprint: Fingerprint, fetched_at: datetime, publisher: str
) -> dict[str, object]:
    """The columns of `staging.article` by name, but for the keys of the record: the fields of the article, and what is worked
    out from them.
    """
    row = dict(zip(STAGED, STAGED_VALUES(article), strict=True))
    for name in NESTED:
        row[name] = json_text(row[name]) if row[name] else "[]"
    for name, worked_out in WORKED_OUT.items():
        row[name] = worked_out(article)
    amended = article.amends_uri
    row["uri_sha256"] = sha256(article.uri)
    known_by = article.known_by or KnownBy("stated", article.uri)
    row["identity_kind"] = known_by.kind
    row["place_sha256"] = sha256(known_by.place)
    row["other_uri"] = known_by.other_uri
    row["other_sha256"] = sha256(known_by.other_place) if known_by.other_place else None
    row["amends_uri_sha256"] = sha256(amended) if amended else None
    row["version_sha256"] = version_sha256(article, fingerprint)
    row["content_sha256"] = fingerprint.content_sha256
    row["day"] = article.published_on or fetched_at.astimezone(UTC).date()
    row["publisher"] = publisher
    row["encoding"] = article.encoding
    row["date_candidates"] = json_text(date_candidates(article))
    row["packed_terms"] = fingerprint.packed_terms
    row["features"] = fingerprint.features
    row["crossing"] = fingerprint.crossing
    row["marks"] = fingerprint.marks
    return row


def sha256(text: str) -> bytes:
    """SHA-256 of a text, 32 bytes."""
    return hashlib.sha256(text.encode("utf-8", errors="replace")).digest()


def version_sha256(article: Article, fingerprint: Fingerprint) -> bytes:
    """SHA-256 of what a reader of the article sees, and whether it may be seen: a change of any of it is a new version."""
    seen: list[object] = [
        article.headline,
        article.byline,
        str(article.published_on),
        fingerprint.content_sha256.hex(),
    ]
    if article.pub_status != "usable" or article.embargoed is not None:
        seen.append((article.pub_status, article.embargoed.isoformat() if article.embargoed else None))
    return sha256(json.dumps(seen))


def date_candidates(article: Article) -> list[dict[str, object]]:
    """The rows of `news.date_candidate`: every reading of a date, the chosen one first."""
    rows: list[dict[str, object]] = []
    for evidence in article.evidence:
        if evidence.field not in DATE_FIELDS:
            continue
        if evidence.value is not None:
            rows.append(candidate_row(len(rows) + 1, evidence.field, evidence, evidence.value, chosen=True))
        for candidate in evidence.candidates:
            rows.append(
                candidate_row(len(rows) + 1, evidence.field, candidate, candidate.value, chosen=False)
            )
    return rows


def candidate_row(
    ordinal: int, field: str, reading: Evidence | Candidate, value: str, *, chosen: bool
) -> dict[str, object]:
    """One row of `news.date_candidate` from the reading that won or another one; `confidence` is what it weighs in the choice."""
    return {
        "ordinal": ordinal,
        "field": field,
        "value": value,
        "raw": reading.raw,
        "location": reading.where,
        "rule": reading.rule,
        "confidence": reading.weight if isinstance(reading, Evidence) else reading.confidence,
        "chosen": chosen,
    }
