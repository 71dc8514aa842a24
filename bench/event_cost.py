"""`python -m bench.event_cost`: what events and novelty cost a run, with few and with many stories stored.

Fills what events compare with so many stories, a thousand a day up to the last one, copied from invented ones; takes in a day
of new articles by the real steps, and prints JSON, a line a measurement: milliseconds an article, by the clock and of this
process's CPU.
"""

import argparse
import json
import signal
import sys
from contextlib import closing

from rich.console import Console

from bench.measure import own_server, take_in, timed
from bench.reused_news import day_sources, printed_day, write_day
from newsfold.config.sources import Settings
from newsfold.pipeline import event_settling
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.raw_store import RawStore
from newsfold.store import novelty
from newsfold.store.connection import connect

PER_DAY = 1_000
#: Ids of stories that only events know.
FIRST_ID = 1_000_000_000
GROW = """
insert into news.event_story (
  story_id, article_id, content_id, key, day, language, headline, place, terms, crossing, weight, center_story_id
)
select
  stock.id, stock.id, stock.id, sha256(convert_to('stock ' || stock.number, 'UTF8')),
  '2025-09-27'::date - (stock.number / %(per_day)s)::integer, language, headline, place, terms, crossing, 0, stock.id
from (
  select number, %(base)s + number as id from generate_series(%(first)s::bigint, %(last)s::bigint) as series (number)
) as stock
join (
  select row_number() over (order by story_id) - 1 as number, count(*) over () as stories, event_story.*
  from news.event_story
  where story_id < %(base)s
) as template on template.number = stock.number %% template.stories
"""
progress = Console(stderr=True)


def main() -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.event_cost", description=__doc__)
    parser.add_argument("--stored", type=int, nargs="*", default=[10_000, 1_000_000])
    parser.add_argument(
        "--new", type=int, default=1_000, help="new articles each time (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped
    with own_server() as server, closing(connect(server.url("loader"))) as connection:
        inbox = server.home / "inbox"
        work = Workspace(
            connection, RawStore(server.home / "raw"), Settings(), day_sources(inbox), server.home
        )
        take_in_day(work, arguments.new, arguments.seed, "template")
        held = 0
        for number, stored in enumerate(sorted(arguments.stored), start=1):
            progress.print(f"{stored:,} stored …")
            grow(server.url("owner"), held, stored)
            held = stored
            found = take_in_day(work, arguments.new, arguments.seed + number, f"stored-{stored}")
            print(json.dumps({"stored": stored, **found}), flush=True)
    return 0


def grow(owner_url: str, held: int, stored: int) -> None:
    """Copy stories until there are so many."""
    with closing(connect(owner_url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            values = {"base": FIRST_ID, "per_day": PER_DAY, "first": held, "last": stored - 1}
            cursor.execute(GROW, values)
            cursor.execute("vacuum (analyze) news.event_story")


def take_in_day(work: Workspace, count: int, seed: int, name: str) -> dict[str, float]:
    """Take in a day's articles: milliseconds an article of events and of novelty."""
    day = printed_day(count, seed)
    write_day(work.base / "inbox", day)
    with timed(event_settling, "settle_run") as events, timed(novelty, "note_run") as noting:
        take_in(work, name)
    spent = (("events", events), ("novelty", noting))
    return {
        f"{what}_ms_{kind}": round(1000 * seconds / len(day), 3)
        for what, found in spent
        for kind, seconds in found.items()
    }


if __name__ == "__main__":
    sys.exit(main())
