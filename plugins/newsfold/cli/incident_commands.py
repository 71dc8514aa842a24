"""The command about incidents: show what is open or one's history; own, note, silence or resolve one."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from newsfold.cli import command_options, console
from newsfold.cli.database_access import open_connection
from newsfold.cli.report_commands import declared, print_incidents
from newsfold.cli.silence_commands import duration
from newsfold.cli.usage import UsageError
from newsfold.operate import incidents as present_incidents
from newsfold.pipeline import steps
from newsfold.store import incidents as rows
from newsfold.store.connection import Connection

Arguments = argparse.Namespace
MOST_PAST = 100


def incidents_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold incidents`."""
    parser.add_argument(
        "incident_id", nargs="?", type=int, metavar="ID", help="one incident, with its history"
    )
    parser.add_argument("--past", action="store_true", help="those that are over or were resolved")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--own", action="store_true", help="look after it, as the one named by --by")
    what.add_argument("--note", metavar="TEXT", help="keep a note on it")
    what.add_argument("--silence", metavar="TIME", help="no messages about it for 90m, 12h, 3d, 2w")
    what.add_argument("--resolve", action="store_true", help="nobody has to look at it any more")
    what.add_argument("--reopen", action="store_true", help="take that back")
    command_options.decided_by(parser, "who says so (default: %(default)s)")
    command_options.database(parser)
    command_options.as_json(parser)


def incidents(arguments: Arguments) -> int:
    """Show incidents, or do something about one."""
    what = act_of(arguments)
    if what is not None and arguments.incident_id is None:
        raise UsageError("say which incident: its number stands in `newsfold incidents`")
    with open_connection(arguments, "operator") as connection:
        if what is not None:
            return act(arguments, connection, what)
        if arguments.incident_id is not None:
            console.show(arguments, one(connection, arguments.incident_id), print_one)
        elif arguments.past:
            with connection:
                past = [row._asdict() for row in rows.past(connection, MOST_PAST)]
            console.show(arguments, past, print_incidents)
        else:
            found = present_incidents.present(connection, declared(), steps.utc_now())
            console.show(arguments, [asdict(each) for each in found], print_incidents)
    return 0


def act_of(arguments: Arguments) -> str | None:
    """What is to be done; None where something is only shown."""
    asked = {
        "owned": arguments.own,
        "noted": arguments.note is not None,
        "silenced": arguments.silence is not None,
        "resolved": arguments.resolve,
        "reopened": arguments.reopen,
    }
    return next((what for what, is_asked in asked.items() if is_asked), None)


def act(arguments: Arguments, connection: Connection, what: str) -> int:
    """Do it. Raises UsageError where there is no such incident, or nothing to be done about it."""
    now = steps.utc_now()
    with connection:
        is_done = rows.act(
            connection,
            arguments.incident_id,
            what,
            by=arguments.by,
            now=now,
            detail=arguments.by if what == "owned" else arguments.note,
            until=now + duration(arguments.silence) if what == "silenced" else None,
        )
    if not is_done:
        raise UsageError(f"there is no incident {arguments.incident_id} that can be {what}")
    done = {"incident_id": arguments.incident_id, "what": what}
    console.show(
        arguments, done, lambda each: console.out.print(f"incident {each['incident_id']}: {each['what']}")
    )
    return 0


def one(connection: Connection, incident_id: int) -> dict[str, Any]:
    """One incident with what happened to it. Raises LookupError."""
    with connection:
        row = rows.one(connection, incident_id)
        if row is None:
            raise LookupError(f"there is no incident {incident_id}")
        return {**row._asdict(), "events": [each._asdict() for each in rows.events(connection, incident_id)]}


def print_one(incident: Mapping[str, Any]) -> None:
    """One incident, and its history."""
    print_incidents([incident])
    if incident["setting"]:
        console.out.print(f"    [dim]setting: {console.escape(incident['setting'])}[/dim]")
    for each in incident["events"]:
        by = f" by {each['by']}" if each["by"] else ""
        detail = f": {each['detail']}" if each["detail"] else ""
        console.out.print(console.escape(f"{each['happened_at']:%Y-%m-%d %H:%M} {each['what']}{by}{detail}"))
