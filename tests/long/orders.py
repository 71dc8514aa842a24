"""`python -m tests.long.orders`: the same articles in shuffled orders, batches and processes must end in the same stories, and
each sentence must have the same first carrier, and each event the same members for the same reasons.

Each batch is one run of the real steps, on an embedded Postgres in a temporary home; the database is emptied before each
order. By default the articles are invented; `--data` takes any file of ninjs items, one a line.
"""

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from bench.invented_news import Newsroom
from bench.measure import LAST_DAY, retold
from bench.renderings import as_ninjs
from bench.reused_news import printed_day
from newsfold.config.sources import ADHOC, Settings, Source
from newsfold.local import postgres
from newsfold.pipeline import running, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.raw_store import RawStore
from newsfold.store.connection import connect
from newsfold.store.migrations import migrate
from tests.dedup.test_event_bonds import NAMES
from tests.end_to_end.test_events import as_item

KEPT = {"ops.lock", "ops.migration", "ops.reason"}
Stories = frozenset[frozenset[str]]
#: By article and number of the sentence: the first carrier, the sentence there, kind and likeness.
ORIGINS = """
select article.uri, origin.sentence_number, first.uri as first, origin.origin_sentence_number, origin.kind, origin.similarity,
  origin.audience
from news.sentence_origin as origin
join news.version using (content_id)
join news.article using (article_id)
join news.article as first on first.article_id = origin_article_id
"""

EVENTS = """
with event as (
  select event_story.event_id, array_agg(distinct article.uri order by article.uri) as uris
  from news.event_story
  join news.membership on membership.story_id = event_story.story_id and membership.valid_to is null
  join news.article on article.article_id = membership.article_id
  where event_story.event_id is not null
  group by event_story.event_id
)
select
  event.uris, before.uris as before,
  array(
    select reason from news.event_member as member
    where member.event_id = event.event_id and member.valid_to is null
    order by reason collate "C"
  ) as reasons
from event
join news.event as held using (event_id)
left join event as before on before.event_id = held.follows_event_id
"""


class Ended(NamedTuple):
    """What a load ended in."""

    stories: Stories
    origins: frozenset[tuple[object, ...]]
    events: frozenset[tuple[object, ...]]


def main() -> int:
    """Load the articles in each order, and compare the stories."""
    parser = argparse.ArgumentParser(prog="python -m tests.long.orders", description=__doc__)
    parser.add_argument(
        "--data", type=Path, metavar="FILE", help="ninjs items, one a line (default: invented articles)"
    )
    parser.add_argument(
        "--articles", type=int, default=1_000, help="how many invented articles (default: %(default)s)"
    )
    parser.add_argument(
        "--batches",
        type=int,
        nargs="+",
        default=[1, 100, 0],
        help="articles in a run; 0 is all (default: 1 100 0)",
    )
    parser.add_argument("--orders", type=int, default=5, help="shuffled orders (default: %(default)s)")
    parser.add_argument(
        "--most-runs", type=int, default=400, help="no order of more runs (default: %(default)s)"
    )
    arguments = parser.parse_args()
    lines = arguments.data.read_bytes().splitlines() if arguments.data else invented(arguments.articles)
    with tempfile.TemporaryDirectory(prefix="newsfold-orders-") as folder:
        home = Path(folder)
        server = postgres.start(home)
        try:
            migrate(server.url("owner"))
            results = run_orders(home, server.url("loader"), server.url("owner"), lines, arguments)
        finally:
            postgres.stop(home)
    same = len(set(results)) == 1
    print(
        f"{len(results)} loads of {len(lines):,} articles: {'identical' if same else 'DIFFERENT'} stories, origins and events"
    )
    return 0 if same else 1


def invented(count: int) -> list[bytes]:
    """Articles with their shares of copies, near copies and rewrites, half as many with parts of each other, and some events'
    independent reports, as ninjs.
    """
    newsroom, originals, lines = Newsroom(1), [], []
    for number in range(1, count + 1):
        report = retold(newsroom, originals) or newsroom.report(number, LAST_DAY)
        if report.number == number:
            originals.append(report)
        item = json.loads(as_ninjs([report]))
        lines.append(json.dumps({**item, "uri": f"https://bench.invalid/{number}"}).encode())
    reported = [as_item(name).encode() for name in NAMES]
    return lines + reported + [each.as_item().encode() for each in printed_day(count // 2, 2)]


def run_orders(
    home: Path, loader: str, owner: str, lines: list[bytes], arguments: argparse.Namespace
) -> list[Ended]:
    """The stories after each order and size of batch, then after two processes at once."""
    results = []
    for order in range(arguments.orders):
        shuffled = list(lines)
        random.Random(order).shuffle(shuffled)
        for size in arguments.batches:
            runs = -(-len(lines) // size) if size else 1
            if runs > arguments.most_runs:
                continue
            empty(owner)
            started = time.perf_counter()
            load_batches(home / f"{order}-{size}", loader, shuffled, size or len(lines))
            results.append(Ended(stories(owner), origins(owner), events(owner)))
            describe(f"order {order}, {runs:,} runs", results, time.perf_counter() - started)
    empty(owner)
    started = time.perf_counter()
    load_at_once(home, loader, lines)
    results.append(Ended(stories(owner), origins(owner), events(owner)))
    describe("two processes at once", results, time.perf_counter() - started)
    return results


def describe(name: str, results: list[Ended], seconds: float) -> None:
    """One line for a load: how many stories, origins and events, and whether they are those of the first load."""
    last, first = results[-1], results[0]
    digest = hashlib.sha256(
        repr((sorted(map(sorted, last.stories)), sorted(last.origins), sorted(last.events))).encode()
    )
    verdict = "same"
    if last != first:
        differ = [len(one ^ other) for one, other in zip(last, first, strict=True)]  # type: ignore[operator]
        verdict = f"{differ[0]} stories, {differ[1]} origins and {differ[2]} events differ"
    counts = f"{len(last.stories):,} stories, {len(last.origins):,} origins, {len(last.events):,} events"
    print(
        f"{name}: {counts}, {digest.hexdigest()[:12]}, {verdict}, {seconds:.1f} s",
        flush=True,
    )


def load_batches(folder: Path, url: str, lines: list[bytes], size: int) -> None:
    """One run a batch, in this process."""
    inbox = folder / "inbox"
    inbox.mkdir(parents=True)
    # The command takes named files for those of no declared source: so do the runs here.
    source = Source(slug=ADHOC, location=str(inbox), settle_seconds=0.0)
    with closing(connect(url)) as connection:
        work = Workspace(connection, RawStore(folder / "raw"), Settings(), {ADHOC: source}, folder)
        for start in range(0, len(lines), size):
            (inbox / f"{start}.jsonl").write_bytes(b"\n".join(lines[start : start + size]))
            running.run(
                work,
                f"bench:{folder.name}:{start}",
                "command",
                lambda run_id: steps.fetch(work, run_id, [ADHOC], [LAST_DAY], steps.utc_now()),
                processes=0,
                checked=False,
                decisions=False,
                counted=False,
            )


def load_at_once(home: Path, url: str, lines: list[bytes]) -> None:
    """Two processes of the command, each with half of the articles."""
    processes = []
    for half in range(2):
        path = home / f"half-{half}.jsonl"
        path.write_bytes(b"\n".join(lines[half::2]))
        environment = {
            **os.environ,
            "NEWSFOLD_DATABASE_URL": url,
            "NEWSFOLD_HOME": str(home / f"home-{half}"),
        }
        command = [sys.executable, "-m", "newsfold.cli", "ingest", str(path)]
        processes.append(subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL))
    codes = [process.wait() for process in processes]
    if any(codes):
        raise RuntimeError(f"newsfold ingest ended with {codes}")


def empty(url: str) -> None:
    """Nothing is stored any more."""
    with closing(connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('news', 'ops', 'staging')"
        )
        names = sorted({row[0] for row in cursor.fetchall()} - KEPT)
        cursor.execute(f"truncate {', '.join(names)} restart identity cascade")


def stories(url: str) -> Stories:
    """The stories, each as the set of its articles' uris."""
    grouped: dict[int, set[str]] = defaultdict(set)
    with closing(connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(
            "select story_id, uri from news.membership join news.article using (article_id) where valid_to is null"
        )
        for story_id, uri in cursor.fetchall():
            grouped[story_id].add(uri)
    return frozenset(map(frozenset, grouped.values()))


def events(url: str) -> frozenset[tuple[object, ...]]:
    """The events: the articles of each, those of the event that it goes on from, and the reasons of its members."""
    with closing(connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(EVENTS)
        return frozenset(
            (tuple(row.uris), tuple(row.before or ()), tuple(row.reasons)) for row in cursor.fetchall()
        )


def origins(url: str) -> frozenset[tuple[object, ...]]:
    """The first carriers of sentences, by names."""
    with closing(connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(ORIGINS)
        return frozenset(map(tuple, cursor.fetchall()))


if __name__ == "__main__":
    sys.exit(main())
