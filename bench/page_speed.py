"""`python -m bench.page_speed`: how long the operators' pages take, with many articles stored and many records in quarantine.

On an embedded Postgres in a temporary home; the pages are asked inside this process, as the operator, and nothing is kept between
two requests. Each address is asked some times over, with other ids each time.
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
from pathlib import Path

from fastapi.testclient import TestClient
from rich.console import Console
from rich.table import Table

from bench.__main__ import warm_up
from bench.analysts import LOG_WORDS
from bench.invented_news import Newsroom
from bench.measure import measure, own_server, sources, write_inbox
from bench.stock import NOW, Stock
from newsfold import __version__
from newsfold.analytics import marts
from newsfold.config.home import project_root
from newsfold.config.sources import Settings
from newsfold.local import postgres
from newsfold.operate import incidents
from newsfold.pipeline import steps, workspaces
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.raw_store import RawStore
from newsfold.store.connection import connect
from newsfold.ui.application import create_application
from newsfold.ui.host import Host

RUNS = 100
#: A past of runs, each with its refused records.
PAST = """
insert into ops.run (run_key, trigger, dry_run, state, started_at, loaded_at, finished_at)
select 'bench:past:' || n, 'airflow', false, 'published', at, at + interval '1 minute', at + interval '2 minutes'
from generate_series(1, %(runs)s) as n, lateral (select %(now)s - make_interval(days => n)) as moment (at);

insert into ops.file (source_id, name, name_sha256, uri, sha256, size, fetched_at, last_seen_at, loaded_at)
select source_id, 'refused-' || n, sha256(n::text::bytea), 'file:///past/' || n, sha256(('past' || n)::bytea), 1000, at, at, at
from generate_series(1, %(refused)s) as n
cross join lateral (select %(now)s - make_interval(days => 1 + n %% %(runs)s)) as moment (at)
join (select source_id, row_number() over (order by source_id) - 1 as place, count(*) over () as count from news.source) as s
  on s.place = n %% s.count;

insert into ops.run_file (run_id, file_id, batch, format, found, quarantined, loaded_at)
select run.run_id, file.file_id, 1, 'text', 1, 1, file.loaded_at
from ops.file
join ops.run on run.run_key = 'bench:past:' || (1 + split_part(file.name, '-', 2)::int %% %(runs)s)
where file.uri like 'file:///past/%%';

insert into ops.rejected_record (
  file_id, record_position, reason_code, detail, format, first_run_id, last_run_id, first_seen_at, last_seen_at
)
select file_id, 0, reason.reason_code, 'made for a measurement', 'text', run_id, run_id, loaded_at, loaded_at
from ops.run_file
join ops.file using (file_id, loaded_at)
cross join lateral (select reason_code from ops.reason where reason_code <> 'pointer' order by reason_code
  offset file_id %% 9 limit 1) as reason
where file.uri like 'file:///past/%%';

insert into ops.run_tally (
  run_id, source_id, format, files, found, original, copy, near_copy, rewrite, translation, version, unchanged, quarantined
)
select run_id, source_id, 'text', count(*), count(*), 0, 0, 0, 0, 0, 0, 0, count(*)
from ops.run_file join ops.file using (file_id)
where file.uri like 'file:///past/%%'
group by run_id, source_id;

insert into ops.near_miss (article_id, other_article_id, score, run_id, noted_at)
select distinct on (one, other) one, other, 0.2, (select min(run_id) from ops.run), %(now)s
from generate_series(1, 5000) as n
cross join lateral (select 1 + (n * 7919) %% %(stored)s as one) as a
cross join lateral (select one + 1 + n %% 5 as other) as b
where exists (select from news.article where article_id = one) and exists (select from news.article where article_id = other);

insert into ops.date_doubt (article_id, source_id, kind, rule, confidence, noted_at)
select article_id, source_id, 'unsure', 'bench', 0.5, %(now)s from news.article where article_id %% 50 = 0;
"""
#: Many more sources, each with seven weeks of days behind it; some are silent now, some of their files were refused.
MANY_SOURCES = """
insert into news.source (slug, name, country, created_at)
select 'many-' || n, 'Source ' || n, 'GB', %(now)s - interval '100 days' from generate_series(1, %(sources)s) as n;

insert into ops.run_source (run_id, source_id, day, is_asked, files, records, quarantined)
select run.run_id, source.source_id, (run.started_at - interval '1 day')::date, true, many.files, many.files, 0
from ops.run
cross join news.source
cross join lateral (
  select case when source.source_id %% 100 = 0 and run.started_at > %(now)s - interval '2 days' then 0
    else 20 + (source.source_id + run.run_id) %% 9 end as files
) as many
where run.run_key like 'bench:past:%%' and run.started_at > %(now)s - interval '50 days' and source.slug like 'many-%%'
on conflict do nothing;

insert into ops.file (source_id, name, name_sha256, uri, sha256, size, fetched_at, last_seen_at, loaded_at)
select source_id, 'newest', sha256(slug::bytea), 'file:///many/' || slug, sha256(slug::bytea), 1000, at, at, at
from news.source
cross join lateral (select %(now)s - make_interval(days => 1 + source_id::int %% 7) as at) as moment
where slug like 'many-%%';
"""
progress = Console(stderr=True)


def main() -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.page_speed", description=__doc__)
    parser.add_argument("--stored", type=int, default=10_000, help="articles stored (default: %(default)s)")
    parser.add_argument("--refused", type=int, default=10_000, help="in quarantine (default: %(default)s)")
    parser.add_argument(
        "--sources",
        type=int,
        default=0,
        help="so many more sources, declared and delivering (default: %(default)s)",
    )
    parser.add_argument("--times", type=int, default=7, help="requests for each page (default: %(default)s)")
    parser.add_argument(
        "--marts", action="store_true", help="build the marts too, for the brief; long for a million articles"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped
    with own_server() as server:
        fill(server, arguments)
        found = ask(server, arguments.times, declared_in(server, arguments.sources))
    if arguments.json:
        print(json.dumps({"newsfold": __version__, **vars(arguments), "pages": found}, indent=2))
    else:
        print_table(found, arguments)
    return 0


def fill(server: postgres.Server, arguments: argparse.Namespace) -> None:
    """The stock, a run of today, and a past with refused records."""
    inbox = server.home / "inbox"
    with closing(connect(server.url("loader"))) as connection:
        work = Workspace(connection, RawStore(server.home / "raw"), Settings(), sources(inbox), server.home)
        warm_up()
        progress.print(f"{arguments.stored:,} articles …")
        Stock(1, LOG_WORDS).grow(work, server.url("owner"), arguments.stored)
        write_inbox(inbox, Newsroom(7, LOG_WORDS), 300, 50_000_000)
        measure(work, arguments.stored)
        shutil.rmtree(inbox)
        progress.print(f"{arguments.refused:,} refused records, the marts …")
        with closing(connect(server.url("owner"))) as owner, owner, owner.cursor() as cursor:
            cursor.execute(
                PAST,
                {"runs": RUNS, "refused": arguments.refused, "stored": arguments.stored, "now": NOW},
            )
            if arguments.sources:
                cursor.execute(MANY_SOURCES, {"sources": arguments.sources, "now": NOW})
        with closing(connect(server.url("owner"))) as owner:
            owner.autocommit = True
            with owner.cursor() as cursor:
                cursor.execute("vacuum analyze")
        if arguments.marts:
            marts.refresh(connection, now=steps.utc_now())


def declared_in(server: postgres.Server, many: int) -> Path:
    """A project folder that declares the many sources; this checkout where there are none."""
    if not many:
        return project_root()
    path = server.home / "project" / "dags" / "sources.toml"
    path.parent.mkdir(parents=True)
    entries = (
        f'[source.many-{n}]\nlocation = "inbox/many-{n}"\ncountry = "GB"\ntime_zone = "Europe/London"\n'
        for n in range(1, many + 1)
    )
    path.write_text("\n".join(entries), encoding="utf-8")
    with workspaces.open_workspace(server.url("loader"), server.home / "raw", path.parents[1]) as work:
        started = time.perf_counter()
        incidents.refresh(work.connection, work.sources, NOW)
        progress.print(f"the incidents of {many:,} sources took {time.perf_counter() - started:.1f} s")
    return path.parents[1]


def ask(server: postgres.Server, times: int, project: Path) -> list[dict[str, object]]:
    """Each page some times: the median and the slowest, in milliseconds."""
    host = Host(
        lambda: server.url("operator"),
        project=project,
        raw_store=lambda: RawStore(server.home / "raw"),
    )
    found = []
    with TestClient(create_application(host)) as client, closing(connect(server.url("owner"))) as owner:
        for name, addresses in pages(owner):
            taken, statuses = [], set()
            for _, address in zip(range(times), addresses, strict=False):
                started = time.perf_counter()
                statuses.add(client.get(address).status_code)
                taken.append(1000 * (time.perf_counter() - started))
            found.append(
                {
                    "page": name,
                    "median": round(statistics.median(taken), 1),
                    "slowest": round(max(taken), 1),
                    "first": round(taken[0], 1),
                    "status": sorted(statuses),
                }
            )
    return found


def pages(owner) -> Iterator[tuple[str, Iterator[str]]]:
    """Names of pages, each with addresses without end."""
    with owner, owner.cursor() as cursor:

        def ids(query: str) -> list[int]:
            cursor.execute(query)
            return [row[0] for row in cursor.fetchall()]

        runs = ids("select run_id from ops.run where state = 'published' order by random() limit 20")
        articles = ids("select article_id from news.article tablesample system (1) limit 200")
        newest = ids("select article_id from news.article order by article_id desc limit 200")
        refused = ids("select rejected_record_id from ops.rejected_record order by random() limit 50")
        reasons = ids("select distinct reason_code from ops.rejected_record")
        slugs = ids("select slug from news.source")
        cursor.execute("select (array_agg(distinct last_seen_at::date))[1] from ops.rejected_record")
        day = cursor.fetchone()[0]
    chosen = random.Random(1)

    def one_of(values: list, form: str) -> Iterator[str]:
        while True:
            yield form.format(chosen.choice(values))

    yield "overview", one_of([""], "/")
    yield "run report", one_of(runs, "/runs/{}")
    yield "quarantine", one_of([""], "/quarantine")
    yield "quarantine, a reason", one_of(reasons, "/quarantine?reason={}")
    yield "quarantine, a source", one_of(slugs, "/quarantine?source={}")
    yield "quarantine, a day", one_of([day], "/quarantine?day={}")
    yield "refused record", one_of(refused, "/quarantine/{}")
    yield "repair of a source", one_of(slugs, "/repair?slug={}")
    yield "sources", one_of([""], "/sources")
    yield "one source", one_of(slugs, "/sources?slug={}")
    yield "incidents", one_of([""], "/incidents")
    yield "review, pairs", one_of(list(range(100)), "/review?kind=pairs&at={}")
    yield "review, dates", one_of(list(range(100)), "/review?kind=dates&at={}")
    yield "article", one_of(articles or newest, "/articles/{}")
    yield "article of today", one_of(newest, "/articles/{}")
    yield (
        "articles, by a word",
        one_of(["council", "harbour", "storm", "budget", "rail"], "/articles?q={}"),
    )
    yield "daily brief", one_of([""], "/brief")


def print_table(found: list[dict[str, object]], arguments: argparse.Namespace) -> None:
    """The figures for a person."""
    table = Table(
        title=f"{arguments.stored:,} articles, {arguments.refused:,} refused records: milliseconds a page"
    )
    for heading in ("page", "median", "slowest", "first", "status"):
        table.add_column(heading, justify="left" if heading == "page" else "right")
    for each in found:
        table.add_row(*(str(value) for value in each.values()))
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
