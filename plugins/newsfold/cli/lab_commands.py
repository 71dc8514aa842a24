"""`newsfold lab`: what analysts hold in the schema where they may make tables, and how much each may."""

import argparse
import re
from collections.abc import Mapping
from typing import Any

from newsfold.cli import command_options, console
from newsfold.cli.database_access import open_connection
from newsfold.cli.usage import UsageError
from newsfold.store import lab as store

UNITS = {"": 1, "kB": 1024, "MB": 1024**2, "GB": 1024**3, "TB": 1024**4}


def lab_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold lab`."""
    parser.add_argument(
        "--quota",
        metavar="SIZE",
        help="let each login hold so much: 5GB, 500MB; 0 closes the lab for new tables",
    )
    command_options.decided_by(parser, "who sets it (default: you)")
    command_options.database(parser)
    command_options.as_json(parser)


def lab(arguments: argparse.Namespace) -> int:
    """Show who holds how much, and what could not be made again. Exit code 1 where one holds more than the quota."""
    quota = None if arguments.quota is None else bytes_of(arguments.quota)
    with open_connection(arguments, "operator") as connection:
        if quota is not None:
            store.set_quota(connection, quota, arguments.by)
        held = {
            "logins": [each._asdict() for each in store.use(connection)],
            "kept": [each._asdict() for each in store.kept_objects(connection)],
        }
    console.show(arguments, held, print_held)
    return 1 if any(each["bytes"] > each["quota"] for each in held["logins"]) else 0


def bytes_of(text: str) -> int:
    """5GB -> 5368709120, by the units of Postgres. Raises UsageError."""
    match = re.fullmatch(r"(\d{1,6}) ?(kB|MB|GB|TB|)", text.strip())
    if match is None:
        raise UsageError(f"{text!r} is no size: 5GB, 500MB")
    return int(match[1]) * UNITS[match[2]]


def print_held(held: Mapping[str, Any]) -> None:
    """The same for a person."""
    if not held["logins"]:
        console.out.print("nobody holds tables in the lab")
    for each in held["logins"]:
        colour = "red" if each["bytes"] > each["quota"] else "green"
        console.out.print(
            f"{each['owner']}: {each['tables']} tables, [{colour}]{each['bytes'] / UNITS['MB']:,.1f} MB[/{colour}]"
            f" of {each['quota'] / UNITS['MB']:,.0f} MB"
        )
    for each in held["kept"]:
        console.out.print(
            f"{each['kind']} {each['name']} of {each['owner']} stood on views that are made anew, and could not be made again:"
            f" {each['problem']}. Its text is in ops.lab_object.",
            markup=False,
        )
