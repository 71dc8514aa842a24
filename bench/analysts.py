"""`python -m bench.analysts`: how long analysts wait for a search, an article or a story, and what being searchable costs.

Articles of 500 words, in a database with three years of monthly partitions, on an embedded Postgres in a temporary home. The
queries run as newsfold_analyst, each some times over; nothing is prepared, so planning counts.
"""

import argparse
import json
import random
import shutil
import signal
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

from rich.console import Console
from rich.table import Table

from bench.__main__ import warm_up
from bench.invented_news import Newsroom
from bench.measure import measure, own_server, sources, write_inbox
from bench.stock import LAST_DAY, NOW, STOCK_PER_DAY, STOCK_TEXTS, Stock
from newsfold import __version__
from newsfold.config.sources import Settings
from newsfold.local import postgres
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.raw_store import RawStore
from newsfold.store.connection import Connection, connect

#: The logarithm of the middle length that gives 500 words on average.
LOG_WORDS = 6.07
MONTHS = 36
#: The first one after a stock was made reads everything from the disk, and writes whole pages to the log.
LOADS = 3
LOOKUPS = {
    "article by id": "select * from analytics.article(%s)",
    "  by the view": "select * from analytics.articles where article_id = %s",
    "articles of a story": "select * from analytics.articles_of_story(%s)",
    "  of it by the view": "select * from analytics.articles where story_id = %s",
    "headers of an article": "select * from analytics.evidence where article_id = %s",
    "versions of an article": "select * from analytics.versions where article_id = %s",
    "story by id": "select * from analytics.story(%s)",
    "  story by the view": "select * from analytics.stories where story_id = %s",
}
OF_A_DAY = "select article_id, headline from analytics.articles where published_on = %s limit 100"
SEARCH = "select * from analytics.search(%s, language => %s, from_day => %s, to_day => %s)"
#: Bytes of groups of tables, with their indexes.
SIZES = """
select
  case
    when relation.relname like 'content_20%%' then 'texts'
    when relation.relname like 'search%%' then 'search'
    when relation.relname like 'content_features%%' then 'features'
    else 'everything else'
  end as what,
  sum(pg_total_relation_size(relation.oid))::bigint as bytes
from pg_class as relation
join pg_namespace as namespace on namespace.oid = relation.relnamespace
where namespace.nspname in ('news', 'ops', 'marts')
  and relation.relkind = 'r'
group by 1
"""
progress = Console(stderr=True)


def main() -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.analysts", description=__doc__)
    parser.add_argument(
        "--stored", type=int, nargs="+", default=[10_000, 100_000],
        help="articles stored when a round begins (default: 10000 100000)",
    )  # fmt: skip
    parser.add_argument(
        "--new", type=int, default=1_000, help="articles to load, three times over (default: %(default)s)"
    )
    parser.add_argument(
        "--times", type=int, default=3, help="how often each query runs (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other articles")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped
    with own_server() as server:
        rounds = run_rounds(server, arguments)
    if arguments.json:
        print(json.dumps({"newsfold": __version__, "months": MONTHS, "rounds": rounds}, indent=2))
    else:
        print_table(rounds)
    return 0


def run_rounds(server: postgres.Server, arguments: argparse.Namespace) -> list[dict[str, object]]:
    """One round for each size of the stock. Each round's new articles stay."""
    inbox, rounds = server.home / "inbox", []
    with (
        closing(connect(server.url("loader"))) as connection,
        closing(connect(server.url("owner"))) as owner,
    ):
        work = Workspace(connection, RawStore(server.home / "raw"), Settings(), sources(inbox), server.home)
        with owner, owner.cursor() as cursor:
            cursor.execute(
                "select ops.create_month_partitions((%s::date - interval '1 month' * n)::date)"
                " from generate_series(0, %s) as n",
                (LAST_DAY, MONTHS - 1),
            )
        progress.print("writing the stock's texts …")
        stock = Stock(arguments.seed, LOG_WORDS)
        warm_up()
        for number, stored in enumerate(sorted(arguments.stored)):
            progress.print(f"{stored:,} stored …")
            started = time.perf_counter()
            stock.grow(work, server.url("owner"), stored)
            progress.print(f"  the stock took {time.perf_counter() - started:.0f} s")
            newsroom = Newsroom(arguments.seed * 1000 + number, LOG_WORDS)
            sizes = bytes_per_article(owner, stored)
            with closing(connect(server.url("analyst"))) as analyst:
                figures = {
                    **searches(analyst, stock, stored, arguments),
                    **lookups(analyst, stored, arguments),
                }
            speeds = []
            for load in range(LOADS):
                shutil.rmtree(inbox, ignore_errors=True)
                write_inbox(inbox, newsroom, arguments.new, 10_000_000 * (number + 1) + load * arguments.new)
                timings = measure(work, stored, NOW + timedelta(minutes=1 + number * LOADS + load))
                speeds.append(timings.articles["load"] / timings.seconds["load"])
            rounds.append(
                {
                    "stored": stored,
                    "ms": figures,
                    "load_articles_per_second": statistics.median(speeds),
                    "bytes_per_article": sizes,
                }
            )
    return rounds


def searches(
    analyst: Connection, stock: Stock, stored: int, arguments: argparse.Namespace
) -> dict[str, dict[str, float]]:
    """Milliseconds of 40 searches, all together and by kind."""
    spent: dict[str, list[float]] = {}
    for kind, parameters in queries(stock, stored, random.Random(arguments.seed)):
        for _ in range(arguments.times):
            spent.setdefault(kind, []).append(timed(analyst, SEARCH, parameters))
    everything = [each for times in spent.values() for each in times]
    return {
        "search": described(everything),
        **{f"  {kind}": described(times) for kind, times in spent.items()},
    }


def queries(stock: Stock, stored: int, chance: random.Random) -> Iterator[tuple[str, tuple[object, ...]]]:
    """What is searched for: the kind, and query, language, first and last day. Taken from the texts that are stored."""
    reports = [report for report, _ in stock.texts[: min(stored, STOCK_TEXTS)]]
    days = stored // STOCK_PER_DAY
    for number in range(8):
        names = chance.choice(reports).headline.split()
        yield "a rare word", (names[0], None, None, None)
        yield "two common words", (" ".join(chance.sample(COMMON, 2)), None, None, None)
        words = [word for word in chance.choice(reports).paragraphs[0][0].split() if word.isalpha()]
        place = chance.randrange(max(len(words) - 2, 1))
        yield "a phrase", (f'"{" ".join(words[place : place + 2])}"', None, None, None)
        yield (
            "with a language",
            (f"{chance.choice(COMMON)} {names[0]}", "en" if number % 4 else "de", None, None),
        )
        last = LAST_DAY - timedelta(days=chance.randrange(max(days - 30, 1)))
        yield "with days", (chance.choice(COMMON), None, last - timedelta(days=30), last)


COMMON = [
    *("government", "minister", "police", "company", "market", "school", "water", "children", "report", "president"),
    *("people", "year", "percent", "house", "world", "health", "money", "study", "court", "power"),
]  # fmt: skip


def lookups(analyst: Connection, stored: int, arguments: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Milliseconds for one article, one story, one day."""
    chance = random.Random(arguments.seed)
    figures = {
        name: described([timed(analyst, text, (chance.randrange(1, stored),)) for _ in range(100)])
        for name, text in LOOKUPS.items()
    }
    days = [LAST_DAY - timedelta(days=chance.randrange(max(stored // STOCK_PER_DAY, 1))) for _ in range(40)]
    return {**figures, "100 articles of a day": described([timed(analyst, OF_A_DAY, (day,)) for day in days])}


def timed(connection: Connection, text: str, parameters: tuple[object, ...]) -> float:
    """Milliseconds from the question to the last row."""
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        cursor.fetchall()
    connection.commit()
    return 1000 * (time.perf_counter() - started)


def described(times: list[float]) -> dict[str, float]:
    """The middle, and what 95 of 100 stay below."""
    return {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[18]}


def bytes_per_article(owner: Connection, stored: int) -> dict[str, float]:
    """Bytes in the database for an article, in all and by what they are for, and of its text alone."""
    with owner, owner.cursor() as cursor:
        cursor.execute(SIZES)
        sizes = {row.what: row.bytes / stored for row in cursor.fetchall()}
        cursor.execute(
            "select avg(octet_length(body)) as bytes from (select body from news.content limit 5000) as text"
        )
        text = float(cursor.fetchone().bytes)
    total = sum(sizes.values())
    return {"the text itself": text, **sizes, "in all": total, "in all / the text": total / text}


def print_table(rounds: list[dict]) -> None:
    """For a person: a column for each size of the stock."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("ms, p50 / p95")
    for each in rounds:
        table.add_column(f"{each['stored']:,} stored", justify="right")
    for name in rounds[0]["ms"]:
        table.add_row(
            name, *(f"{each['ms'][name]['p50']:.1f} / {each['ms'][name]['p95']:.1f}" for each in rounds)
        )
    speeds = [each["load_articles_per_second"] for each in rounds]
    table.add_row("load, articles a second", *(f"{speed:.0f} ({speed / speeds[0]:.2f})" for speed in speeds))
    for name in rounds[0]["bytes_per_article"]:
        values = [each["bytes_per_article"][name] for each in rounds]
        digits = 2 if "/" in name else 0
        table.add_row(f"bytes an article, {name}", *(f"{value:,.{digits}f}" for value in values))
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
