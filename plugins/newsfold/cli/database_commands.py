"""The commands about the database itself: `newsfold migrate`, `newsfold sql`, `newsfold database-url`."""

import argparse
import json
from collections.abc import Sequence

from newsfold.cli import command_options, console
from newsfold.cli.database_access import database_url as url_for
from newsfold.cli.database_access import named_url, open_connection
from newsfold.cli.usage import UsageError
from newsfold.config.home import newsfold_home
from newsfold.local import logins
from newsfold.store import queries
from newsfold.store.migrations import migrate as migrate_database

Arguments = argparse.Namespace
#: So many characters of a column must have room.
READABLE = 12


def migrate_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold migrate`."""
    command_options.database(parser)


def migrate(arguments: Arguments) -> int:
    """Bring the database to the schema of this version."""
    done = migrate_database(url_for(arguments, "owner"))
    console.out.print("\n".join(f"applied {name}" for name in done) or "nothing to do: the schema is current")
    return 0


def database_url_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold database-url`."""
    command_options.role(parser)
    parser.add_argument(
        "--login",
        metavar="NAME",
        help="with --role analyst: that person's own login, made where there is none",
    )


def database_url(arguments: Arguments) -> int:
    """Print how a role connects, or an analyst with a login of their own."""
    embedded = named_url(arguments) is None
    url = url_for(arguments, arguments.role)
    if arguments.login is None:
        if arguments.role == "analyst" and embedded:
            logins.let_in_again(newsfold_home())
        print(url)
        return 0
    if arguments.role != "analyst":
        raise UsageError("--login is for analysts: --role analyst --login NAME")
    if not embedded:
        raise UsageError(
            "--login makes logins of the embedded server. On another one its administrator does: "
            "create role NAME login in role newsfold_analyst"
        )
    print(logins.login_url(newsfold_home(), arguments.login))
    return 0


def sql_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold sql`."""
    parser.add_argument("statement", help='for example "select * from analytics.stories"')
    command_options.role(parser)
    command_options.database(parser)
    command_options.as_json(parser, "one JSON object a row and line")


def sql(arguments: Arguments) -> int:
    """Run one statement and print what it gives."""
    with open_connection(arguments, arguments.role) as connection:
        columns, rows = queries.run_query(connection, arguments.statement)
    if arguments.json:
        if len(set(columns)) < len(columns):
            raise UsageError(
                "two columns have one name, and an object holds each name once: give them names of their own with AS"
            )
        for row in rows:
            print(json.dumps(dict(zip(columns, row, strict=True)), default=str, ensure_ascii=False))
    else:
        print_query(columns, rows)
    return 0


def print_query(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """What a statement gave: a table, or where its columns would be too narrow to be read, each row as a table of its own."""
    if not is_too_wide(columns, rows):
        console.out.print(console.table(columns, rows))
        return
    for number, row in enumerate(rows, start=1):
        console.out.print(
            console.table(["column", "value"], zip(columns, row, strict=True), title=f"row {number}"), ""
        )


def is_too_wide(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> bool:
    """Whether there is not room for READABLE characters, or as many as it has, in each column."""
    widest = [
        max([len(name), *(len(console.cell(row[at])) for row in rows)]) for at, name in enumerate(columns)
    ]
    return bool(rows) and sum(min(width, READABLE) + 2 for width in widest) - 2 > console.out.width
