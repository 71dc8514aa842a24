"""`python -m bench.sizing`: what an article costs, in CPU of a worker and of Postgres, in memory, and in bytes.

docs/sizing.md rests on it. CPU seconds, not seconds by the clock: other programs on the machine change them little. Each step
runs in a process of its own, as an Airflow task does, so that its peak memory is known. Each run of `--runs` has so many
articles, half text, half HTML pages; the later ones find the earlier ones stored.
"""

import argparse
import json
import multiprocessing
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from bench.invented_news import Newsroom
from bench.measure import PAPERS, WIRES, sources, write_inbox
from bench.stock import LAST_DAY, NOW
from newsfold.config.sources import Settings
from newsfold.local import postgres
from newsfold.pipeline import steps
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.raw_store import RawStore
from newsfold.store.connection import connect
from newsfold.store.migrations import migrate

progress = Console(stderr=True)
STEPS = ("fetch", "normalize", "deduplicate", "load", "check")
SIZES = """
select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint as bytes
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where n.nspname = %s and c.relkind in ('r', 'm')
"""


def main() -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.sizing", description=__doc__)
    parser.add_argument(
        "--runs", type=int, nargs="+", default=[1000, 4000], help="articles of each run (default: 1000 4000)"
    )
    parser.add_argument(
        "--batch-files", type=int, default=500, help="files of a batch (default: %(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped
    with tempfile.TemporaryDirectory(prefix="newsfold-sizing-") as folder:
        home = Path(folder)
        server = postgres.start(home)
        try:
            migrate(server.url("owner"))
            first, runs = 0, []
            for articles in arguments.runs:
                progress.print(f"{articles:,} articles …")
                runs.append(measure_run(server, articles, first, arguments.batch_files))
                first += articles
        finally:
            postgres.stop(home)
    if arguments.json:
        print(json.dumps(runs, indent=2))
    else:
        print_table(runs)
    return 0


def measure_run(server: postgres.Server, articles: int, first: int, batch_files: int) -> dict[str, Any]:
    """One run of so many new articles, each step in a process of its own."""
    home, url = server.home, server.url("loader")
    inbox = home / f"inbox-{first}"
    write_inbox(inbox, Newsroom(first + 1), articles, first)
    before, raw_before = sizes(server), folder_bytes(home / "raw")
    key, found = f"sizing:{first}", {}
    for step in STEPS:
        found[step] = measured(server, run_step, url, str(home), str(inbox), key, step, batch_files)
    after = sizes(server)
    return {
        "articles": articles,
        "stored_before": first,
        "cpu_ms_per_article": {
            step: {side: 1000 * found[step][side] / articles for side in ("worker", "postgres")}
            for step in STEPS
        },
        "peak_mb": {step: found[step]["peak_mb"] for step in STEPS},
        "bytes_per_article": {name: (after[name] - before[name]) / articles for name in after},
        "raw_bytes_per_file": (folder_bytes(home / "raw") - raw_before) / articles,
    }


def run_step(url: str, home: str, inbox: str, key: str, step: str, batch_files: int) -> None:
    """One step of a run, as its task does it."""
    settings = replace(Settings(), batch_files=batch_files)
    with closing(connect(url)) as connection:
        work = Workspace(connection, RawStore(Path(home) / "raw"), settings, sources(Path(inbox)), Path(home))
        run_id = steps.begin(work, key, "command", None, dry_run=False)
        if step == "fetch":
            steps.fetch(work, run_id, list(WIRES + PAPERS), [LAST_DAY], NOW)
        elif step == "normalize":
            for batch in steps.ledger.due_batches(connection, run_id):
                steps.normalize(work, run_id, batch.batch)
        elif step == "deduplicate":
            steps.deduplicate(work, run_id)
        elif step == "load":
            steps.load(work, run_id, NOW)
        else:
            steps.check(work, run_id, NOW)


def measured(server: postgres.Server, task: Callable[..., None], *arguments: object) -> dict[str, float]:
    """CPU seconds of the process that does the task and of Postgres, and the peak of the process's memory."""
    receiver, sender = multiprocessing.get_context("spawn").Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=report, args=(sender, task, *arguments))
    with postgres_cpu(server) as used:
        process.start()
        sender.close()
        try:
            found = receiver.recv()
        except EOFError as error:
            raise RuntimeError("the step failed; its error stands above") from error
        finally:
            process.join()
    return {**found, "postgres": used[0]}


def report(sender: Any, task: Callable[..., None], *arguments: object) -> None:
    """Do the task and say what it took."""
    warm = time.process_time()
    task(*arguments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sender.send({"worker": time.process_time() - warm, "peak_mb": peak})


@contextmanager
def postgres_cpu(server: postgres.Server) -> Iterator[list[float]]:
    """The CPU seconds of all of the server's processes in the block, those included that came and went."""
    main_process = postgres.find_server(server.home / "postgres" / "data")
    assert main_process is not None
    used: list[float] = []
    before = cpu_seconds(main_process)
    yield used
    used.append(cpu_seconds(main_process) - before)


def cpu_seconds(main_process: psutil.Process) -> float:
    """What a process has used, its children that run and those that ended."""
    total = sum(main_process.cpu_times()[:4])
    for child in main_process.children():
        try:
            total += sum(child.cpu_times()[:2])
        except psutil.NoSuchProcess:
            continue
    return total


def sizes(server: postgres.Server) -> dict[str, int]:
    """Bytes of each schema, with indexes."""
    with closing(connect(server.url("owner"))) as connection, connection.cursor() as cursor:
        found = {}
        for schema in ("news", "ops", "analytics"):
            cursor.execute(SIZES, (schema,))
            found[schema] = cursor.fetchone().bytes
        return found


def folder_bytes(folder: Path) -> int:
    """What a folder's files hold."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def print_table(runs: list[dict[str, Any]]) -> None:
    """For people."""
    table = Table(title="What an article costs")
    table.add_column("")
    for run in runs:
        table.add_column(f"{run['articles']:,} on {run['stored_before']:,}", justify="right")
    for step in STEPS:
        for side in ("worker", "postgres"):
            cells = [f"{run['cpu_ms_per_article'][step][side]:.2f}" for run in runs]
            table.add_row(f"{step}, CPU ms an article, {side}", *cells)
    for step in STEPS:
        table.add_row(f"{step}, peak MB", *(f"{run['peak_mb'][step]:.0f}" for run in runs))
    for name in ("news", "ops", "analytics"):
        table.add_row(
            f"bytes an article, {name}", *(f"{run['bytes_per_article'][name]:,.0f}" for run in runs)
        )
    table.add_row("bytes a file, raw store", *(f"{run['raw_bytes_per_file']:,.0f}" for run in runs))
    Console(width=110).print(table)


if __name__ == "__main__":
    sys.exit(main())
