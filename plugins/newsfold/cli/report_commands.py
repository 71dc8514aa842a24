"""The commands about what was done and how things stand: `newsfold report`, `newsfold status`."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from newsfold.cli import command_options, console, report_console
from newsfold.cli.console import escape, out, table
from newsfold.cli.database_access import open_connection
from newsfold.config.home import project_root
from newsfold.config.sources import Source, SourceError
from newsfold.config.sources_file import load_sources
from newsfold.operate import incidents
from newsfold.pipeline import journal, steps
from newsfold.store import reports

Arguments = argparse.Namespace
#: What is off where it is not 0, and how it is shown.
OFF = {
    "unbalanced_files": "files whose ledger does not balance",
    "failed_runs": "failed runs",
    "files_due": "files fetched but not loaded",
    "incomplete_listings": "sources whose listing is not seen whole",
    "quarantined": "records in quarantine",
    "lab_over_quota": "analysts over their quota in the lab (`newsfold lab`)",
}


def report_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold report`."""
    parser.add_argument("run", nargs="?", type=int, metavar="ID", help="the run (default: the last)")
    report_console.full_option(parser)
    command_options.database(parser)
    command_options.as_json(parser)


def report(arguments: Arguments) -> int:
    """Show the report of a run."""
    with open_connection(arguments, "operator") as connection:
        run_id = arguments.run or reports.latest_run(connection)
        if run_id is None:
            raise LookupError("there is no run yet")
        stored = steps.stored_report(connection, run_id)
        console.show(arguments, stored, report_console.printer(arguments))
    return 0


def status_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold status`."""
    parser.add_argument(
        "--verify",
        action="store_true",
        help="also work out anew whether all that was loaded is held; reads everything",
    )
    command_options.database(parser)
    command_options.as_json(parser)


def status(arguments: Arguments) -> int:
    """Show the ledger's balance, the quarantine and how fresh the sources are."""
    with open_connection(arguments, "operator") as connection:
        state = reports.status(connection)
        state["incidents"] = [
            asdict(each) for each in incidents.present(connection, declared(), steps.utc_now())
        ]
        if arguments.verify:
            state["verified"] = journal.verify(connection)
    console.show(arguments, state, print_status)
    if arguments.verify and not arguments.json:
        print_verified(state["verified"])
    is_off = any(state[key] for key in OFF) or any(
        each["level"] == "bad" and each["silenced_until"] is None for each in state["incidents"]
    )
    return 1 if is_off or (arguments.verify and not state["verified"]["same"]) else 0


def declared() -> Mapping[str, Source] | str:
    """The sources of this checkout; where they can't be read, why."""
    try:
        return load_sources(project_root() / "dags" / "sources.toml")[1]
    except SourceError as error:
        return str(error)


def print_status(status: Mapping[str, Any]) -> None:
    """The state of the whole."""
    out.print(f"{status['articles']} articles in {status['stories']} stories")
    for name, label in OFF.items():
        colour = "red" if status[name] else "green"
        out.print(f"[{colour}]{status[name]}[/{colour}] {label}")
    print_incidents(status["incidents"])
    for key, columns in (
        ("reasons", ["reason_code", "records", "last_seen_at"]),
        ("sources", ["source", "files", "last_fetched_at", *incomplete_columns(status["sources"])]),
        ("runs", ["run_id", "run_key", "trigger", "day", "state", "started_at", "finished_at"]),
    ):
        if status[key]:
            out.print("", table(columns, [[row[c] for c in columns] for row in status[key]]), sep="\n")


def print_incidents(incidents: Sequence[Mapping[str, Any]]) -> None:
    """What is open, one line each, with what usually helps against the bad ones."""
    for each in incidents:
        colour = "red" if each["level"] == "bad" else "yellow"
        word = "silenced" if each["silenced_until"] else each["level"]
        number = f" [dim]incident {each['incident_id']}[/dim]" if each["incident_id"] else ""
        owner = f" [dim]({escape(each['owner'])} looks after it)[/dim]" if each["owner"] else ""
        out.print(f"[{colour}]{word}[/{colour}] {escape(each['title'])}{number}{owner}")
        if each["level"] == "bad" and each["advice"]:
            out.print(f"    [dim]{escape(each['advice'])}[/dim]")


def incomplete_columns(sources: Sequence[Mapping[str, Any]]) -> list[str]:
    """Since when which listings are not seen whole, and why; no column where all are."""
    return (
        ["incomplete_since", "incomplete_detail"] if any(each["incomplete_since"] for each in sources) else []
    )


def print_verified(verified: Mapping[str, Any]) -> None:
    """Whether all that was loaded is held."""
    colour, word = ("green", "is") if verified["same"] else ("red", "is not")
    out.print(f"[{colour}]what is held {word} what was loaded[/{colour}]: {verified['result_in_full']}")
