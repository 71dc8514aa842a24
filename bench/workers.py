"""`python -m bench.workers`: what two workers give over one, each held to a core of its own, and which part stays serial.

The same machines as in tests/long/test_two_workers.py: real Airflow with the CeleryExecutor, a Redis, the raw store and the
sources on S3, each worker with one slot on one core. One run with one worker, then one with two, of as many new articles
each. Postgres, the S3 server and Airflow's own parts are held to no core: on a machine with two cores they take from what
the second worker could have, which the CPU seconds beside the times show.
"""

import argparse
import json
import signal
import sys
import tempfile
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
import psutil
from rich.console import Console
from rich.table import Table

from bench import machines
from bench.invented_news import Newsroom
from bench.measure import PAPERS, WIRES, write_inbox
from newsfold.local import airflow_api, postgres

progress = Console(stderr=True)
SERIAL = ("fetch", "deduplicate", "load", "check", "publish")


def main() -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.workers", description=__doc__)
    parser.add_argument("--articles", type=int, default=2000, help="of each run (default: %(default)s)")
    parser.add_argument(
        "--batch-files", type=int, default=100, help="files of a batch (default: %(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    if (trouble := machines.missing()) is not None:
        parser.error(trouble)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that all is stopped
    with machines.several_machines(sources(arguments.batch_files)) as several, several.client() as client:
        runs = []
        for number, name in enumerate(("one", "two")):
            deliver(several, arguments.articles, first=number * arguments.articles)
            several.start_worker(name, slots=1, core=number)
            several.wait_for_workers()
            progress.print(f"{arguments.articles:,} articles, {number + 1} at work …")
            runs.append(measure(several, client))
    report = {"articles": arguments.articles, "runs": runs, **compared(*runs)}
    print(json.dumps(report, indent=2)) if arguments.json else print_table(report)
    return 0


def sources(batch_files: int) -> str:
    """Two wires and two papers, in the bucket."""
    entries = [
        f'[source.{slug}]\nlocation = "s3://{machines.BUCKET}/inbox/{slug}"\nconnection = "newsroom"\nlanguage = "en"\n'
        for slug in WIRES + PAPERS
    ]
    return "\n".join([f"[ingest]\nbatch_files = {batch_files}\n", *entries])


def deliver(several: machines.Machines, count: int, first: int) -> None:
    """So many new files."""
    with tempfile.TemporaryDirectory() as folder:
        write_inbox(Path(folder), Newsroom(first + 1), count, first)
        for path in sorted(Path(folder).rglob("*.*")):
            several.put(f"inbox/{path.relative_to(folder).as_posix()}", path.read_bytes())


def measure(several: machines.Machines, client: httpx2.Client) -> dict[str, Any]:
    """One run of the DAG: seconds of each step by the clock, and CPU seconds of the workers and of Postgres."""
    before = cpu_seconds(several)
    run_id = several.start_run(client)
    several.finish_run(client, run_id)
    used = {name: seconds - before[name] for name, seconds in cpu_seconds(several).items()}
    path = f"/dags/{machines.DAG_ID}/dagRuns/{run_id}/taskInstances"
    tasks = airflow_api.answer(client.get(path, params={"limit": 1000}))["task_instances"]
    spans: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for task in tasks:
        if task["start_date"] and task["end_date"]:
            begin, end = (datetime.fromisoformat(task[f"{edge}_date"]) for edge in ("start", "end"))
            spans[task["task_id"]].append((begin, end))
    return {
        "workers": len(several.workers),
        "batches": len(spans["normalize"]),
        "seconds": {
            step: (max(end for _, end in found) - min(begin for begin, _ in found)).total_seconds()
            for step, found in spans.items()
        },
        "normalize_task_seconds": sum((end - begin).total_seconds() for begin, end in spans["normalize"]),
        "cpu_seconds": used,
    }


def cpu_seconds(several: machines.Machines) -> dict[str, float]:
    """What the workers' machines and Postgres have used so far."""
    main_process = postgres.find_server(several.server.home / "postgres" / "data")
    assert main_process is not None
    server = sum(main_process.cpu_times()[:4])
    for child in main_process.children():
        try:
            server += sum(child.cpu_times()[:2])
        except psutil.NoSuchProcess:
            continue
    return {"workers": sum(worker.cpu_seconds() for worker in several.workers), "postgres": server}


def compared(one: dict[str, Any], two: dict[str, Any]) -> dict[str, float]:
    """How much sooner the parallel part ends, and the share of one worker's run that no worker shortens."""
    serial = sum(one["seconds"].get(step, 0.0) for step in SERIAL)
    return {
        "normalize_gain": one["seconds"]["normalize"] / two["seconds"]["normalize"],
        "serial_share_with_one": serial / (serial + one["seconds"]["normalize"]),
    }


def print_table(report: dict[str, Any]) -> None:
    """For people."""
    table = Table(title=f"{report['articles']:,} articles, each worker on a core of its own")
    for name in ("", *(f"{run['workers']} at work" for run in report["runs"])):
        table.add_column(name, justify="right" if name else "left")
    for step in ("fetch", "normalize", *SERIAL[1:]):
        table.add_row(f"{step}, s", *(f"{run['seconds'].get(step, 0):.1f}" for run in report["runs"]))
    for side in ("workers", "postgres"):
        table.add_row(f"CPU s, {side}", *(f"{run['cpu_seconds'][side]:.1f}" for run in report["runs"]))
    Console(width=100).print(table)
    print(
        f"normalize ends {report['normalize_gain']:.2f} times as soon; "
        f"{report['serial_share_with_one']:.0%} of one worker's time is serial"
    )


if __name__ == "__main__":
    sys.exit(main())
