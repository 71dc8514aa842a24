"""What happens on a simulated day: each act in a process of its own, which tells how long it took and its memory."""

import resource
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from newsfold.analytics import marts
from newsfold.pipeline import steps, workspaces
from newsfold.store import ledger
from newsfold.store.connection import Connection, connect
from newsfold.upkeep import refolding, retention
from tests.long.fault_steps import Place
from tests.long.simulated_days import clock, day_of

REFUSED = """
select distinct file_id
from ops.rejected_record
join ops.file using (file_id)
join news.source using (source_id)
where resolved_at is null and slug = %s
"""


def daily_run(place: Place, key: str, number: int, days: list[int]) -> list[dict[str, Any]]:
    """fetch to publish, by the day's clock."""
    now, lines = clock(number), []
    with workspaces.open_workspace(place.url, place.raw_store, place.root) as work:
        run_id = steps.begin(work, key, "command", day_of(days[-1]), dry_run=False, now=now)
        lines.append(
            timed("fetch", lambda: steps.fetch(work, run_id, [], [day_of(each) for each in days], now))
        )
        batches = ledger.due_batches(work.connection, run_id)
        lines.append(
            timed(
                "normalize", lambda: [steps.normalize(work, run_id, each.batch, now=now) for each in batches]
            )
        )
        lines.append(timed("deduplicate", lambda: steps.deduplicate(work, run_id)))
        lines.append(timed("load", lambda: steps.load(work, run_id, now)))
        totals = steps.stored_report(work.connection, run_id)["totals"]
        lines[-1]["totals"] = {name: value for name, value in totals.items() if isinstance(value, int | bool)}
        lines.append(timed("check", lambda: steps.check(work, run_id, now)))
        lines.append(timed("publish", lambda: steps.publish(work, run_id, now)))
    return [{"act": key, **line} for line in lines]


def replay_refused(place: Place, number: int) -> list[dict[str, Any]]:
    """Read what was quarantined again: by now the settings know the new columns."""
    with workspaces.open_workspace(place.url, place.raw_store, place.root) as work:
        run_id = steps.begin(work, f"replay {number}", "replay", None, dry_run=False, now=clock(number))
        with work.connection, work.connection.cursor() as cursor:
            cursor.execute(REFUSED, ("table",))
            files = [row.file_id for row in cursor.fetchall()]
        ledger.assign_files(work.connection, run_id, files, work.settings.batch_files)
        for batch in ledger.due_batches(work.connection, run_id):
            steps.normalize(work, run_id, batch.batch, now=clock(number))
        steps.deduplicate(work, run_id)
        line = timed("load", lambda: steps.load(work, run_id, clock(number)))
        steps.check(work, run_id, clock(number))
        steps.publish(work, run_id, clock(number))
    return [{"act": "replay", "files": len(files), **line}]


def refold(place: Place, number: int) -> list[dict[str, Any]]:
    """Compare all that is stored anew: by the same method nothing may move."""
    report: dict[str, Any] = {}
    with workspaces.open_workspace(place.url, place.raw_store, place.root) as work:
        line = timed("refold", lambda: report.update(refolding.refold(work, now=clock(number))))
    return [{"act": "refold", "splits": report["splits"], "merges": report["merges"], **line}]


def keep_up(place: Place, number: int) -> list[dict[str, Any]]:
    """What may be kept no longer leaves."""
    gone: dict[str, Any] = {}
    with workspaces.open_workspace(place.url, place.raw_store, place.root) as work:
        line = timed("retention", lambda: gone.update(retention.enforce(work, now=clock(number)).as_dict()))
    return [{"act": "retention", "articles": gone["articles"], **line}]


def refresh(place: Place, url: str, number: int) -> list[dict[str, Any]]:
    """Bring the marts up to date."""
    with closing(connect(url)) as connection:
        return [{"act": "marts", **timed("marts", lambda: marts.refresh(connection, now=clock(number)))}]


def timed(step: str, work: Callable[[], object]) -> dict[str, Any]:
    """Seconds of wall clock and of this process, and its peak memory while it works, in bytes."""
    forget_peak()
    wall, used = time.monotonic(), time.process_time()
    work()
    return {
        "step": step,
        "seconds": round(time.monotonic() - wall, 3),
        "cpu_seconds": round(time.process_time() - used, 3),
        "peak_bytes": peak_bytes(),
    }


def forget_peak() -> None:
    """Let the peak of memory begin anew, where the system can."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def peak_bytes() -> int:
    """The peak of this process's memory since `forget_peak`, or since its start."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def alone(act: Callable[..., list[dict[str, Any]]], *arguments: object) -> list[dict[str, Any]]:
    """Do an act in a process of its own. RuntimeError where it fails."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.long.soak_acts", "newsfold.dedup", "newsfold.pipeline.matching"])
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=tell, args=(sender, act, arguments))
    process.start()
    sender.close()
    try:
        found: list[dict[str, Any]] | str = receiver.recv()
    except EOFError:
        found = f"{act.__name__} died"
    process.join()
    if isinstance(found, str):
        raise RuntimeError(found)
    return found


def tell(sender: Any, act: Callable[..., object], arguments: tuple[object, ...]) -> None:
    """What an act gives, or why it failed."""
    try:
        sender.send(act(*arguments))
    except Exception as error:
        sender.send(f"{act.__name__}{arguments[1:]}: {type(error).__name__}: {error}")
        raise


def killed(place: Place, key: str, number: int, step: str, moment: float) -> dict[str, Any]:
    """Begin the day's run, and kill -9 it some time after a step has begun."""
    context = get_context("forkserver")
    process = context.Process(target=daily_run, args=(place, key, number, [number]))
    process.start()
    with closing(connect(place.url)) as connection:
        while process.is_alive() and not has_come_to(connection, key, step):
            time.sleep(0.02)
    process.join(moment * 2)
    process.kill()
    process.join()
    return {"act": "kill", "step": step, "exit_code": process.exitcode}


def has_come_to(connection: Connection, key: str, step: str) -> bool:
    """Whether a run has come as far as a step, by what it has left in the database."""
    query = {
        "fetch": "select true where exists (select from ops.run where run_key = %(key)s)",
        "normalize": "select true from ops.run_file join ops.run using (run_id) where run_key = %(key)s limit 1",
        "deduplicate": "select true from staging.file join ops.run using (run_id) where run_key = %(key)s limit 1",
        "load": "select true from ops.run where run_key = %(key)s and deduplicated_at_load is not null",
        "check": "select true from ops.run where run_key = %(key)s and loaded_at is not null",
        "publish": "select true from ops.run where run_key = %(key)s and state in ('checked', 'published')",
    }[step]
    with connection, connection.cursor() as cursor:
        cursor.execute(query, {"key": key})
        return cursor.fetchone() is not None
