"""`python -m bench.origin_cost`: whether the shares of own, agency and copied words are right, and what origins cost.

`--day` loads a day of articles of which it is known whose words they print, and holds what is measured against it. `--stored`
fills the index of sentences with as many invented texts, and takes in new articles: milliseconds and bytes an article.
"""

import argparse
import json
import os
import signal
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.measure import own_server, take_in, timed
from bench.reused_news import AGENCY, OTHERS, OWN, Printed, day_sources, printed_day, true_shares, write_day
from bench.sentence_stock import SentenceStock, bytes_of_sentences
from newsfold.config.sources import Settings
from newsfold.dedup import meaning
from newsfold.pipeline import sentence_origins
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.raw_store import RawStore
from newsfold.store.connection import connect

#: How far a share may be off, of 1.
WITHIN = 0.01
SHARES = """
select
  coalesce(source, 'all') as source,
  sum(own_share * word_count) / sum(word_count) as own,
  sum(agency_share * word_count) / sum(word_count) as agency,
  sum((reused_share - agency_share) * word_count) / sum(word_count) as others
from analytics.articles
where published_on = '2025-09-26'
group by rollup (source)
"""
progress = Console(stderr=True)


def main() -> int:
    """Measure, and print JSON, a line a measurement; ends with 1 where a share is off by more than a point."""
    parser = argparse.ArgumentParser(prog="python -m bench.origin_cost", description=__doc__)
    parser.add_argument("--day", type=int, default=10_000, help="articles of the day (default: %(default)s)")
    parser.add_argument("--stored", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument(
        "--new", type=int, default=1_000, help="new articles each time (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    # All is in one language: vectors of meaning find nothing more, and take most of the time.
    os.environ.setdefault(meaning.SETTING, "off")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped
    most = 0.0
    with own_server() as server, closing(connect(server.url("loader"))) as connection:
        work = workspace(server.home, connection)
        if arguments.day:
            most = measure_day(work, arguments.day, arguments.seed)
        stock = SentenceStock(arguments.seed)
        for number, stored in enumerate(sorted(arguments.stored)):
            progress.print(f"{stored:,} stored …")
            stock.grow(server.url("owner"), stored)
            day = printed_day(arguments.new, arguments.seed + 1 + number)
            found = load(work, day, f"stored-{stored}")
            sizes = bytes_of_sentences(server.url("owner"))
            print(json.dumps({"stored": stored, **found, "bytes_per_article": sizes}), flush=True)
    return 0 if most <= WITHIN else 1


def workspace(home: Path, connection: Any) -> Workspace:
    """The sources of the day."""
    return Workspace(connection, RawStore(home / "raw"), Settings(), day_sources(home / "inbox"), home)


def measure_day(work: Workspace, count: int, seed: int) -> float:
    """Load a day and print true and measured shares by source; gives by how much the share that is most off is."""
    day = printed_day(count, seed)
    found = load(work, day, "day")
    truth, measured = true_shares(day), measured_shares(work)
    off = {
        source: {whose: round(measured[source][whose] - share, 4) for whose, share in shares.items()}
        for source, shares in truth.items()
    }
    most = max(abs(each) for shares in off.values() for each in shares.values())
    rounded = {whose: round(share, 4) for whose, share in truth["all"].items()}
    print(json.dumps({"articles": count, "true": rounded, "off": off, "most": most, **found}), flush=True)
    return most


def measured_shares(work: Workspace) -> dict[str, dict[str, float]]:
    """By source, and for `all`: what analysts see."""
    with work.connection, work.connection.cursor() as cursor:
        cursor.execute(SHARES)
        return {
            row.source: {OWN: row.own, AGENCY: row.agency, OTHERS: row.others} for row in cursor.fetchall()
        }


def load(work: Workspace, day: list[Printed], name: str) -> dict[str, float]:
    """Take in articles by the real steps, in this process: milliseconds an article that origins take in the load,
    by the clock, and of CPU of this process and of Postgres.
    """
    write_day(work.base / "inbox", day)
    with timed(sentence_origins, "settle_run", work.connection.info.backend_pid) as seconds:
        take_in(work, name)
    return {f"origins_ms_{kind}": round(1000 * spent / len(day), 2) for kind, spent in seconds.items()}


if __name__ == "__main__":
    sys.exit(main())
