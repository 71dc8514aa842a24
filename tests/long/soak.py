"""`python -m tests.long.soak`: many simulated days one after the other, with all that goes wrong, and what holds after each.

Each day the sources of `simulated_days` deliver, and the daily run takes it in, in a process of its own, by a simulated
clock. Now and then the run is killed and done again, late folders are backfilled, an older run's tasks are cleared and run
again, what was quarantined is replayed, stories are folded anew, and what may be kept no longer leaves. After each day: the
balance and the checks (a run that breaks one fails), the invariants of `tests.long.invariants`, and whether any article or story
changed that nothing of the day touches. One JSON line a day says what was found, how long each step took, its memory, and how
large each table and index is. `tests.long.soak_curves` draws them.

It can be interrupted at any moment: the same command goes on where it stopped, beginning with the day it was at.
"""

import argparse
import json
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from newsfold.local import postgres
from newsfold.store.connection import Connection, connect
from newsfold.store.migrations import migrate
from tests.long import invariants, simulated_days
from tests.long.fault_steps import STEPS, Place
from tests.long.simulated_days import SimulatedNews, clock
from tests.long.soak_acts import alone, daily_run, keep_up, killed, refold, refresh, replay_refused

SETTINGS = {"fsync": "off", "full_page_writes": "off"}
#: Which days have what beside the daily run: every so many days, from a certain one on.
KILLED, BACKFILLED, CLEARED, REFOLDED, KEPT_UP = (3, 2), (2, 0), (4, 3), (10, 3), (5, 0)
SIZES = """
select n.nspname || '.' || regexp_replace(c.relname, '_20\\d\\d_\\d\\d|_from_\\d+', '') as name, c.relkind = 'i' as is_index,
  sum(pg_relation_size(c.oid))::bigint as bytes
from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
where n.nspname in ('news', 'ops', 'staging') and c.relkind in ('r', 'i')
group by 1, 2 order by bytes desc
"""
TOTALS = """
select (select count(*) from news.article) as articles, (select count(*) from news.version) as versions,
  (select count(*) from news.content) as texts,
  (select count(*) from news.story where merged_into_story_id is null and ended_at is null) as stories,
  (select count(*) from news.link where valid_to is null) as links,
  (select count(*) from ops.rejected_record where resolved_at is null) as quarantined,
  (select count(*) from news.removed_article) as removed,
  pg_database_size(current_database()) as bytes
"""
#: The articles of the files that came on a day, or were replayed on it: no others may change.
DELIVERED = """
select distinct slug || ' ' || article.uri as name
from news.version
join news.article using (article_id)
join news.source on source.source_id = article.source_id
join ops.file using (file_id)
join ops.run on run.run_id = version.run_id
where file.fetched_at = %(now)s or (run.trigger = 'replay' and run.started_at = %(now)s)
"""


def has(number: int, rhythm: tuple[int, int]) -> bool:
    """Whether a day is one of every so many."""
    return number % rhythm[0] == rhythm[1]


class Soak:
    """One simulation below a folder."""

    def __init__(self, folder: Path, articles: int, seed: int) -> None:
        self.folder, self.articles, self.seed = folder, articles, seed
        self.news = SimulatedNews(folder / "inbox", articles, seed)
        self.results = folder / "days.jsonl"
        self.server = postgres.start(folder / "home", settings=SETTINGS)

    @property
    def owner_url(self) -> str:
        """How the simulation looks at everything."""
        return self.server.url("owner")

    def place(self) -> Place:
        """Where the runs work."""
        return Place(self.server.url("loader"), self.folder, self.folder / "raw")

    def day(self, number: int) -> dict[str, Any]:
        """One day; what it did and what was found after it."""
        (self.folder / "dags").mkdir(exist_ok=True)
        (self.folder / "dags" / "sources.toml").write_text(
            simulated_days.settings(self.folder / "inbox", number)
        )
        began = time.monotonic()
        files = self.news.deliver(number)
        written = time.monotonic() - began
        with closing(connect(self.owner_url)) as connection:
            before = invariants.hashes(connection)
            measured = self.acts(number)
            began = time.monotonic()
            with connection, connection.cursor() as cursor:
                cursor.execute(DELIVERED, {"now": clock(number)})
                delivered = {row.name for row in cursor.fetchall()}
            after = invariants.hashes(connection)
            found = {
                "broken": invariants.broken(connection),
                "unexplained": []
                if has(number, REFOLDED) or has(number, KEPT_UP)
                else invariants.unexplained(before, after, delivered)[:20],
            }
            return {
                "day": number,
                "files": len(files),
                **found,
                "steps": measured,
                "totals": totals(connection),
                "sizes": sizes(connection),
                "seconds": {"deliver": written, "look": time.monotonic() - began},
            }

    def acts(self, number: int) -> list[dict[str, Any]]:
        """The daily run, and what else the day has. Each in a process of its own; one line for each."""
        chance = random.Random(self.seed * 1_000 + number)
        place, measured = self.place(), []
        key = f"day {number}"
        if has(number, KILLED):
            measured.append(killed(place, key, number, chance.choice(STEPS), chance.random()))
        measured += alone(daily_run, place, key, number, [number])
        if has(number, BACKFILLED):
            measured += alone(
                daily_run, place, f"backfill {number}", number, list(range(max(1, number - 6), number))
            )
        if has(number, CLEARED):
            measured += alone(daily_run, place, f"day {number - 2}" if number > 2 else key, number, [number])
        if number == simulated_days.DRIFT_KNOWN:
            measured += alone(replay_refused, place, number)
        if has(number, REFOLDED):
            measured += alone(refold, place, number)
        if has(number, KEPT_UP):
            measured += alone(keep_up, place, number)
        return measured + alone(refresh, place, self.server.url("loader"), number)


# --- what is there ------------------------------------------------------------------------------------------------------


def totals(connection: Connection) -> dict[str, int]:
    """Rows and bytes."""
    with connection, connection.cursor() as cursor:
        cursor.execute(TOTALS)
        row = cursor.fetchone()
    return {name: int(value) for name, value in row._asdict().items()} if row else {}


def sizes(connection: Connection) -> dict[str, dict[str, int]]:
    """Bytes of each table and index, months together."""
    with connection, connection.cursor() as cursor:
        cursor.execute(SIZES)
        rows = cursor.fetchall()
    return {
        kind: {row.name: row.bytes for row in rows if row.is_index == is_index}
        for kind, is_index in (("tables", False), ("indexes", True))
    }


def verdict(result: Mapping[str, Any]) -> str:
    """One line for people."""
    daily = next((each["totals"] for each in result["steps"] if "totals" in each), {})
    seconds: Counter[str] = Counter()
    for each in result["steps"]:
        seconds[each["step"]] += each.get("seconds", 0.0)
    names = ("found", "version", "unchanged", "quarantined")
    found = ", ".join(f"{name} {daily[name]:,}" for name in names if name in daily)
    held = f"{result['totals']['articles']:,} articles, {result['totals']['bytes'] / 1e6:,.0f} MB"
    took = ", ".join(f"{name} {value:.1f} s" for name, value in seconds.items() if value)
    faults = "; ".join(map(str, [*result["broken"].items(), *result["unexplained"]][:5]))
    return f"day {result['day']}: {found}; {held}; {took}; {f'FAULTS: {faults}' if faults else 'all holds'}"


def main() -> int:
    """Simulate the days that are not done yet; exit code 1 where something did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.long.soak", description=__doc__)
    parser.add_argument("--days", type=int, default=30, help="how many days (default: %(default)s)")
    parser.add_argument(
        "--articles", type=int, default=5_000, help="articles a day, about (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1, help="of what is invented (default: %(default)s)")
    parser.add_argument(
        "--folder", type=Path, default=Path(".newsfold/soak"), help="what it keeps (default: %(default)s)"
    )
    parser.add_argument("--new", action="store_true", help="begin with the first day, whatever there is")
    asked = parser.parse_args()
    folder = asked.folder.resolve()
    if asked.new and folder.exists():
        postgres.stop(folder / "home")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {"articles": asked.articles, "seed": asked.seed}
    plan = folder / "plan.json"
    if plan.exists() and json.loads(plan.read_text()) != wanted:
        parser.error(f"{folder} holds a simulation of {plan.read_text()}; --new begins another one")
    plan.write_text(json.dumps(wanted))
    soak = Soak(folder, asked.articles, asked.seed)
    try:
        migrate(soak.owner_url)
        done = (
            [json.loads(line) for line in soak.results.read_text().splitlines()]
            if soak.results.exists()
            else []
        )
        if done:
            print(f"{len(done)} days are done; going on", flush=True)
        for number in range(len(done) + 1, asked.days + 1):
            result = soak.day(number)
            with soak.results.open("a") as file:
                file.write(json.dumps(result) + "\n")
            done.append(result)
            print(verdict(result), flush=True)
    except KeyboardInterrupt:
        print("interrupted: the same command goes on with this day")
        return 130
    finally:
        postgres.stop(folder / "home")
    faulty = [each["day"] for each in done if each["broken"] or each["unexplained"]]
    print(
        f"{len(done)} days; {f'something did not hold on days {faulty}' if faulty else 'all held'}; {soak.results}"
    )
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main())
