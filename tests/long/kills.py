"""`python -m tests.long.kills`: what people start by hand, killed and done again, leaves what it would have left.

`tests.long.faults` does this for the steps of a run. Here it is what changes the database or writes files besides: an upgrade, a
restore, a rebuild, a refold, a removal, the marts, an export, a replay, decisions, an entry of `sources.toml`. Each begins from
the same state in a database and folders of its own, is killed with -9 after a random share of the time that it takes, looked at,
and done again.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from newsfold.analytics import export as exports
from newsfold.analytics import marts
from newsfold.cli import command_line
from newsfold.config.sources_file import load_sources
from newsfold.local.postgres_programs import run_program
from newsfold.pipeline import deciding, journal, replaying, running, workspaces
from newsfold.pipeline.replay_choices import Choice
from newsfold.store.connection import connect
from newsfold.store.migrations import has_pending, migrate
from newsfold.upkeep import rebuilding, refolding, retention
from tests.long import canonical, invariants, simulated_days
from tests.long.faults import Scene

LATER = simulated_days.clock(2) + timedelta(hours=3)
PATIENCE = 300.0
LIST = "name,location\n" + "".join(f"The Lindow Courier {n},/srv/lindow/{n}/*.xml\n" for n in range(2_000))


@dataclass(frozen=True, slots=True)
class Room:
    """Where an action works: a database as each role sees it, a project with its raw store, and a folder for what it writes."""

    urls: Mapping[str, str]
    root: Path
    out: Path

    @contextmanager
    def workspace(self, role: str = "loader") -> Iterator[workspaces.Workspace]:
        """What the steps work with."""
        with workspaces.open_workspace(self.urls[role], self.root / "raw", self.root) as work:
            yield work

    def rows(self, query: str) -> list[Any]:
        """Rows as the owner sees them."""
        with closing(connect(self.urls["owner"])) as connection, connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()


# --- what is done --------------------------------------------------------------------------------------------------------


def forget(room: Room) -> None:
    """Remove all of a source, in portions of a few articles."""
    retention.ARTICLES_AT_ONCE = 3
    with room.workspace() as work:
        retention.forget(work, "wire", now=LATER)


def refold(room: Room) -> None:
    """Fold all anew, and learn what is boilerplate."""
    with room.workspace() as work:
        refolding.refold(work, now=LATER, learn=True)


def refresh_marts(room: Room) -> None:
    """Build all marts."""
    with room.workspace() as work:
        marts.refresh(work.connection, now=LATER, full=True)


def export(room: Room, form: str = "parquet") -> None:
    """Write a folder of files by day."""
    with closing(connect(room.urls["analyst"])) as connection:
        exports.export(connection, room.out / form, exports.Wanted(form), now=LATER)


def replay(room: Room) -> None:
    """Read again what was refused."""
    with room.workspace() as work:
        chosen = Choice()
        if replaying.choose_files(work, chosen):
            running.run(
                work, f"replay:{time.time_ns()}", "replay",
                lambda run_id: replaying.assign(work, run_id, chosen), clock=lambda: LATER, processes=0,
            )  # fmt: skip


def rebuild(room: Room) -> None:
    """Build the database from the raw store."""
    migrate(room.urls["owner"])
    with room.workspace("owner") as work:
        done = rebuilding.rebuild(work, lambda place, total, what: None)
        assert done.is_same, done
        assert not done.checks, done.checks


def upgrade(room: Room) -> None:
    """Bring an old database to the schema of today."""
    migrate(room.urls["owner"])


def restore(room: Room) -> None:
    """Restore a dump, as docs/disaster.md says it. Takes the place of this process."""
    command = ["pg_restore", *OPTIONS, "--no-owner", f"--dbname={room.urls['owner']}", str(DUMP[0])]
    os.execv(Path(sys.prefix) / "bin" / command[0], command)


def import_sources(room: Room) -> None:
    """Write thousands of entries behind those of `sources.toml`."""
    (room.root / "list.csv").write_text(LIST)
    from newsfold.cli import source_list_commands

    source_list_commands.sources_file = lambda: room.root / "dags" / "sources.toml"
    assert command_line.main(["sources", "import", str(room.root / "list.csv"), "--write"]) == 0


def articles(room: Room, condition: str) -> list[int]:
    return [row[0] for row in room.rows(f"select article_id from news.article where {condition} order by 1")]


def hide(room: Room) -> None:
    """Hide an article by hand."""
    (one,) = articles(room, "article_id = (select min(matched_article_id) from news.article)")
    with room.workspace() as work:
        deciding.hide(work, one, decided_by="kim", note=None, now=LATER)


def split(room: Room) -> None:
    """Decide that two articles of one story carry different reports."""
    (row,) = room.rows(
        "select article_id, matched_article_id from news.article where matched_article_id is not null order by 1 limit 1"
    )
    with room.workspace() as work:
        deciding.decide(work, "different", tuple(row), decided_by="kim", note=None, now=LATER)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is done. `begins`: the state of its database. `refusal`: what it says, done again, where it was done.
    `counts_up`: what is done twice is told twice in these tables.
    """

    do: Callable[[Room], None]
    begins: str = "loaded"
    refusal: str = ""
    compares_database: bool = True
    counts_up: tuple[str, ...] = ()


ACTS = {
    "forget": Act(forget),
    "refold": Act(refold),
    "marts": Act(refresh_marts),
    "export": Act(export),
    "export, csv": Act(lambda room: export(room, "csv")),
    "replay": Act(replay, counts_up=("ledger",)),
    "rebuild": Act(rebuild, "empty"),
    "upgrade": Act(upgrade, "old"),
    "restore": Act(restore, "empty", refusal='schema "analytics" already exists'),
    "import of sources": Act(import_sources, compares_database=False),
    "hide": Act(hide, refusal="is hidden already"),
    "split": Act(split),
}
DUMP: list[Path] = []
DATA: list[Path] = []
#: Of pg_restore, in docs/disaster.md.
OPTIONS: tuple[str, ...] = ("--single-transaction",)
MARTS = """
select relname::text as name from pg_class where relnamespace = 'marts'::regnamespace and relkind = 'r'
  and relname not like 'touched%' order by 1
"""


# --- a case --------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Left:
    """What is there in the end: rows of tables, and files."""

    dump: canonical.Dump = field(default_factory=dict)
    marts: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)


def left(room: Room, act: Act) -> Left:
    """All of it."""
    found = Left()
    for path in sorted(room.out.rglob("*")):
        if path.is_file():
            found.files[str(path.relative_to(room.out))] = content_of(path)
    found.files["sources.toml"] = content_of(room.root / "dags" / "sources.toml")
    load_sources(room.root / "dags" / "sources.toml")
    if not act.compares_database:
        return found
    with closing(connect(room.urls["owner"])) as connection:
        found.dump = canonical.dump(connection)
        for name in (*act.counts_up, "ops.mart_refresh"):
            found.dump.pop(name)
        found.broken = invariants.broken(connection)
        if act.begins != "old" and not journal.verify(connection)["same"]:
            found.broken["the digest that is carried is that of all that is held"] = 1
        assert not has_pending(room.urls["owner"])
    for (name,) in room.rows(MARTS):
        row = "(to_jsonb(t) - '{refreshed_at,seconds,started_at,last_refreshed_at}'::text[])::text"
        found.marts[name] = room.rows(
            f"select count(*) || ' ' || coalesce(md5(string_agg({row}, ',' order by {row})), '') from marts.{name} as t"
        )[0][0]
    return found


def content_of(path: Path) -> str:
    """What a file holds, without the time at which an export was made."""
    data = path.read_bytes()
    if path.name == exports.MANIFEST:
        return json.dumps(json.loads(data) | {"token": "", "exported_at": ""}, sort_keys=True)
    return hashlib.sha256(data).hexdigest()


def differences(one: Left, other: Left) -> list[str]:
    """Where two states differ."""
    found = [str(each) for each in canonical.differences(one.dump, other.dump)]
    for name in ("marts", "files"):
        held, kept = getattr(one, name), getattr(other, name)
        found += [f"{name}: {key}" for key in held.keys() | kept.keys() if held.get(key) != kept.get(key)]
    return found + [f"{name}: {rows} rows" for name, rows in other.broken.items()]


def half_files(room: Room) -> list[str]:
    """Files under a name that says that they are whole, and are not."""
    found = []
    for folder in room.out.iterdir():
        names = {"parquet": parquet_rows, "csv": csv_rows}
        for path in folder.rglob("part.*"):
            if not path.name.endswith(".unfinished"):
                try:
                    names[path.suffix[1:]](path)
                except Exception as error:
                    found.append(f"{path}: {error}")
        manifest = folder / exports.MANIFEST
        for each in json.loads(manifest.read_text())["files"] if manifest.exists() else []:
            if hashlib.sha256((folder / each["path"]).read_bytes()).hexdigest() != each["sha256"]:
                found.append(f"{each['path']} is not what the manifest says")
    return found


def parquet_rows(path: Path) -> None:
    data = path.read_bytes()
    assert data[:4] == data[-4:] == b"PAR1", "has a beginning and an end"


def csv_rows(path: Path) -> None:
    assert path.read_bytes().endswith(b"\n"), "ends in a line"


class Kills(Scene):
    """Two days of news that are loaded, and the states from which actions begin."""

    def __enter__(self) -> "Kills":
        super().__enter__()
        self.times: dict[str, float] = {}
        self.struck = 0
        self.undisturbed: dict[str, Left] = {}
        DATA[:] = [self.home / "postgres" / "data"]
        DUMP[:] = [self.folder / "news.dump"]
        command = [
            f"{sys.prefix}/bin/pg_dump",
            "--format=custom",
            "--exclude-schema=lab",
            f"--file={DUMP[0]}",
        ]
        subprocess.run([*command, self.server.url("owner", "scene")], check=True)
        return self

    @contextmanager
    def room(self, act: Act) -> Iterator[Room]:
        """A database and folders of its own, in the state in which an action begins."""
        self.number += 1
        name = f"kill_{self.number}"
        root = self.folder / name
        self.create(name, "scene" if act.begins == "loaded" else "template0")
        shutil.copytree(self.folder / "dags", root / "dags")
        shutil.copytree(self.folder / "raw", root / "raw")
        (root / "out").mkdir()
        urls = {role: self.server.url(role, name) for role in ("owner", "loader", "analyst")}
        if act.begins == "old":
            from tests.sql.test_upgrades import DUMPS

            oldest = next(iter(DUMPS))
            psql = ["psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--dbname={urls['owner']}"]
            run_program(DATA[0], psql, given=DUMPS[oldest].decode())
        try:
            yield Room(urls, root, root / "out")
        finally:
            from psycopg2 import sql

            self.as_admin(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
            shutil.rmtree(root, ignore_errors=True)

    def prepare(self, what: str) -> None:
        """Do an action undisturbed: how long it takes, and what it leaves."""
        act = ACTS[what]
        with self.room(act) as room:
            self.times[what] = do(act, room, None) or PATIENCE
            self.undisturbed[what] = left(room, act)

    def kill(self, what: str, share: float) -> list[str]:
        """Kill an action after a share of its time, and do it again; what differs from the undisturbed one."""
        act = ACTS[what]
        if what not in self.times:
            self.prepare(what)
        with self.room(act) as room:
            took = do(act, room, self.times[what] * share)
            self.struck += took is None
            # The quickest of all: beside other work one may take twice its time, and then nothing would be struck.
            self.times[what] = min(self.times[what], took or PATIENCE)
            found = half_files(room)
            load_sources(room.root / "dags" / "sources.toml")
            try:
                took = do(act, room, None)
                self.times[what] = min(self.times[what], took or PATIENCE)
            except RuntimeError as error:
                if not act.refusal or act.refusal not in str(error):
                    found.append(str(error))
            return found + differences(self.undisturbed[what], left(room, act))


def do(act: Act, room: Room, seconds: float | None) -> float | None:
    """Do it in a process of its own, which is killed after so many seconds; how long it took, None where it was killed.
    RuntimeError where it fails.
    """
    context = multiprocessing.get_context("fork")
    ready, begins = context.Pipe(duplex=False)
    with tempfile.TemporaryFile("w+") as said:
        process = context.Process(target=acting, args=(act, room, begins, said.fileno()), daemon=True)
        process.start()
        ready.recv()
        began = time.monotonic()
        process.join(PATIENCE if seconds is None else seconds)
        took = time.monotonic() - began
        is_killed = process.is_alive()
        if is_killed:
            process.kill()
            process.join()
        if seconds is None and (is_killed or process.exitcode):
            said.seek(0)
            raise RuntimeError(f"it failed: {process.exitcode} {said.read()[-1500:]}")
    return None if is_killed else took


def acting(act: Act, room: Room, begins: Any, said: int) -> None:
    """The process that may be killed."""
    os.dup2(said, 1)
    os.dup2(said, 2)
    begins.send(None)
    try:
        act.do(room)
    except Exception:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    sys.stdout.flush()
    os._exit(0)


def main() -> int:
    """Each action, killed so many times; exit code 1 where something differs."""
    cli = argparse.ArgumentParser(prog="python -m tests.long.kills", description=__doc__)
    cli.add_argument("--kills", type=int, default=20, help="of each (default: %(default)s)")
    cli.add_argument("--seed", type=int, default=0, help="of the moments (default: %(default)s)")
    cli.add_argument("--articles", type=int, default=40, help="articles a day (default: %(default)s)")
    cli.add_argument("--only", metavar="NAME", choices=ACTS, action="append", help="these actions")
    asked = cli.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="newsfold-kills-"))
    tally: Counter[str] = Counter()
    try:
        with Kills(folder, asked.articles) as scene:
            for what in asked.only or ACTS:
                scene.prepare(what)
                print(f"{what}: {scene.times[what]:.2f} s undisturbed", flush=True)
                before = scene.struck
                for number in range(asked.kills):
                    share = random.Random(f"{what} {asked.seed} {number}").uniform(0, 1.05)
                    found = scene.kill(what, share)
                    tally["differ" if found else "same"] += 1
                    if found:
                        print(
                            f"{what}, killed after {share:.3f} of its time: BAD",
                            *found,
                            sep="\n  ",
                            flush=True,
                        )
                print(f"{what}: {scene.struck - before} of {asked.kills} kills struck", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{tally.total()} kills, {scene.struck} of them struck; {tally['differ']} left a difference")
    return 1 if tally["differ"] else 0


if __name__ == "__main__":
    sys.exit(main())
