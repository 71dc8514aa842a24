"""The command about files that a rejection at the gate keeps out: show them, release them to the next run, or discard them."""

import argparse

from newsfold.cli import command_options, console
from newsfold.cli.database_access import open_connection
from newsfold.cli.usage import UsageError
from newsfold.pipeline import steps
from newsfold.store import expectations

Arguments = argparse.Namespace


def held_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold held`."""
    parser.add_argument("run_id", nargs="?", type=int, metavar="RUN", help="the run that was rejected")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--release", action="store_true", help="let the next run take its files")
    what.add_argument("--discard", action="store_true", help="never load its files")
    command_options.decided_by(parser, "who says so (default: %(default)s)")
    command_options.database(parser)
    command_options.as_json(parser)


def held(arguments: Arguments) -> int:
    """Show the files that rejected runs keep out, or release or discard those of one run."""
    with open_connection(arguments, "operator") as connection:
        if not (arguments.release or arguments.discard):
            rows = [
                row._asdict()
                for row in expectations.held_files(connection)
                if arguments.run_id in (None, row.run_id)
            ]
            console.show(arguments, rows, console.print_rows)
            return 0
        if arguments.run_id is None:
            raise UsageError("--release and --discard take the run that was rejected; see `newsfold held`")
        settled = "released" if arguments.release else "discarded"
        files = expectations.settle(connection, arguments.run_id, settled, arguments.by, now=steps.utc_now())
    if not files:
        raise UsageError(f"run {arguments.run_id} keeps no files out; see `newsfold held`")
    done = {"run_id": arguments.run_id, "settled": settled, "files": files}
    console.show(
        arguments, done, lambda each: console.out.print(f"{each['files']:,} files {each['settled']}")
    )
    return 0
