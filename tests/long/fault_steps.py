"""One step of a run, by itself: in this process, or in one of its own that may be killed."""

import argparse
import multiprocessing
import resource
import sys
from dataclasses import dataclass
from datetime import date, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

from newsfold.pipeline import steps, workspaces
from newsfold.store import ledger

STEPS = ("fetch", "normalize", "deduplicate", "load", "check", "publish")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run works. `most_bytes`: no file may become larger, as on a disk that is full."""

    url: str
    root: Path
    raw_store: Path
    most_bytes: int | None = None


def do_step(place: Place, key: str, day: date, step: str, now: datetime) -> None:
    """Open the run with this key, and do one of its steps."""
    if place.most_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (place.most_bytes, resource.RLIM_INFINITY))
    with workspaces.open_workspace(place.url, place.raw_store, place.root) as work:
        run_id = steps.begin(work, key, "command", day, dry_run=False, now=now)
        match step:
            case "fetch":
                steps.fetch(work, run_id, [], [day], now)
                problems = work_problems(work, run_id)
                if problems:
                    raise RuntimeError(problems)
            case "normalize":
                for batch in ledger.due_batches(work.connection, run_id):
                    steps.normalize(work, run_id, batch.batch, now=now)
            case "deduplicate":
                steps.deduplicate(work, run_id)
            case "load":
                steps.load(work, run_id, now)
            case "check":
                steps.check(work, run_id, now)
            case "publish":
                steps.publish(work, run_id, now)
            case _:
                raise ValueError(step)


def work_problems(work: workspaces.Workspace, run_id: int) -> str:
    """What went wrong with sources: a fetch notes it and goes on, and an operator starts it again."""
    with work.connection, work.connection.cursor() as cursor:
        cursor.execute(
            "select string_agg(slug || ': ' || detail, '; ') from ops.source_failure where run_id = %s",
            (run_id,),
        )
        row = cursor.fetchone()
    return row[0] if row and row[0] else ""


def start_step(place: Place, key: str, day: date, step: str, now: datetime) -> BaseProcess:
    """The step in a process of its own. What it raises goes to nobody: its exit code is 1."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["newsfold.pipeline.steps", "newsfold.dedup", "newsfold.pipeline.matching", "tests.long.fault_steps"]
    )
    process = context.Process(target=quiet_step, args=(place, key, day, step, now), daemon=True)
    process.start()
    return process


def quiet_step(place: Place, key: str, day: date, step: str, now: datetime) -> None:
    """`do_step`, where faults are expected: one line says what came of it."""
    try:
        do_step(place, key, day, step, now)
    except Exception as error:
        print(f"{step}: {type(error).__name__}: {str(error).strip()[:300]}", file=sys.stderr)
        sys.exit(1)


def main() -> int:
    """One step, for a process that is started under other conditions."""
    parser = argparse.ArgumentParser(prog="python -m tests.long.fault_steps", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("root", type=Path)
    parser.add_argument("raw_store", type=Path)
    parser.add_argument("key")
    parser.add_argument("day", type=date.fromisoformat)
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("now", type=datetime.fromisoformat)
    asked = parser.parse_args()
    quiet_step(Place(asked.url, asked.root, asked.raw_store), asked.key, asked.day, asked.step, asked.now)
    return 0


if __name__ == "__main__":
    sys.exit(main())
