"""The commands about Postgres and Airflow on this machine: `newsfold run`, `newsfold stop`, `newsfold airflow`."""

import argparse
import os

from newsfold.cli import console, report_console
from newsfold.cli.database_access import open_connection
from newsfold.config.home import newsfold_home, project_root
from newsfold.config.sources_file import load_sources
from newsfold.local import run as local
from newsfold.pipeline import steps
from newsfold.store import reports
from newsfold.store.migrations import migrate

Arguments = argparse.Namespace


def run_options(parser: argparse.ArgumentParser) -> None:
    """`newsfold run` has no options."""


def run(arguments: Arguments) -> int:
    """Start everything, run the DAG once, show its report, and leave the Airflow UI up: what `make run` does."""
    load_sources(project_root() / "dags" / "sources.toml")  # a slip is told at once, not by Airflow
    given = os.environ.get("NEWSFOLD_DATABASE_URL")
    done = local.run(newsfold_home(), migrate=migrate, database_url=given)
    with open_connection(arguments, "operator") as connection:
        run_id = reports.latest_run(connection, f"airflow:{local.DAG_ID}:{done.run_id}")
        if run_id is not None:
            report_console.print_report(steps.stored_report(connection, run_id))
    console.out.print(local.login_text(newsfold_home(), done), markup=False)
    return 0 if done.state == "success" else 1


def stop_options(parser: argparse.ArgumentParser) -> None:
    """`newsfold stop` has no options."""


def stop(arguments: Arguments) -> int:
    """Stop Airflow, if it was started here, and the embedded server."""
    stopped = local.stop(newsfold_home())
    console.out.print("stopped" if stopped else "nothing was running")
    return 0


def airflow_options(parser: argparse.ArgumentParser) -> None:
    """All that follows is Airflow's."""
    parser.add_argument(
        "arguments",
        nargs=argparse.REMAINDER,
        metavar="ARGUMENT",
        help="for example: connections list; dags trigger news_ingest; cheat-sheet",
    )


def airflow(arguments: Arguments) -> int:
    """Run a command of Airflow's own; the exit code is Airflow's."""
    given = os.environ.get("NEWSFOLD_DATABASE_URL")
    return local.run_airflow(newsfold_home(), arguments.arguments, database_url=given)
