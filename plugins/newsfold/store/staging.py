"""From normalized articles to rows in `staging.*`: one COPY per table and batch, in one transaction."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from tempfile import SpooledTemporaryFile
from typing import IO

from newsfold.model import Article, Fingerprint, Rejection
from newsfold.store.connection import Connection, copy_in, execute

SPOOL_BYTES = 32_000_000
ARTICLE_COLUMNS = (
    "run_id, file_id, record_position, batch, source_id, uri, uri_sha256, version_sha256, content_sha256, day, publisher,"
    " headline, byline, agency, agency_role, agencies, dateline_place, dateline_country, language, published_on, published_at,"
    " published_precision, modified_at, section, keywords, set_aside, evidence, date_candidates, format, body, word_count,"
    " packed_terms, features, subjects, media_topics, pub_status, signal, embargoed, slugline, slugline_key, ed_note, amends_uri,"
    " amends_uri_sha256, amends_slugline_key, copyright_holder, copyright_notice, usage_terms, alt_ids, opt_out"
)
REJECTION_COLUMNS = "run_id, file_id, record_position, batch, reason_code, detail, format, byte_offset"
FILE_COLUMNS = "run_id, file_id, batch, format, found, method"
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


class StagingWriter:
    """Collects a batch's rows in temporary files, so that memory stays flat, and copies them in one transaction.

    A context manager: the temporary files go with it.
    """

    def __init__(self, run_id: int, batch: int, method: str = "") -> None:
        self.run_id, self.batch, self.method = run_id, batch, method
        self.files, self.articles, self.rejections = spool(), spool(), spool()
        self.counts = {"files": 0, "found": 0, "articles": 0, "rejections": 0}

    def __enter__(self) -> "StagingWriter":
        return self

    def __exit__(self, *exception: object) -> None:
        for rows in (self.files, self.articles, self.rejections):
            rows.close()

    def add_file(self, file_id: int, format: str | None, found: int) -> None:
        """One file was read to its end, and held `found` records."""
        write_row(self.files, (self.run_id, file_id, self.batch, format, found, self.method))
        self.counts["files"] += 1
        self.counts["found"] += found

    def add_article(
        self,
        file_id: int,
        source_id: int,
        fetched_at: datetime,
        article: Article,
        fingerprint: Fingerprint,
        publisher: str,
    ) -> None:
        """One record became an article."""
        row = (self.run_id, file_id, article.record_position, self.batch, source_id)
        write_row(self.articles, (*row, *article_row(article, fingerprint, fetched_at, publisher)))
        self.counts["articles"] += 1

    def add_rejection(self, file_id: int, position: int, rejection: Rejection) -> None:
        """One record was refused. `position` is its place in the file, from 0."""
        row = (self.run_id, file_id, position, self.batch, rejection.reason_code, rejection.detail[:2000])
        write_row(self.rejections, (*row, rejection.format, rejection.offset))
        self.counts["rejections"] += 1

    def copy(self, connection: Connection) -> StagedCounts:
        """Replace what an earlier try of this batch staged, in one transaction."""
        parameters = {"run_id": self.run_id, "batch": self.batch}
        with connection:
            execute(connection, "lock_staged_batch", parameters)
            execute(connection, "clear_staged_batch", parameters)
            for table, columns, rows in (
                ("file", FILE_COLUMNS, self.files),
                ("article", ARTICLE_COLUMNS, self.articles),
                ("rejection", REJECTION_COLUMNS, self.rejections),
            ):
                copy_in(connection, f"staging.{table}", columns, rows)
            execute(connection, "forget_loaded_batch", parameters)
        return StagedCounts(**self.counts)


def spool() -> IO[bytes]:
    """A buffer in memory that goes to disk when it grows."""
    return SpooledTemporaryFile(max_size=SPOOL_BYTES)


def write_row(buffer: IO[bytes], values: Sequence[object]) -> None:
    """One line of COPY's text format."""
    line = "\t".join(copy_value(value) for value in values) + "\n"
    buffer.write(line.encode("utf-8", errors="replace"))


def copy_value(value: object) -> str:
    """One value in COPY's text format."""
    if value is None:
        return "\\N"
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
) -> tuple[object, ...]:
    """The columns of `staging.article` from `uri` on."""
    return (
        article.uri,
        sha256(article.uri),
        version_sha256(article, fingerprint),
        fingerprint.content_sha256,
        article.published_on or fetched_at.astimezone(UTC).date(),
        publisher,
        article.headline,
        article.byline,
        article.agency,
        article.agency_role,
        json_text(article.agencies),
        article.dateline_place,
        article.dateline_country,
        article.language,
        article.published_on,
        article.published_at,
        article.published_precision,
        article.modified_at,
        article.section,
        article.keywords,
        json_text(article.set_aside),
        json_text(article.evidence),
        json_text(date_candidates(article)),
        article.format,
        article.body,
        article.word_count,
        fingerprint.packed_terms,
        fingerprint.features,
        *editorial_columns(article),
    )


def editorial_columns(article: Article) -> tuple[object, ...]:
    """The columns of `staging.article` from `subjects` on."""
    return (
        json_text(article.subjects),
        [subject.code for subject in article.subjects if subject.code.startswith("medtop:")],
        article.pub_status,
        article.signal,
        article.embargoed,
        article.slugline,
        article.slugline_key,
        article.ed_note,
        article.amends_uri,
        sha256(article.amends_uri) if article.amends_uri else None,
        article.amends_slugline_key,
        article.copyright_holder,
        article.copyright_notice,
        article.usage_terms,
        json_text(article.alt_ids),
        article.opt_out,
    )


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
    ordinal: int, field: str, reading: object, value: str, *, chosen: bool
) -> dict[str, object]:
    """One row of `news.date_candidate` from an Evidence or a Candidate: they share these attributes."""
    return {
        "ordinal": ordinal,
        "field": field,
        "value": value,
        "raw": getattr(reading, "raw", ""),
        "location": getattr(reading, "where", ""),
        "rule": getattr(reading, "rule", ""),
        "confidence": getattr(reading, "confidence", 0.0),
        "chosen": chosen,
    }
