"""The marts in the database: one transaction that recomputes what changed."""

import contextlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import psycopg2.extensions

from newsfold.store.connection import (
    Connection,
    execute,
    fetch_row,
    fetch_rows,
    insert_rows,
    statement,
)
from newsfold.store.staging import Rows

LOCK_NAME = "newsfold.analytics.marts"
#: Openings that are held at a time.
PORTION = 5_000


@dataclass(frozen=True, slots=True)
class MartState:
    """What the marts stand for; `load_number` is 0 and `definition` empty before the first refresh."""

    load_number: int = 0
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Touched:
    """How many articles, stories and days a refresh looks at."""

    articles: int
    stories: int
    days: int


@dataclass(slots=True)
class Stopwatch:
    """Seconds by part."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextlib.contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Time the block."""
        started = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - started, 3)


@contextlib.contextmanager
def refreshing(connection: Connection) -> Iterator[None]:
    """One transaction that sees one moment and commits at the end; two refreshes come one after the other.

    The lock is the session's, and is taken before the transaction: the second one must see what the first one did. No
    reader waits, and no load does.
    """
    with connection, connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(hashtext(%s))", (LOCK_NAME,))
    try:
        with connection:
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read")
            yield
    finally:
        if not connection.closed:
            with connection, connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(hashtext(%s))", (LOCK_NAME,))


def are_behind(connection: Connection) -> bool:
    """Whether something was loaded since the last refresh."""
    with connection:
        return bool(fetch_row(connection, "marts_are_behind", {}).are_behind)


def mart_state(connection: Connection) -> MartState:
    """What the last refresh has left. Part of the caller's transaction."""
    row = fetch_row(connection, "mart_state", {})
    return MartState() if row is None else MartState(row.load_number, row.definition)


def touch(connection: Connection, after: int | None) -> int:
    """Note the articles that changed since the load `after`, or all of them for None; how many they are."""
    execute(connection, "mart_begin", {})
    execute(connection, "mart_touch_all" if after is None else "mart_touch_changed", {"after": after})
    analyze(connection, full=False)
    return int(fetch_row(connection, "mart_counts", {}).articles)


def refresh_facts(connection: Connection, watch: Stopwatch, *, full: bool) -> None:
    """The touched articles and stories as they are now, and which days they touch."""
    for name in ("articles", "touched_days", "stories"):
        with watch.part(name):
            execute(connection, f"mart_{name}", {})
            analyze(connection, full=full)


def refresh_counts(connection: Connection, watch: Stopwatch) -> None:
    """What is counted by day, and the corrections."""
    for name in ("volume", "carriage", "corrections", "date_quality"):
        with watch.part(name):
            execute(connection, f"mart_{name}", {})


def analyze(connection: Connection, *, full: bool) -> None:
    """Fresh statistics for the planner. Holds off autovacuum until the transaction ends, and nobody else."""
    with connection.cursor() as cursor:
        cursor.execute("select ops.analyze_touched()")
        if full:
            cursor.execute("select ops.analyze_marts()")


def clear_terms(connection: Connection) -> None:
    """Drop the terms of the touched stories, and the counts of their days."""
    execute(connection, "mart_clear_terms", {})


def openings(connection: Connection, characters: int) -> Iterator[list[tuple[int, date, str, str]]]:
    """Story, day, language and opening of each touched story, by its representative, in portions."""
    with connection.cursor("mart_openings", cursor_factory=psycopg2.extensions.cursor) as cursor:
        cursor.execute(statement("mart_openings"), {"characters": characters})
        while portion := cursor.fetchmany(PORTION):
            yield portion


def copy_terms(connection: Connection, rows: Iterable[Mapping[str, object]]) -> None:
    """COPY the opening terms of stories into `marts.story_term`."""
    with Rows("marts.story_term") as terms:
        for row in rows:
            terms.add(row)
        terms.copy(connection)


def unread_texts(connection: Connection, characters: int) -> Iterator[list[tuple[int, str | None, str]]]:
    """Id, language and beginning of each text of a touched article whose names were not read yet, in portions."""
    with connection.cursor("mart_unread_texts", cursor_factory=psycopg2.extensions.cursor) as cursor:
        cursor.execute(statement("mart_unread_texts"), {"characters": characters})
        while portion := cursor.fetchmany(PORTION):
            yield portion


def copy_names(connection: Connection, rows: Iterable[Mapping[str, object]]) -> None:
    """COPY the names of texts into `marts.text_name`."""
    with Rows("marts.text_name") as names:
        for row in rows:
            names.add(row)
        names.copy(connection)


def note_search_words(connection: Connection) -> None:
    """Keep the words of the names in touched texts for searches that are spelled alike."""
    execute(connection, "mart_search_words", {})


def refresh_terms(connection: Connection) -> None:
    """Count the terms of the days of the touched stories."""
    execute(connection, "mart_count_terms", {})


def refresh_rising_terms(connection: Connection) -> None:
    """Recompute the rising terms of days whose terms or earlier days have changed."""
    execute(connection, "mart_rising_terms", {})


def unknown_places(connection: Connection) -> list[tuple[str, str]]:
    """Place and country (empty where not known) of touched days that have not been looked up."""
    return [(row.place, row.country) for row in fetch_rows(connection, "mart_unknown_places", {})]


def insert_places(connection: Connection, rows: Sequence[Sequence[object]]) -> None:
    """Keep what was looked up: place, country, name, kind, geoname_id, latitude, longitude."""
    if rows:
        insert_rows(connection, "mart_insert_places", rows)


def note_refresh(
    connection: Connection, watch: Stopwatch, *, full: bool, definition: str, load_number: int, now: datetime
) -> Touched:
    """Keep what the refresh did. Part of its transaction."""
    row = fetch_row(connection, "mart_counts", {})
    touched = Touched(row.articles, row.stories, row.days)
    execute(
        connection,
        "mart_note_refresh",
        {
            "is_full": full,
            "definition": definition,
            "load_number": load_number,
            "articles": touched.articles,
            "stories": touched.stories,
            "days": touched.days,
            "seconds": json.dumps(watch.seconds),
            "refreshed_at": now,
        },
    )
    execute(connection, "mart_end", {})
    return touched
