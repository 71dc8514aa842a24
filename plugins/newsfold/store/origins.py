"""The sentences of texts, the index that finds them again, and who carried each first."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from newsfold.store.connection import Connection, execute, fetch_rows, fetch_tuples
from newsfold.store.staging import Rows

PORTION = 2_000
STAGED_PORTION = 200

#: Who is told of an origin: the desk knows hidden articles, analysts do not.
EVERYBODY, DESK, ANALYSTS = "all", "desk", "analysts"


class Body(NamedTuple):
    """A text with its language and the first day on which it was carried; `digest` is the MD5 of its UTF-8, in hex."""

    content_id: int
    month: date
    body: str
    language: str | None
    day: date
    digest: str


class StagedBody(NamedTuple):
    """A text that is not loaded yet; `sentences` are packed, and without them `body` is the text."""

    body: str
    language: str | None
    digest: str
    sentences: bytes | None


class Sentences(NamedTuple):
    """What is stored of a text's sentences; `spans` are places of begin and end, one after the other."""

    content_id: int
    month: date
    spans: list[int]
    words: list[int]
    prints: bytes


class Matches(NamedTuple):
    """The packed matches of two texts; `turned` where `one` is the second of them."""

    one: int
    other: int
    turned: bool
    matches: bytes


@dataclass(frozen=True, slots=True)
class CarrierRow:
    """By which article a text was carried first: day and instant (seconds since 1970), where they are known; whether it names an
    agency as its own; how many articles have it in any version; and all appearances, publisher and day.
    """

    content_id: int
    article_id: int
    day: date | None
    at: float | None
    is_agency: bool
    word_count: int
    uri: str
    articles: int
    appearances: frozenset[tuple[str, date]]


class OriginRow(NamedTuple):
    """One row of `news.sentence_origin`; sentences count from 1. `audience` is `EVERYBODY`, `DESK` or `ANALYSTS`."""

    content_id: int
    sentence_number: int
    origin_article_id: int
    origin_content_id: int
    origin_sentence_number: int
    kind: str
    similarity: float
    audience: str = EVERYBODY


def ids(rows: Iterable[tuple[int, ...]]) -> list[int]:
    """The first column."""
    return [row[0] for row in rows]


def run_texts(
    connection: Connection, run_id: int, now: datetime, article_ids: Collection[int] = ()
) -> list[int]:
    """The texts that a run has loaded, given another day, hidden or shown, or whose translations it knows now, or knows no
    more; and those of certain articles.
    """
    values = {"run_id": run_id, "now": now, "article_ids": list(article_ids)}
    return ids(fetch_tuples(connection, "origins/run_texts", values))


def texts_without_sentences(connection: Connection, content_ids: Collection[int] | None) -> list[int]:
    """Those of certain texts, or of all for None, that are not cut into sentences yet."""
    values = {"content_ids": None if content_ids is None else list(content_ids)}
    return ids(fetch_tuples(connection, "origins/texts_without_sentences", values))


def all_texts(connection: Connection) -> Iterator[list[int]]:
    """All texts that are cut into sentences, some at a time."""
    after = 0
    while found := ids(
        fetch_tuples(connection, "origins/texts_in_portions", {"after": after, "limit": PORTION})
    ):
        yield found
        after = found[-1]


def bodies(connection: Connection, content_ids: Collection[int], *, with_text: bool = True) -> list[Body]:
    """Certain texts, in the order of their ids, perhaps without their words."""
    values = {"content_ids": list(content_ids), "with_text": with_text}
    return [Body(*row) for row in fetch_tuples(connection, "origins/bodies", values)]


def staged_bodies(connection: Connection, run_id: int) -> Iterator[StagedBody]:
    """Texts of a run that wait in staging and are not held yet, read some at a time."""
    values = {"run_id": run_id, "file_id": 0, "record_position": -1, "limit": STAGED_PORTION}
    while rows := fetch_tuples(connection, "origins/staged_bodies", values):
        yield from (StagedBody(*row[2:]) for row in rows)
        values |= {"file_id": rows[-1][0], "record_position": rows[-1][1]}


def add_sentences(connection: Connection, texts: Iterable[Sentences]) -> None:
    """Store the sentences of texts that have none stored."""
    with Rows("news.sentence_text") as rows:
        for text in texts:
            rows.add(text._asdict())
        rows.copy(connection)


def prints(connection: Connection, content_ids: Collection[int]) -> dict[int, bytes]:
    """The packed prints of certain texts, as far as they are cut into sentences."""
    rows = fetch_tuples(connection, "origins/prints", {"content_ids": list(content_ids)})
    return {content_id: bytes(packed) for content_id, packed in rows}


def translated_pairs(connection: Connection, content_ids: Collection[int]) -> list[tuple[int, int]]:
    """The pairs of certain texts and others that are translations, and are not compared yet; the smaller id first."""
    rows = fetch_tuples(connection, "origins/translated_pairs", {"content_ids": list(content_ids)})
    return [(one, other) for one, other in rows]


def add_matches(
    connection: Connection, matches: Mapping[tuple[int, int], bytes], *, across: bool = False
) -> None:
    """Store which sentences pairs of texts have in common; the smaller id first. `across`: in two languages."""
    with Rows("news.sentence_match") as rows:
        for (one, other), packed in matches.items():
            rows.add({"content_id": one, "other_content_id": other, "across": across, "matches": packed})
        rows.copy(connection)


def matched_texts(connection: Connection, content_ids: Collection[int]) -> list[int]:
    """The texts that have sentences in common with certain ones."""
    return ids(fetch_tuples(connection, "origins/matched_texts", {"content_ids": list(content_ids)}))


def matches(connection: Connection, content_ids: Collection[int]) -> list[Matches]:
    """The sentences that certain texts have in common with others, each pair seen from the text that was asked for. A pair
    may come twice, then what they have in two languages is the later one.
    """
    rows = fetch_tuples(connection, "origins/matches", {"content_ids": list(content_ids)})
    return [Matches(one, other, turned, bytes(packed)) for one, other, turned, packed in rows]


def hidden_carriers(
    connection: Connection, content_ids: Collection[int], now: datetime
) -> dict[int, set[int]]:
    """Those of certain texts that articles carry which analysts do not see, with these articles."""
    found: dict[int, set[int]] = {}
    values = {"content_ids": list(content_ids), "now": now}
    for content_id, article_id in fetch_tuples(connection, "origins/hidden_carriers", values):
        found.setdefault(content_id, set()).add(article_id)
    return found


def carriers(
    connection: Connection, content_ids: Collection[int], hidden: Collection[int] = ()
) -> list[CarrierRow]:
    """By which article certain texts were carried first, but for hidden articles where they are given."""
    values = {"content_ids": list(content_ids), "hidden": list(hidden)}
    return [
        CarrierRow(
            row.content_id,
            row.article_id,
            row.day,
            row.at,
            row.is_agency,
            row.word_count,
            row.uri,
            row.articles,
            frozenset(zip(row.publishers, row.days, strict=True)),
        )
        for row in fetch_rows(connection, "origins/carriers", values)
    ]


def stored_origins(connection: Connection, content_ids: Collection[int]) -> set[OriginRow]:
    """The origins that are stored of certain texts."""
    rows = fetch_tuples(connection, "origins/stored_origins", {"content_ids": list(content_ids)})
    return {OriginRow(*row) for row in rows}


def stored_origin_texts(connection: Connection, content_ids: Collection[int]) -> list[Any]:
    """Of certain texts, where a sentence stood in another text before: text and number, and those of the other one."""
    return fetch_rows(connection, "origins/stored_origin_texts", {"content_ids": list(content_ids)})


def replace_origins(
    connection: Connection, content_ids: Collection[int], origins: Iterable[OriginRow]
) -> None:
    """Write the origins of certain texts anew."""
    execute(connection, "origins/drop_origins", {"content_ids": list(content_ids)})
    with Rows("news.sentence_origin") as rows:
        for origin in origins:
            rows.add(origin._asdict())
        rows.copy(connection)


def note_changes(connection: Connection, content_ids: Collection[int], *, run_id: int, now: datetime) -> None:
    """Tell those who follow that the articles with certain texts say something else of their sentences."""
    values = {"content_ids": list(content_ids), "run_id": run_id, "now": now}
    execute(connection, "origins/note_changes", values)


def texts_of_articles(connection: Connection, article_ids: Collection[int]) -> list[int]:
    """The texts of certain articles, and those that have a sentence from one of them."""
    return ids(fetch_tuples(connection, "origins/texts_of_articles", {"article_ids": list(article_ids)}))


def held_texts(connection: Connection, content_ids: Collection[int]) -> list[int]:
    """Those of certain texts that are held."""
    return ids(fetch_tuples(connection, "origins/held_texts", {"content_ids": list(content_ids)}))


def carrying_articles(connection: Connection, content_ids: Collection[int]) -> list[Any]:
    """The articles that carry certain texts now and are shown, the earliest first."""
    return fetch_rows(connection, "origins/carrying_articles", {"content_ids": list(content_ids)})


def article_sentences(connection: Connection, article_id: int) -> list[Any]:
    """The sentences of an article's current version, each with its first carrier; hidden ones too."""
    return fetch_rows(connection, "origins/article_sentences", {"article_id": article_id})


def carried_by(connection: Connection, article_id: int) -> list[Any]:
    """The articles that carry sentences which an article had first, the most first."""
    return fetch_rows(connection, "origins/carried_by", {"article_id": article_id})
