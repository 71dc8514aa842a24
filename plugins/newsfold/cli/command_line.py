"""The `newsfold` command: the same steps as in Airflow, for one machine.

Exit codes: 0 fine, 1 the data or the database has a problem (recorded where it concerns a record), 2 wrong usage.
"""

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from newsfold import __version__
from newsfold.cli import (
    analyst_commands,
    commands,
    console,
    decision_commands,
    maintenance_commands,
    rebuild_commands,
    silence_commands,
    source_commands,
)
from newsfold.config.sources import SourceError
from newsfold.local.airflow_api import AirflowError
from newsfold.local.postgres import PostgresError
from newsfold.local.supervisor import SupervisorError
from newsfold.pipeline import steps
from newsfold.pipeline.journal import JournalError
from newsfold.store.connection import DatabaseError, ServerError
from newsfold.store.migrations import MigrationError
from newsfold.store.queries import QueryError
from newsfold.upkeep import rebuilding

ROLES = ("owner", "loader", "operator", "analyst")
WRONG_USAGE = (commands.UsageError, FileNotFoundError, SourceError)
PROBLEMS = (
    DatabaseError,
    MigrationError,
    PostgresError,
    QueryError,
    SupervisorError,
    AirflowError,
    steps.CheckFailed,
    JournalError,
    rebuilding.RebuildError,
    LookupError,
    ServerError,
    OSError,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.action(arguments))
    except WRONG_USAGE as error:
        console.print_problem(error)
        return 2
    except BrokenPipeError:
        # The reader of our output has gone; Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except PROBLEMS as error:
        console.print_problem(error)
        return 1
    except KeyboardInterrupt:
        console.print_problem(
            "interrupted; nothing is half loaded, and the next run takes over what was fetched"
        )
        return 130


def parser() -> argparse.ArgumentParser:
    """The command line: `newsfold <command> --help` says more."""
    top = argparse.ArgumentParser(
        prog="newsfold",
        description="Takes in news files, normalizes their headers, folds copies and rewrites into stories, and loads"
        " them into Postgres. All local state is under NEWSFOLD_HOME (default: .newsfold/ in the checkout).",
        epilog="Exit codes: 0 fine, 1 the data has a problem that was recorded, 2 wrong usage.",
    )
    top.add_argument("--version", action="version", version=f"newsfold {__version__}")
    subcommands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, action: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        sub = subcommands.add_parser(name, help=text, description=text)
        sub.set_defaults(action=action)
        return sub

    add_data_commands(add)
    add_source_commands(add)
    add_fold_commands(add)
    add_database_commands(add)
    add_export_commands(add)
    add_maintenance_commands(add)
    return top


Add = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def add_data_commands(add: Add) -> None:
    """The commands about files and articles."""
    sub = add(
        "ingest",
        commands.ingest,
        "Take in files or folders: fetch, normalize, deduplicate, load, check, publish.",
    )
    sub.add_argument("path", nargs="+", type=Path, help="a file, or a folder with all that is below it")
    sub.add_argument(
        "--source", metavar="SLUG", help="the source they come from (default: the one whose folder it is)"
    )
    dry_run(sub)
    database(sub)
    as_json(sub)

    sub = add(
        "explain", commands.explain_files, "Show how the headers of each record were read. Needs no database."
    )
    sub.add_argument("path", nargs="+", type=Path, help="a file, or a folder with all that is below it")
    sub.add_argument(
        "--source", metavar="SLUG", help="read them with this source's language, country and zone"
    )
    as_json(sub, "one JSON object a record and line")

    sub = add("compare", commands.compare, "Show the relation of two files: the same report or not, and why.")
    sub.add_argument(
        "a", metavar="A", help="a file; FILE#3 is its record 3, counted from 0 as `explain` does"
    )
    sub.add_argument("b", metavar="B", help="the same")
    sub.add_argument(
        "--html", metavar="FILE", help="write a page with both texts side by side; - is standard output"
    )
    as_json(sub)

    sub = add(
        "replay", commands.replay, "Read quarantined files, or whole days, again, with the readers of today."
    )
    sub.add_argument("--reason", metavar="CODE", help="only what was refused for this reason")
    sub.add_argument("--run", type=int, metavar="ID", help="only what this run refused")
    sub.add_argument("--source", metavar="SLUG", help="only files of this source")
    sub.add_argument("--format", metavar="NAME", help="only what was read as this format")
    sub.add_argument(
        "--file", dest="files", type=int, nargs="+", metavar="ID", help="these files, refused or not"
    )
    sub.add_argument(
        "--record", dest="records", type=int, nargs="+", metavar="ID", help="these ids of ops.quarantine"
    )
    sub.add_argument("--day", metavar="A[:B]", help="all files fetched on these days (UTC), refused or not")
    dry_run(sub)
    database(sub)
    as_json(sub)

    sub = add("dismiss", commands.dismiss, "Leave refused records out of the open quarantine.")
    sub.add_argument("id", type=int, nargs="+", metavar="ID", help="an id of ops.quarantine")
    sub.add_argument("--note", help="why, for those who ask later")
    sub.add_argument("--by", default=user_name(), metavar="NAME", help="who says so")
    sub.add_argument("--take-back", action="store_true", help="they are open again")
    database(sub)

    sub = add("silence", silence_commands.silence, "Tell nobody of a source, or of a reason, for a while.")
    sub.add_argument(
        "target", nargs="?", metavar="SLUG|REASON", help="a source, or a reason of the quarantine"
    )
    sub.add_argument(
        "--for", dest="duration", default="1d", metavar="TIME", help="as 90m, 12h, 3d, 2w (default: 1d)"
    )
    sub.add_argument("--note", metavar="TEXT", help="why, for those who ask later")
    sub.add_argument("--by", metavar="NAME", default=user_name(), help="who says so (default: %(default)s)")
    sub.add_argument("--list", action="store_true", help="show the silences that hold")
    sub.add_argument("--revoke", type=int, metavar="ID", help="take a silence back")
    database(sub)
    as_json(sub)


def add_source_commands(add: Add) -> None:
    """The commands about where files come from."""
    sub = add(
        "fetch", source_commands.fetch, "Fetch certain sources now, paused or not, and take in what comes."
    )
    sub.add_argument("slug", nargs="+", metavar="SLUG", help="a source of dags/sources.toml")
    day(sub)
    dry_run(sub)
    database(sub)
    as_json(sub)

    sub = add("sources", source_commands.list_sources, "Show the sources, and how each last answered.")
    database(sub)
    as_json(sub)
    parts = sub.add_subparsers(metavar="COMMAND", title="commands")

    def part(name: str, action: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        each = parts.add_parser(name, help=text, description=text)
        each.set_defaults(action=action)
        return each

    each = part("check", source_commands.check, "Ask sources what they have; nothing is fetched or kept.")
    each.add_argument("slug", nargs="*", metavar="SLUG", help="which (default: all)")
    day(each)
    as_json(each)
    each = part("pause", source_commands.pause, "Leave a source alone until it is resumed.")
    each.add_argument("slug", metavar="SLUG")
    each.add_argument("--reason", metavar="TEXT", default="by hand", help="why; shown in each run's report")
    each.add_argument("--by", metavar="NAME", default=user_name(), help="who (default: %(default)s)")
    database(each)
    each = part("resume", source_commands.resume, "Ask a paused source again.")
    each.add_argument("slug", metavar="SLUG")
    database(each)
    part("schema", source_commands.schema, "Print the JSON schema of sources.toml, for editors.")


def user_name() -> str:
    """Who calls: the name of the user, or where the system has none for it, as in many containers, the number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def day(sub: argparse.ArgumentParser) -> None:
    """The option that names a day."""
    sub.add_argument(
        "--day", metavar="YYYY-MM-DD", help="for locations with {day} (default: today and the days before it)"
    )


def add_fold_commands(add: Add) -> None:
    """The commands about which articles are one story."""
    sub = add(
        "decide",
        decision_commands.decide,
        "Decide that two articles carry the same report or different ones, or on which day one was published.",
    )
    sub.add_argument(
        "verdict",
        nargs="?",
        choices=("same", "different", "unsure", "day", "revoke", "apply"),
        help="what is true of two articles, or of one: day; revoke takes a decision back, apply obeys those that wait",
    )
    sub.add_argument(
        "article",
        nargs="*",
        type=int,
        metavar="ID",
        help="two article ids; one for day; for revoke the id of the decision",
    )
    sub.add_argument(
        "--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the right day, of verdict day"
    )
    sub.add_argument("--list", action="store_true", help="show the decisions that hold, as `decisions` does")
    sub.add_argument("--by", metavar="NAME", default=user_name(), help="who decides (default: %(default)s)")
    sub.add_argument("--note", metavar="TEXT", help="why; kept with the decision")
    database(sub)
    as_json(sub)

    sub = add("decisions", decision_commands.list_decisions, "Show what people have decided on articles.")
    sub.add_argument("--all", action="store_true", help="those taken back too")
    sub.add_argument(
        "--export",
        metavar="FILE",
        help="write the decided pairs with their texts as JSON lines, for bench.calibration; - is standard output",
    )
    database(sub)
    as_json(sub, "one JSON object a decision and line")

    sub = add(
        "refold",
        commands.refold,
        "Compare all stored texts anew with the method of today; show what splits and what merges.",
    )
    sub.add_argument(
        "--learn",
        action="store_true",
        help="first learn anew what each source's boilerplate is, and set it aside",
    )
    dry_run(sub, "change nothing; show what would split and what would merge")
    database(sub)
    as_json(sub)


def add_database_commands(add: Add) -> None:
    """The commands about the database and the servers."""
    sub = add("report", commands.report, "Show the report of a run.")
    sub.add_argument("run", nargs="?", type=int, metavar="ID", help="the run (default: the last)")
    database(sub)
    as_json(sub)

    sub = add(
        "status",
        commands.status,
        "Show balance, quarantine and freshness; exit code 1 where something is off.",
    )
    sub.add_argument(
        "--verify",
        action="store_true",
        help="also work out anew whether all that was loaded is held; reads everything",
    )
    database(sub)
    as_json(sub)

    sub = add(
        "rebuild",
        rebuild_commands.rebuild,
        "Build an empty database again from the raw store: its bytes and its journal. Goes on where it was stopped.",
    )
    sub.add_argument(
        "--from",
        dest="raw_store",
        metavar="RAW_STORE",
        required=True,
        help="a folder, or s3://bucket/prefix with the connection in AIRFLOW_CONN_NEWSFOLD_RAW_STORE",
    )
    database(sub)
    as_json(sub)

    sub = add("migrate", commands.migrate_database, "Bring the database to the schema of this version.")
    database(sub)

    sub = add("marts", analyst_commands.refresh_marts, "Bring the analysts' marts up to what is loaded.")
    sub.add_argument("--full", action="store_true", help="make all of them anew")
    database(sub)
    as_json(sub)

    sub = add("brief", analyst_commands.brief, "Make the brief of a day: one page of what came in.")
    sub.add_argument(
        "day", nargs="?", metavar="DAY", help="as 2025-09-27 (default: the newest with articles)"
    )
    sub.add_argument(
        "--html",
        metavar="FILE",
        help="where to; - is standard output (default: briefs/DAY.html in NEWSFOLD_HOME)",
    )
    database(sub)

    sub = add("sql", commands.run_sql, "Run one SQL statement and print what it gives.")
    sub.add_argument("statement", help='for example "select * from analytics.stories"')
    role(sub)
    database(sub)
    as_json(sub, "one JSON object a row and line")

    sub = add("database-url", commands.print_database_url, "Print how to connect to the database.")
    role(sub)
    add(
        "run",
        commands.run,
        "Start Postgres and Airflow, run the DAG once, show its report, and leave the UI up.",
    )
    add("stop", commands.stop, "Stop Airflow and the embedded Postgres.")
    sub = add(
        "airflow",
        commands.airflow,
        "Run a command of Airflow's own with the settings and the database that `run` gives it.",
    )
    sub.add_argument(
        "arguments",
        nargs=argparse.REMAINDER,
        metavar="ARGUMENT",
        help="for example: connections list; dags trigger news_ingest; cheat-sheet",
    )


def add_export_commands(add: Add) -> None:
    """The commands for systems that take over what is held."""
    sub = add(
        "export",
        analyst_commands.export,
        "Write all articles as files, one a day of publication; again only the days that changed.",
    )
    sub.add_argument("folder", metavar="FOLDER", help="where to; one export a folder")
    sub.add_argument(
        "--format", choices=("parquet", "csv", "ninjs"), default="parquet", help="default: %(default)s"
    )
    sub.add_argument(
        "--from", dest="first", metavar="DAY", help="the first day of publication, as 2025-09-27"
    )
    sub.add_argument(
        "--to", dest="last", metavar="DAY", help="the last one; another range than before writes all anew"
    )
    sub.add_argument(
        "--since",
        metavar="TOKEN",
        help="the days that changed since this token (default: since the last export)",
    )
    sub.add_argument("--full", action="store_true", help="write all days anew")
    database(sub)
    as_json(sub)

    sub = add(
        "changes", analyst_commands.changes, "Show which articles changed, and the token to go on from."
    )
    sub.add_argument("--since", metavar="TOKEN", help="what came after it (default: all that is held)")
    database(sub)
    as_json(sub, "one JSON object a change and line, then the next token")


def add_maintenance_commands(add: Add) -> None:
    """The commands of the upkeep."""
    sub = add(
        "maintain",
        maintenance_commands.maintain,
        "Do the upkeep: retention, partitions, raw store, boilerplate, marts, statistics.",
    )
    sub.add_argument(
        "--task", action="append", default=[], metavar="NAME", help="only this one; again for more"
    )
    dry_run(sub, "change nothing; show what would be done")
    database(sub)
    as_json(sub)

    sub = add("forget", maintenance_commands.forget, "Remove for ever what a source has delivered.")
    sub.add_argument("slug", metavar="SOURCE", help="its slug; it may be declared no more")
    sub.add_argument(
        "--before", metavar="DAY", help="only what last came before this day (UTC), as 2025-09-27"
    )
    sub.add_argument(
        "--lift",
        action="store_true",
        help="remove nothing: let what was removed come again where it is delivered again",
    )
    sub.add_argument("--yes", action="store_true", help="do it; it can't be undone")
    dry_run(sub, "change nothing; show what would be removed")
    database(sub)
    as_json(sub)


def database(sub: argparse.ArgumentParser) -> None:
    """The option that names another database."""
    sub.add_argument(
        "--database-url",
        metavar="URL",
        help="Postgres 15 or later (default: NEWSFOLD_DATABASE_URL, else the embedded server)",
    )


def role(sub: argparse.ArgumentParser) -> None:
    """The option that chooses whose rights apply."""
    sub.add_argument(
        "--role", choices=ROLES, default="analyst", help="whose rights to use (default: %(default)s)"
    )


def as_json(sub: argparse.ArgumentParser, text: str = "print JSON") -> None:
    """The option for machines."""
    sub.add_argument("--json", action="store_true", help=text)


def dry_run(
    sub: argparse.ArgumentParser, text: str = "do everything but load; report what would happen"
) -> None:
    """The option to rehearse."""
    sub.add_argument("--dry-run", action="store_true", help=text)


if __name__ == "__main__":
    sys.exit(main())
