"""The command about files that the gate keeps out: show them, release them to the next run, or discard them."""

import argparse
from typing import Any

from newsfold.cli import command_options, console
from newsfold.cli.database_access import open_connection
from newsfold.cli.usage import UsageError
from newsfold.pipeline import steps
from newsfold.store import expectations

Arguments = argparse.Namespace


def held_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold held`."""
    parser.add_argument("run_id", nargs="?", type=int, metavar="RUN", help="the run that keeps them out")
    parser.add_argument("--source", metavar="SLUG", help="only those of this source")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--release", action="store_true", help="let the next run take its files")
    what.add_argument("--discard", action="store_true", help="never load its files")
    command_options.decided_by(parser, "who says so (default: %(default)s)")
    command_options.database(parser)
    command_options.as_json(parser)


def held(arguments: Arguments) -> int:
    """Show the files that the gate keeps out, or release or discard those of one run."""
    with open_connection(arguments, "operator") as connection:
        if not (arguments.release or arguments.discard):
            rows = [
                shown(row, arguments.json)
                for row in expectations.held_files(connection)
                if arguments.run_id in (None, row.run_id) and arguments.source in (None, row.slug)
            ]
            console.show(arguments, rows, console.print_rows)
            return 0
        if arguments.run_id is None:
            raise UsageError("--release and --discard take the run that keeps them out; see `newsfold held`")
        settled = "released" if arguments.release else "discarded"
        files = expectations.settle(
            connection, arguments.run_id, settled, arguments.by, now=steps.utc_now(), slug=arguments.source
        )
    if not files:
        of = f" of {arguments.source}" if arguments.source else ""
        raise UsageError(f"run {arguments.run_id} keeps no files{of} out; see `newsfold held`")
    done = {"run_id": arguments.run_id, "settled": settled, "files": files}
    console.show(
        arguments, done, lambda each: console.out.print(f"{each['files']:,} files {each['settled']}")
    )
    return 0


def shown(row: Any, in_full: bool) -> dict[str, Any]:
    """A row for a person, or for a program: that with what the files held."""
    found: dict[str, Any] = row._asdict()
    return (
        found
        if in_full
        else {name: value for name, value in found.items() if name not in ("staged", "by_gate")}
    )
