"""`newsfold snapshot`: name the state of now, so that it can be cited, or build a database of a past one."""

import argparse
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from newsfold.cli import command_options, console
from newsfold.cli.database_access import migrated_url, open_connection, open_work
from newsfold.cli.usage import UsageError
from newsfold.store import journal, loading
from newsfold.store import snapshots as store
from newsfold.store.connection import Connection, connect, transaction
from newsfold.store.migrations import migrate
from newsfold.store.snapshots import SnapshotError
from newsfold.upkeep import past_states


def snapshot_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold snapshot`."""
    parser.add_argument(
        "name",
        nargs="?",
        metavar="NAME",
        help="of the state of now; with --into of one that was named, or a time, as 2025-09-27T22:00Z (default: show all)",
    )
    parser.add_argument("--note", metavar="TEXT", help="what it is for")
    parser.add_argument(
        "--into",
        metavar="URL",
        help="build a database of that state here, as newsfold_owner: empty, and of no use for loads afterwards",
    )
    command_options.decided_by(parser, "who names it (default: you)")
    command_options.database(parser)
    command_options.as_json(parser)


def snapshot(arguments: argparse.Namespace) -> int:
    """Show, name, or build one. Exit code 1 where what is built is not what was recorded."""
    try:
        if arguments.into:
            return build(arguments)
        with open_connection(arguments, "loader") as connection:
            if arguments.name:
                shown = [named(connection, arguments)]
            else:
                with connection:
                    shown = [each._asdict() for each in store.listed(connection)]
    except SnapshotError as error:
        raise UsageError(str(error)) from error
    console.show(arguments, {"snapshots": shown}, print_snapshots)
    return 0


def named(connection: Connection, arguments: argparse.Namespace) -> dict[str, Any]:
    """Name the state of now. No load is under way meanwhile."""
    with transaction(connection, lock=loading.lock_loads):
        held = journal.last_digest(connection)
        row = store.save(
            connection,
            arguments.name,
            digest=held.text if held else None,
            note=arguments.note,
            by=arguments.by,
        )
    return dict(row._asdict())


def build(arguments: argparse.Namespace) -> int:
    """Build a database of a past state."""
    if not arguments.name:
        raise UsageError("which state? name a snapshot, or a time as 2025-09-27T22:00Z")
    with open_connection(arguments, "operator") as live:
        with live:
            at = time_of(arguments.name) or store.moment(live, arguments.name)
        if arguments.into == migrated_url(arguments, "owner"):
            raise UsageError("that is the database itself: name an empty one")
        with closing(connect(arguments.into)) as there, there:
            store.refuse_older(there)
        migrate(arguments.into)
        with open_work(arguments.into) as work:
            done = past_states.build(work, live, at, tell)
    console.show(arguments, past_states.as_dict(done), print_built)
    return 0 if done.same else 1


def time_of(text: str) -> datetime | None:
    """A time with its zone, else None. Raises UsageError for one without."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    if at.tzinfo is None:
        raise UsageError(f"{text}: in which zone? 2025-09-27T22:00Z is in UTC")
    return at.astimezone(UTC)


def tell(place: int, total: int, what: str) -> None:
    """One line for each entry, on standard error."""
    console.problems.print(f"{place}/{total} {what}", highlight=False, markup=False)


def print_snapshots(held: Mapping[str, Any]) -> None:
    """A line for each, as it is cited."""
    if not held["snapshots"]:
        console.out.print("no state has a name yet: newsfold snapshot NAME gives one to that of now")
    for each in held["snapshots"]:
        console.out.print(
            f"{each['name']}: {each['articles']:,} articles in {each['stories']:,} stories at {each['at']:%Y-%m-%d %H:%M:%S} UTC,"
            f" load {each['load_number']}, digest {each['digest'] or 'none'}"
        )


def print_built(done: Mapping[str, Any]) -> None:
    """What was built, for a person."""
    console.out.print(
        f"{done['articles']:,} articles in {done['stories']:,} stories as of {done['at']}; {done['covered']:,} of them are"
        " hidden, as they are not shown any more"
    )
    if not done["same"]:
        console.out.print("[red]not what was recorded then[/red]")
