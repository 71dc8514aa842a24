"""`newsfold rebuild`: the command of the disaster plan."""

import argparse
import time
from pathlib import Path
from typing import Any

from newsfold.cli import command_options, console
from newsfold.cli.database_access import database_url
from newsfold.config.home import newsfold_home, project_root
from newsfold.pipeline.workspaces import inbox_folder, open_workspace, raw_store_folder
from newsfold.store.migrations import migrate
from newsfold.upkeep import rebuilding


def rebuild_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold rebuild`."""
    parser.add_argument(
        "--from",
        type=command_options.place,
        dest="raw_store",
        metavar="RAW_STORE",
        required=True,
        help="a folder, or s3://bucket/prefix with the connection in AIRFLOW_CONN_NEWSFOLD_RAW_STORE",
    )
    command_options.database(parser)
    command_options.as_json(parser)


def rebuild(arguments: argparse.Namespace) -> int:
    """Build the database again from a raw store; 1 where what comes out is not what was recorded."""
    where = str(arguments.raw_store)
    raw_store: Path | str = where if "://" in where else Path(where).expanduser().resolve()
    if isinstance(raw_store, Path) and not (raw_store / "journal").is_dir():
        raise FileNotFoundError(f"{raw_store}: there is no raw store with a journal here")
    url = database_url(arguments, "owner")
    migrate(url)
    began = time.monotonic()
    with open_workspace(url, raw_store, project_root(), inbox=inbox_folder(newsfold_home())) as work:
        done = rebuilding.rebuild(work, tell)
    report = {**as_dict(done), "seconds": round(time.monotonic() - began, 1)}
    console.show(arguments, report, print_rebuilt)
    used = raw_store_folder(newsfold_home())
    if raw_store != used:
        console.print_problem(
            f"the next run uses the raw store {used}: put {where} there, or name it by NEWSFOLD_RAW_STORE"
        )
    return 0 if done.is_same and not done.checks else 1


def tell(place: int, total: int, what: str) -> None:
    """One line for each entry, on standard error."""
    console.problems.print(f"{place}/{total} {what}", highlight=False, markup=False)


def as_dict(done: rebuilding.Rebuilt) -> dict[str, Any]:
    """What a rebuild did, ready for JSON."""
    return {
        "same": done.is_same,
        "entries": done.entries,
        "replayed": done.replayed,
        "files": done.files,
        **{f"{name}_held": count for name, count in done.totals.items()},
        "result": done.result,
        "result_in_full": done.result_in_full,
        "recorded": done.recorded,
        "first_differing_entry": done.first_differing_entry,
        "differing_files": done.differing_files,
        "examples": done.examples,
        "bytes_gone": done.bytes_gone,
        "decisions_left_out": done.decisions_left_out,
        "broken_checks": done.checks,
    }


def print_rebuilt(report: dict[str, Any]) -> None:
    """The same for a person."""
    held = f"{report['articles_held']:,} articles in {report['stories_held']:,} stories"
    console.out.print(
        f"{report['replayed']:,} of {report['entries']:,} entries replayed in {report['seconds']:,} s: {held}"
    )
    if report["recorded"] is None:
        console.out.print(f"result {report['result']}; none was recorded to compare it with")
    elif report["same"]:
        console.out.print(f"[green]the same articles and stories as recorded[/green]: {report['result']}")
    else:
        console.out.print(
            f"[red]not what was recorded[/red]: {report['result']} instead of {report['recorded']}"
        )
        if report["first_differing_entry"]:
            console.out.print(f"they differ from entry {report['first_differing_entry']} on")
    if report["differing_files"]:
        console.out.print(f"{report['differing_files']:,} files have records with other outcomes:")
        console.print_rows([{"entry": e["entry"], "file": e["file"]} for e in report["examples"]])
    if report["bytes_gone"]:
        console.out.print(f"{report['bytes_gone']:,} files are not read: their bytes were deleted")
    for name, rows in report["broken_checks"].items():
        console.out.print(f"[red]{name}[/red]: {rows} rows")
