"""The `newsfold` command: the same steps as in Airflow, for one machine.

Exit codes: 0 fine, 1 the data or the database has a problem (recorded where it concerns a record), 2 wrong usage. A command's
module holds its options and its action, and is imported when that command is used: `newsfold --help` imports none.
"""

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

from newsfold import __version__


class Command(NamedTuple):
    """`module`, beside this one, has the functions `<name>_options`, which takes a parser, and `<name>`, which takes the
    parsed arguments and gives the exit code; a dash of the name is a `_` there.
    """

    name: str
    module: str
    text: str


COMMANDS = (
    Command("ingest", "ingest_commands",
        "Take in files or folders: fetch, normalize, deduplicate, load, check, publish."),
    Command("explain", "explain_commands",
        "Show how the headers of each record were read. Needs no database."),
    Command("compare", "explain_commands",
        "Show the relation of two files: the same report or not, and why."),
    Command("trace", "trace_commands",
        "Show who carried which sentences of a text, ours or not."),
    Command("event", "event_commands", "Show the stories of one event, and why each is there."),
    Command("replay", "replay_commands",
        "Read quarantined files, or whole days, again, with the readers of today."),
    Command("dismiss", "replay_commands", "Leave refused records out of the open quarantine."),
    Command("silence", "silence_commands", "Tell nobody of a source, or of a reason, for a while."),
    Command("fetch", "source_commands", "Fetch certain sources now, paused or not, and take in what comes."),
    Command("sources", "source_commands", "Show the sources, and how each last answered."),
    Command("decide", "decision_commands",
        "Decide that two articles carry the same report or different ones, are of one event or two, or of which day one is."),
    Command("decisions", "decision_commands", "Show what people have decided on articles."),
    Command("incidents", "incident_commands",
        "Show what is wrong and since when; own, note, silence or resolve it."),
    Command("held", "held_commands",
        "Show the files that a rejection at the gate keeps out; release or discard them."),
    Command("refold", "decision_commands",
        "Compare all stored texts anew with the method of today; show what splits and what merges."),
    Command("report", "report_commands", "Show the report of a run."),
    Command("status", "report_commands",
        "Show balance, quarantine and freshness; exit code 1 where something is off."),
    Command("rebuild", "rebuild_commands",
        "Build an empty database again from the raw store: its bytes and its journal. Goes on where it was stopped."),
    Command("migrate", "database_commands", "Bring the database to the schema of this version."),
    Command("marts", "analyst_commands", "Bring the analysts' marts up to what is loaded."),
    Command("brief", "analyst_commands", "Make the brief of a day: one page of what came in."),
    Command("search", "find_commands",
        "Find articles by words, by meaning (--meaning), or like another one (--like)."),
    Command("searches", "search_commands",
        "Keep a search that is asked of all that comes in; show what new it has found."),
    Command("lab", "lab_commands", "Show what analysts hold in their schema `lab`, or set how much each may."),
    Command("api", "serve_commands", "Let programs ask the analysts' views over HTTP, with tokens; only reads."),
    Command("mcp", "serve_commands",
        "Let an agent ask them by the Model Context Protocol, on standard input and output."),
    Command("sql", "database_commands", "Run one SQL statement and print what it gives."),
    Command("database-url", "database_commands", "Print how to connect to the database."),
    Command("run", "local_commands",
        "Start Postgres and Airflow, run the DAG once, show its report, and leave the UI up."),
    Command("stop", "local_commands", "Stop Airflow and the embedded Postgres."),
    Command("airflow", "local_commands",
        "Run a command of Airflow's own with the settings and the database that `run` gives it."),
    Command("export", "export_commands",
        "Write all articles as files, one a day of publication; again only the days that changed."),
    Command("snapshot", "snapshot_commands",
        "Name the state of now, so that it can be cited, or build a database of a past one."),
    Command("changes", "export_commands", "Show which articles changed, and the token to go on from."),
    Command("maintain", "maintenance_commands",
        "Do the upkeep: retention, partitions, raw store, boilerplate, marts, statistics."),
    Command("forget", "maintenance_commands", "Remove for ever what a source has delivered."),
)  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    ready_streams()
    given = list(sys.argv[1:] if argv is None else argv)
    # No option before the command takes a value, so the first word is its name.
    arguments = parser(next((word for word in given if not word.startswith("-")), "")).parse_args(given)
    try:
        return int(arguments.action(arguments))
    except BrokenPipeError:
        # The reader of our output has gone; Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print_problem("interrupted; nothing is half loaded, and the next run takes over what was fetched")
        return 130
    except Exception as error:
        from newsfold.cli.exit_codes import exit_code_of, said_of

        code = exit_code_of(error)
        if code is None:
            raise
        print_problem(said_of(error))
        return code


def ready_streams() -> None:
    """Let no output fail by its letters: what a terminal or a file can't hold is written by number. Where a stream was closed by
    who started us, what goes there goes nowhere.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
        elif stream is getattr(sys, f"__{name}__") and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def parser(used: str) -> argparse.ArgumentParser:
    """The command line, with the options of the command that is used."""
    top = argparse.ArgumentParser(
        prog="newsfold",
        description="Takes in news files, normalizes their headers, folds copies and rewrites into stories, and loads"
        " them into Postgres. All local state is under NEWSFOLD_HOME (default: .newsfold/ in the checkout).",
        epilog="Exit codes: 0 fine, 1 the data has a problem that was recorded, 2 wrong usage.",
    )
    top.add_argument("--version", action="version", version=f"newsfold {__version__}")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in COMMANDS:
        each = commands.add_parser(command.name, help=command.text, description=command.text)
        if command.name == used:
            module = importlib.import_module(f"newsfold.cli.{command.module}")
            function = command.name.replace("-", "_")
            each.set_defaults(action=getattr(module, function))
            getattr(module, f"{function}_options")(each)
    return top


def print_problem(problem: object) -> None:
    """One line on the error stream."""
    from newsfold.cli import console

    console.print_problem(problem)


if __name__ == "__main__":
    sys.exit(main())
