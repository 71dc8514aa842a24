"""`python -m bench.drift`: of scripted changes of headers, how many are seen in their first run, and how many alarms were none.

A year of invented sources, each with headers, lengths, languages and refusals of its own, quiet weekends or a Sunday edition that
is made otherwise, and days that vary by more than chance. In some a header is lost, or changes, for ten days.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from psycopg2.extras import Json, execute_values

from bench.measure import own_server
from newsfold.store.connection import Connection, connect

FIRST = date(2025, 1, 1)
#: Of these days nothing is judged: the usual is being learned.
LEARNED = 60
#: How long a scripted change lasts, and how long after it an alarm is put down to it.
LASTS, AFTER = 10, 10
SHARES = ("headline", "published_on", "published_at", "byline", "dateline")
CHANGES = (*SHARES, "language", "format", "encoding", "words", "refused")
DAYS_BETWEEN = 40
RUNS = (
    "insert into ops.run (run_id, run_key, trigger, day, news_day, dry_run, state, started_at)"
    " overriding system value values %s"
)
TALLIES = (
    "insert into ops.header_tally (run_id, source_id, day, found, refused, records, with_headline, with_published_on,"
    " with_published_at, with_byline, with_dateline, languages, formats, encodings, median_words) values %s"
)


@dataclass(frozen=True, slots=True)
class Habits:
    """How a source's articles are: `records` a day, shares 0 to 1 of SHARES, median words, the others of its own kind."""

    records: float
    shares: dict[str, float]
    words: float
    language: float = 1.0
    format: float = 1.0
    encoding: float = 1.0
    refused: float = 0.0


@dataclass(frozen=True, slots=True)
class Change:
    """What a source changes from a day on, counted from FIRST."""

    source: int
    day: int
    header: str


def habits(rng: random.Random) -> Habits:
    """Of one source: most have most headers nearly always, some have a byline in half of their articles."""
    shares = {name: rng.choice((1.0, 0.99, 0.95, 0.8, 0.5, 0.0)) for name in SHARES}
    shares["headline"] = rng.choice((1.0, 0.99))
    shares["published_on"] = rng.choice((1.0, 0.97, 0.9))
    return Habits(
        rng.choice((8, 20, 40, 80, 200)), shares, rng.uniform(120, 900), rng.choice((1.0, 0.97, 0.8)),
        rng.choice((1.0, 0.9)), rng.choice((1.0, 0.95, 0.7)), rng.choice((0.0, 0.02, 0.1)),
    )  # fmt: skip


def changed(usual: Habits, header: str) -> Habits:
    """The same source, with a header lost (or come up where there was none), or a length, language or format changed."""
    if header in SHARES:
        return replace(usual, shares={**usual.shares, header: 0.0 if usual.shares[header] >= 0.5 else 1.0})
    if header == "words":
        return replace(usual, words=usual.words / 4)
    return replace(
        usual, **{header: {"language": 0.1, "format": 0.0, "encoding": 0.0, "refused": 0.6}[header]}
    )


def of_weekday(usual: Habits, weekday: int, edition: str) -> Habits:
    """The source on a weekday: `plain`, `quiet` at weekends, or with a `sunday` edition of long articles with a byline."""
    if edition == "quiet" and weekday >= 5:
        return replace(usual, records=usual.records / 5)
    if edition == "sunday" and weekday == 6:
        return replace(
            usual, words=usual.words * 2.5, shares={**usual.shares, "byline": 1.0, "dateline": 0.0}
        )
    return usual


def days(
    rng: random.Random, number: int, usual: Habits, changes: list[Change], length: int
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The day's number with the row of ops.header_tally, but for the run."""
    edition = rng.choice(("plain", "quiet", "sunday"))
    for n in range(length):
        day = FIRST + timedelta(days=n)
        so = of_weekday(usual, day.weekday(), edition)
        for each in changes:
            if each.day <= n < each.day + LASTS:
                so = changed(so, each.header)
        found = max(round(rng.gauss(so.records, so.records**0.5 * 1.5)), 0)
        refused = drawn(rng, found, so.refused)
        records = found - refused
        if not records:
            continue
        counts = [drawn(rng, records, so.shares[name]) for name in SHARES]
        counts[2] = min(counts[2], counts[1])
        own, form, code = (drawn(rng, records, each) for each in (so.language, so.format, so.encoding))
        words = so.words * 2.718 ** rng.gauss(0, 0.12 + 0.8 / records**0.5)
        yield (
            n,
            (
                number, day, found, refused, records, *counts, Json({"en": own, "fr": records - own}),
                Json({"html": form, "rss": records - form}), Json({"windows-1252": code, "utf-8": records - code}),
                max(words, 20),
            ),
        )  # fmt: skip


def drawn(rng: random.Random, records: int, share: float) -> int:
    """How many of so many records have it on a day: days differ by more than chance does."""
    if 0 < share < 1:
        share = rng.betavariate(share * 40, (1 - share) * 40)
    return sum(rng.random() < share for _ in range(records))


def script(rng: random.Random, usual: list[Habits], length: int, number: int) -> list[Change]:
    """So many changes, those of one source at least DAYS_BETWEEN days apart; no source loses what it never has."""
    found: list[Change] = []
    while len(found) < number:
        source, header = rng.randrange(len(usual)), rng.choice(CHANGES)
        each = Change(source, rng.randrange(LEARNED, length - LASTS), header)
        is_apart = all(o.source != source or abs(o.day - each.day) >= DAYS_BETWEEN for o in found)
        if is_apart and not (header == "published_at" and not usual[source].shares[header]):
            found.append(each)
    return found


def fill(
    connection: Connection, rng: random.Random, usual: list[Habits], changes: list[Change], length: int
) -> None:
    """The sources, a run a day, and what they brought."""
    tallies = []
    for number, each in enumerate(usual):
        own = [change for change in changes if change.source == number]
        for n, tally in days(rng, number + 1, each, own, length):
            tallies.append((n + 1, *tally))
    runs = [
        (n + 1, f"day {n}", "airflow", FIRST + timedelta(n), FIRST + timedelta(n), False, "published", FIRST + timedelta(n + 1))
        for n in range(length)
    ]  # fmt: skip
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "insert into news.source (slug, name, created_at) select 's' || n, 's' || n, '2024-01-01'"
            " from generate_series(1, %s) as n order by n",
            (len(usual),),
        )
        execute_values(cursor, RUNS, runs)
        execute_values(cursor, TALLIES, tallies)


def score(
    connection: Connection, changes: list[Change], length: int
) -> tuple[int, dict[tuple[int, int], set[str]]]:
    """How many changes were seen in the first run in which their source brought something, and the false alarms: headers by day
    and source. An alarm that stands for several days is one.
    """
    seen: dict[int, dict[int, set[str]]] = {}
    with connection, connection.cursor() as cursor:
        cursor.execute("analyze ops.header_tally")
        cursor.execute("select source_id, day, records from ops.header_tally")
        brought = {(source - 1, (day - FIRST).days): records for source, day, records in cursor.fetchall()}
        for n in range(LEARNED, length):
            cursor.execute("select source_id, header from ops.header_drifts(%s)", (n + 1,))
            for source, header in cursor.fetchall():
                seen.setdefault(n, {}).setdefault(source - 1, set()).add(header.split()[0])
    hits, put_down = {}, set()
    for each in changes:
        first = next((n for n in range(each.day, each.day + LASTS) if (each.source, n) in brought), each.day)
        hits[each] = (
            brought.get((each.source, first), 0),
            each.header in seen.get(first, {}).get(each.source, set()),
        )
        put_down |= {(each.source, n) for n in range(each.day, each.day + LASTS + AFTER)}
    false = {
        (n, source): headers
        for n, by_source in seen.items()
        for source, headers in by_source.items()
        if (source, n) not in put_down and source not in seen.get(n - 1, {})
    }
    return hits, false


def main() -> int:
    """Measure, and print JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.drift", description=__doc__)
    parser.add_argument("--sources", type=int, default=40)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--changes", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with own_server() as server:
        with closing(connect(server.url("owner"))) as connection:
            print(json.dumps(measure(connection, arguments), indent=2))
    return 0


def measure(connection: Connection, arguments: argparse.Namespace) -> dict[str, object]:
    """The figures of one invented year."""
    rng = random.Random(arguments.seed)
    usual = [habits(rng) for _ in range(arguments.sources)]
    changes = script(rng, usual, arguments.days, arguments.changes)
    fill(connection, rng, usual, changes, arguments.days)
    hits, false = score(connection, changes, arguments.days)
    years = arguments.sources * (arguments.days - LEARNED) / 365
    return {
        "changes": len(changes),
        "seen_in_their_first_run": share([is_seen for _, is_seen in hits.values()]),
        "seen_of_those_with_ten_records_or_more": share([is_seen for n, is_seen in hits.values() if n >= 10]),
        "source_years": round(years, 1),
        "false_alarms_a_source_year": round(len(false) / years, 3),
        "false_alarms_by_header": {
            header: sum(header in headers for headers in false.values())
            for header in sorted({each for headers in false.values() for each in headers})
        },
    }


def share(seen: list[bool]) -> float | None:
    """How many of them are true, 0 to 1; None of none."""
    return round(sum(seen) / len(seen), 3) if seen else None


if __name__ == "__main__":
    sys.exit(main())
