"""`python -m tests.long.faults`: each step of a run under each fault; what is stored in the end is as if nothing had happened.

A case is a step, a fault, a moment in the step, and the way back: the same run's step again, as Airflow would, or the next run.
The moment is a byte of what the step says to Postgres, so that a kill or a cut can come in the middle of a COPY, between two
statements, or between a commit and its answer. After it the run is brought to its end, and the database is compared, row for
row but for times and ids (`tests.long.canonical`), with that of a run without faults.

Cases are random and numbered: `--case N` repeats one. tests/long/test_faults.py goes through the whole matrix once.
"""

import argparse
import contextlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

import psutil
import psycopg2
from psycopg2 import sql

from newsfold.config.home import project_root
from newsfold.local import postgres
from newsfold.store.connection import connect
from newsfold.store.migrations import migrate
from tests.long import canonical, invariants, simulated_days
from tests.long.fault_proxy import FaultProxy, Strike
from tests.long.fault_steps import STEPS, Place, do_step, start_step

#: A crash of the machine may cost these databases: what is killed here are processes.
FAST = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "64MB"}
PATIENCE = 120.0  # seconds until a step counts as hanging
DAY = simulated_days.day_of(2)
NOW = simulated_days.clock(2)
KEY = "faults"
#: A table that each step writes, for a lock that makes it wait.
WRITTEN = {
    "fetch": "ops.file",
    "normalize": "staging.article",
    "deduplicate": "staging.outcome",
    "load": "news.article",
    "check": "ops.check_result",
    "publish": "ops.run",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One fault. `moment` is the share of the step that is over; `takes_over`: the next run goes on, not the same one."""

    step: str
    fault: str
    moment: float = 0.5
    takes_over: bool = False

    def __str__(self) -> str:
        back = ", the next run takes over" if self.takes_over else ""
        return f"{self.fault} in {self.step} at {self.moment:.2f}{back}"


@dataclass(slots=True)
class Said:
    """What a step without faults says to Postgres: bytes, and where the middle of its longest COPY is."""

    length: int
    copy_middle: int | None


@dataclass(slots=True)
class Result:
    """What became of a case. `struck`: the step failed or died, so there was something to repair."""

    case: Case
    struck: bool
    differences: list[canonical.Difference] = field(default_factory=list)
    problem: str = ""

    @property
    def good(self) -> bool:
        """Whether all is as if nothing had happened."""
        return not self.differences and not self.problem


class Scene:
    """A server, two days of news, and the state before each step of the second day's run, made once without faults."""

    def __init__(self, folder: Path, articles: int = 40, *, small_disk: bool = False) -> None:
        """With `small_disk` a disk of its own is mounted for databases: see `--small-disk`."""
        self.folder, self.articles = folder, articles
        self.home, self.inbox = folder / "home", folder / "inbox"
        self.said: dict[str, Said] = {}
        self.expected: canonical.Dump = {}
        self.number = 0
        self.disk = folder / "disk" if small_disk else None

    def __enter__(self) -> "Scene":
        self.server = postgres.start(self.home, settings=FAST)
        if self.disk is not None:
            mount_disk(self.disk, self.home / "postgres" / "data")
            place = sql.Literal(str(self.disk / "postgres"))
            self.as_admin(sql.SQL("create tablespace small location {}").format(place))
        news = simulated_days.SimulatedNews(self.inbox, self.articles)
        news.deliver(1)
        (self.folder / "dags").mkdir()
        settings = simulated_days.settings(self.inbox, 1).replace("batch_files = 200", "batch_files = 25")
        (self.folder / "dags" / "sources.toml").write_text(settings)
        self.create("scene", "template0")
        migrate(self.server.url("owner", "scene"))
        first = simulated_days.day_of(1)
        for step in STEPS:
            do_step(self.place("scene"), "day before", first, step, simulated_days.clock(1))
        news.deliver(2)
        self.run_undisturbed()
        return self

    def __exit__(self, *_: object) -> None:
        postgres.stop(self.home)

    def run_undisturbed(self) -> None:
        """The second day without faults: a copy of the state before each step, and what is stored in the end."""
        for step in STEPS:
            self.create(f"before_{step}", "scene")
            shutil.copytree(self.folder / "raw", self.folder / f"raw-before-{step}")
            with FaultProxy(self.server.port, listens=True) as proxy:
                place = replace(self.place("scene"), url=proxy.url(self.server.url("loader", "scene")))
                do_step(place, KEY, DAY, step, NOW)
                self.said[step] = Said(proxy.sent, middle_of_copy(bytes(proxy.heard)))
        self.expected = self.dump("scene")

    def place(self, database: str, raw_store: str = "raw") -> Place:
        """Where a run works."""
        return Place(self.server.url("loader", database), self.folder, self.folder / raw_store)

    def dump(self, database: str) -> canonical.Dump:
        """What a database holds."""
        with closing(connect(self.server.url("owner", database))) as connection:
            return canonical.dump(connection)

    def create(self, name: str, template: str) -> None:
        """A database like another."""
        statement = "create database {} owner newsfold_owner template {} strategy file_copy"
        self.as_admin(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(template)))

    def as_admin(self, statement: sql.Composed) -> None:
        """One statement outside of a transaction."""
        with closing(psycopg2.connect(self.server.url("admin", "postgres"))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)

    @contextlib.contextmanager
    def copied(self, step: str) -> Iterator[str]:
        """The state before a step, in a database and a raw store of its own; the name of both."""
        self.number += 1
        name = f"case_{self.number}"
        self.create(name, f"before_{step}")
        shutil.copytree(self.folder / f"raw-before-{step}", self.folder / name)
        try:
            yield name
        finally:
            self.as_admin(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
            shutil.rmtree(self.folder / name, ignore_errors=True)

    # --- a case -------------------------------------------------------------------------------------------------------

    def run(self, case: Case) -> Result:
        """One fault, the way back, and the comparison."""
        with self.copied(case.step) as name:
            struck = FAULTS[case.fault](self, case, name)
            try:
                self.repair(case, name)
            except Exception as error:
                return Result(case, struck, problem=f"the re-run failed: {type(error).__name__}: {error}")
            return Result(
                case, struck, canonical.differences(self.expected, self.dump(name)), self.left_over(name)
            )

    def repair(self, case: Case, name: str) -> None:
        """Go on as Airflow would: the step again and those behind it; or all steps of the next run.

        The next run comes a minute later. After a fault in fetch it has the same clock: of two files with one text that which
        was fetched earlier is the original, and a cut between the two must not count as a difference.
        """
        place = self.place(name, name)
        key, first, now = KEY, STEPS.index(case.step), NOW
        if case.takes_over:
            key, first = "next run", 0
            now += timedelta(minutes=0 if case.step == "fetch" else 1)
        for step in STEPS[first:]:
            do_step(place, key, DAY, step, now)

    def left_over(self, name: str) -> str:
        """What is broken, or still to be done."""
        with closing(connect(self.server.url("owner", name))) as connection:
            found = invariants.broken(connection)
            with connection, connection.cursor() as cursor:
                cursor.execute("select count(*) as n from ops.file where loaded_at is null")
                found["files that nothing took in"] = cursor.fetchone().n
        return "; ".join(f"{what}: {rows} rows" for what, rows in found.items() if rows)


def middle_of_copy(heard: bytes) -> int | None:
    """Where the middle of the longest COPY is, in what was said."""
    starts = []
    while (start := heard.find(b"copy staging.", starts[-1] + 1 if starts else 0)) >= 0:
        starts.append(start)
    if not starts:
        return None
    # The next COPY, or the first statement behind the last one.
    ends = [
        *starts[1:],
        min((at for at in [heard.find(b"COMMIT", starts[-1])] if at >= 0), default=len(heard)),
    ]
    longest = max(zip(starts, ends, strict=True), key=lambda each: each[1] - each[0])
    return sum(longest) // 2


def mount_disk(folder: Path, like: Path) -> None:
    """A disk in memory that only this process and its children see, with a folder for Postgres."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(folder)], check=True)
    (folder / "postgres").mkdir()
    for each in (folder, folder / "postgres"):
        os.chown(each, like.stat().st_uid, like.stat().st_gid)


def end(process: BaseProcess) -> bool:
    """Wait for a step; whether it failed or died. RuntimeError where it hangs."""
    process.join(PATIENCE)
    if process.is_alive():
        process.kill()
        raise RuntimeError(f"a step was still at work after {PATIENCE:.0f} s")
    return process.exitcode != 0


# --- faults: each leaves a case's state disturbed, and says whether the step failed -----------------------------------------


def strike(
    scene: Scene, case: Case, name: str, act: Callable[[BaseProcess], None], at: int | None = None
) -> bool:
    """Run the step, and act in its middle."""
    started: list[BaseProcess] = []
    with FaultProxy(scene.server.port) as proxy:
        moment = int(scene.said[case.step].length * case.moment) if at is None else at
        proxy.strike = Strike(moment, lambda: act(started[0]))
        place = replace(scene.place(name, name), url=proxy.url(scene.server.url("loader", name)))
        started.append(start_step(place, KEY, DAY, case.step, NOW))
        return end(started[0])


def kill_process(scene: Scene, case: Case, name: str) -> bool:
    """kill -9 of the process that does the step."""
    return strike(scene, case, name, lambda process: process.kill())


def kill_postgres(scene: Scene, case: Case, name: str) -> bool:
    """kill -9 of Postgres with all its children; it is started again."""
    try:
        return strike(scene, case, name, lambda _: kill_server(scene.home))
    finally:
        scene.server = postgres.start(scene.home, settings=FAST)


def kill_server(home: Path) -> None:
    """kill -9 for the postmaster and all its children."""
    pid = int((home / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])
    postmaster = psutil.Process(pid)
    for each in [postmaster, *postmaster.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            each.kill()
    psutil.wait_procs([postmaster], timeout=600)


def cut_connection(scene: Scene, case: Case, name: str) -> bool:
    """The connection is cut; in the middle of a COPY where the step has one."""
    return strike(scene, case, name, lambda _: None, at=scene.said[case.step].copy_middle)


def cut_anywhere(scene: Scene, case: Case, name: str) -> bool:
    """The connection is cut at any byte."""
    return strike(scene, case, name, lambda _: None)


def fill_disk(scene: Scene, case: Case, name: str) -> bool:
    """The raw store's disk is full: no file of more than some hundred bytes can be written."""
    place = replace(scene.place(name, name), most_bytes=int(4_000 * case.moment))
    return end(start_step(place, KEY, DAY, case.step, NOW))


def fill_database_disk(scene: Scene, case: Case, name: str) -> bool:
    """The disk of the database is full to the last byte, until somebody makes room."""
    assert scene.disk is not None, "--small-disk makes one"
    moved = sql.SQL("alter database {} set tablespace small").format(sql.Identifier(name))
    scene.as_admin(moved)
    ballast = scene.disk / "ballast"
    try:
        with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(4096))
        return end(start_step(scene.place(name, name), KEY, DAY, case.step, NOW))
    finally:
        ballast.unlink()


def make_read_only(scene: Scene, case: Case, name: str) -> bool:
    """The raw store can't be written. Root could: so the step runs without the right to pass over modes."""
    store = scene.folder / name
    folders = [store, *(each for each in store.rglob("*") if each.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    place = scene.place(name, name)
    told = (place.url, place.root, place.raw_store, KEY, DAY.isoformat(), case.step, NOW.isoformat())
    command = [sys.executable, "-m", "tests.long.fault_steps", *map(str, told)]
    if os.geteuid() == 0:
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    environment = {**os.environ, "PYTHONPATH": f"{project_root() / 'plugins'}{os.pathsep}{project_root()}"}
    try:
        done = subprocess.run(command, env=environment, timeout=PATIENCE, check=False)
    finally:
        for folder in folders:
            folder.chmod(0o755)
    return done.returncode != 0


def turn_clock_back(scene: Scene, case: Case, name: str) -> bool:
    """The step runs a day too early by its clock."""
    return end(start_step(scene.place(name, name), KEY, DAY, case.step, NOW - timedelta(days=1)))


def turn_clock_on(scene: Scene, case: Case, name: str) -> bool:
    """The step runs a day too late by its clock."""
    return end(start_step(scene.place(name, name), KEY, DAY, case.step, NOW + timedelta(days=1)))


def start_twice(scene: Scene, case: Case, name: str) -> bool:
    """The same step of the same run in two processes at once."""
    place = scene.place(name, name)
    both = [start_step(place, KEY, DAY, case.step, NOW) for _ in range(2)]
    failed = [end(process) for process in both]
    return any(failed)


def hang(scene: Scene, case: Case, name: str) -> bool:
    """A statement waits for a lock that somebody holds, and gives up."""
    with closing(connect(scene.server.url("owner", name))) as holder, holder.cursor() as cursor:
        cursor.execute(f"lock table {WRITTEN[case.step]} in access exclusive mode")
        with FaultProxy(scene.server.port, impatient=True) as proxy:
            place = replace(scene.place(name, name), url=proxy.url(scene.server.url("loader", name)))
            return end(start_step(place, KEY, DAY, case.step, NOW))


FAULTS: dict[str, Callable[[Scene, Case, str], bool]] = {
    "kill_process": kill_process,
    "kill_postgres": kill_postgres,
    "cut_connection": cut_connection,
    "cut_anywhere": cut_anywhere,
    "fill_disk": fill_disk,
    "fill_database_disk": fill_database_disk,
    "make_read_only": make_read_only,
    "turn_clock_back": turn_clock_back,
    "turn_clock_on": turn_clock_on,
    "start_twice": start_twice,
    "hang": hang,
}
#: It takes a disk that is made for it.
SMALL_DISK = "fill_database_disk"
#: Only fetch writes files; only fetch and normalize touch the raw store.
CONCERNS = {"fill_disk": ("fetch",), "make_read_only": ("fetch", "normalize")}
#: With these a step may well succeed.
MAY_PASS = {"turn_clock_back", "turn_clock_on", "start_twice"}


def matrix() -> list[Case]:
    """Each fault in each step that it concerns."""
    return [
        Case(step, fault)
        for fault in FAULTS
        if fault not in ("cut_anywhere", SMALL_DISK)
        for step in STEPS
        if step in CONCERNS.get(fault, STEPS)
    ]


def random_case(number: int) -> Case:
    """Any step, any fault that concerns it, any moment, either way back."""
    chance = random.Random(number)
    step = chance.choice(STEPS)
    fault = chance.choice(
        [each for each in FAULTS if each != SMALL_DISK and step in CONCERNS.get(each, STEPS)]
    )
    return Case(step, fault, chance.random(), chance.random() < 0.4)


def main() -> int:
    """Random cases until the time is over; exit code 1 where a database differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.long.faults", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="how long (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="the first case (default: %(default)s)")
    parser.add_argument("--case", type=int, metavar="N", help="one case only")
    parser.add_argument("--articles", type=int, default=40, help="articles a day (default: %(default)s)")
    parser.add_argument("--matrix", action="store_true", help="each fault in each step, once")
    parser.add_argument(
        "--small-disk",
        action="store_true",
        help="a full disk of the database in each step; begin with `unshare --mount`, it mounts a disk",
    )
    parser.add_argument("--keep", action="store_true", help="leave the folder for a look")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="newsfold-faults-"))
    tally: Counter[str] = Counter()
    try:
        with Scene(folder, asked.articles, small_disk=asked.small_disk) as scene:
            for number, case in chosen(asked):
                began = time.monotonic()
                result = scene.run(case)
                verdict = "good" if result.good else "BAD"
                tally[verdict] += 1
                tally["struck"] += result.struck
                took = f"{time.monotonic() - began:.1f} s"
                print(
                    f"{number}: {case}: {'struck' if result.struck else 'passed'}, {verdict}, {took}",
                    flush=True,
                )
                for each in ([result.problem] if result.problem else []) + result.differences:
                    print(f"  {each}", flush=True)
    except KeyboardInterrupt:
        print("interrupted")
    finally:
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)
    print(
        f"{tally['good'] + tally['BAD']} faults, {tally['struck']} of them struck; {tally['BAD']} left a difference"
    )
    return 1 if tally["BAD"] else 0


def chosen(asked: argparse.Namespace) -> Iterator[tuple[int, Case]]:
    """The cases to run, numbered."""
    if asked.case is not None:
        yield asked.case, random_case(asked.case)
    elif asked.small_disk:
        yield from enumerate(Case(step, SMALL_DISK) for step in STEPS)
    elif asked.matrix:
        yield from enumerate(matrix())
    else:
        ends, number = time.monotonic() + asked.minutes * 60, asked.seed
        while time.monotonic() < ends:
            yield number, random_case(number)
            number += 1


if __name__ == "__main__":
    sys.exit(main())
