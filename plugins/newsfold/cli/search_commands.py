"""`newsfold searches`: searches that are asked of all that comes in, and what new each has found."""

import argparse
import re
from collections.abc import Mapping
from datetime import time
from typing import Any

from newsfold.cli import command_options, console
from newsfold.cli.database_access import open_connection
from newsfold.cli.usage import UsageError
from newsfold.config.stated_values import fault_of
from newsfold.pipeline import steps
from newsfold.store import saved_searches

Arguments = argparse.Namespace
QUIET = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
FILTERS = ("query", "language", "country", "source", "event_id")


def searches_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold searches`."""
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help="show what this one has found that nobody was told of"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--save",
        nargs="?",
        const="",
        metavar="QUERY",
        help='keep a search: words, "a phrase", or, -without; no words: all that the filters let through',
    )
    what.add_argument("--remove", action="store_true", help="keep it no more")
    what.add_argument("--told", action="store_true", help="show what is new, and send no message of it")
    parser.add_argument("--language", metavar="CODE", help="only articles in this language: en, fr")
    parser.add_argument("--country", metavar="CODE", help="only datelines in this country: PT, KR")
    parser.add_argument("--source", metavar="SLUG", help="only articles of this source")
    parser.add_argument(
        "--event", dest="event_id", type=int, metavar="ID", help="only articles of this event"
    )
    parser.add_argument(
        "--quiet", metavar="HH:MM-HH:MM", help="tell nothing then, in the zone of dags/sources.toml"
    )
    parser.add_argument(
        "--to", metavar="CONNECTION", help="the Airflow connection to tell (default: newsfold_alerts)"
    )
    command_options.decided_by(parser, "who keeps it (default: %(default)s)")
    command_options.database(parser)
    command_options.as_json(parser)


def searches(arguments: Arguments) -> int:
    """Show the searches or what one has found, keep one, or remove one. Exit code 1 where there is none of that name."""
    if arguments.name is None:
        if arguments.save is not None or arguments.remove or arguments.told:
            raise UsageError("say which search: newsfold searches NAME …")
        with open_connection(arguments, "operator") as connection:
            found = [row._asdict() for row in saved_searches.listed(connection)]
        console.show(arguments, found, print_searches)
        return 0
    if arguments.save is not None:
        return save(arguments)
    if arguments.remove:
        with open_connection(arguments, "operator") as connection:
            is_done = saved_searches.remove(connection, arguments.name)
        console.out.print("removed" if is_done else f"there is no search {arguments.name}", markup=False)
        return 0 if is_done else 1
    return show(arguments)


def save(arguments: Arguments) -> int:
    """Keep a search. Raises UsageError where it can't be kept."""
    given = {name: getattr(arguments, name) for name in FILTERS[1:]} | {
        "query": arguments.save.strip() or None
    }
    given["language"] = given["language"] and given["language"].lower()
    given["country"] = given["country"] and given["country"].upper()
    for name in ("query", "language", "country", "source"):
        if given[name] is not None and (fault := fault_of(name, given[name])):
            raise UsageError(f"{name} {fault}")
    if not NAME.fullmatch(arguments.name):
        raise UsageError("a name has small letters, digits, - and _, 63 at most")
    if not any(value is not None for value in given.values()):
        raise UsageError("a search needs words, or one of --language, --country, --source, --event")
    if given["query"] and len(given["query"]) > 1000:
        raise UsageError("a query has at most 1,000 characters")
    with open_connection(arguments, "operator") as connection:
        try:
            saved_searches.save(
                connection,
                arguments.name,
                by=arguments.by,
                now=steps.utc_now(),
                quiet=quiet_hours(arguments.quiet),
                to=arguments.to,
                **given,
            )
        except saved_searches.Unfit as error:
            raise UsageError(str(error)) from error
    console.out.print(
        f"{arguments.name} is kept: what comes in from now on and fits is told by news_watch, each story once",
        markup=False,
    )
    return 0


def quiet_hours(text: str | None) -> tuple[time, time] | None:
    """`22:00-07:00` -> two times of day. Raises UsageError."""
    if text is None:
        return None
    match = QUIET.fullmatch(text.strip())
    if match is None or match[1] + match[2] == match[3] + match[4]:
        raise UsageError(f"{text!r} are no quiet hours: 22:00-07:00")
    first, last = (time(int(match[n]), int(match[n + 1])) for n in (1, 3))
    return first, last


def show(arguments: Arguments) -> int:
    """Let one look, and show what is new in it."""
    now = steps.utc_now()
    with open_connection(arguments, "loader") as connection:
        if all(row.name != arguments.name for row in saved_searches.listed(connection)):
            console.out.print(f"there is no search {arguments.name}", markup=False)
            return 1
        try:
            saved_searches.look(connection, arguments.name, now=now)
        except saved_searches.TooOld:
            if not arguments.told:
                console.out.print(
                    f"{arguments.name} has not looked for so long that what changed since is told no more;"
                    f" `newsfold searches {arguments.name} --told` goes on from now",
                    markup=False,
                )
                return 1
            saved_searches.start_again(connection, arguments.name, now=now)
        found = [row._asdict() for row in saved_searches.untold(connection, arguments.name)]
        if arguments.told:
            saved_searches.note_told(
                connection, arguments.name, [row["article_id"] for row in found], now=now
            )
    console.show(arguments, found, print_found)
    return 0


def print_searches(found: list[Mapping[str, Any]]) -> None:
    """The searches for a person."""
    if not found:
        console.out.print("no search is kept; newsfold searches NAME --save QUERY keeps one")
    for each in found:
        asks = ", ".join(
            f"{name.removesuffix('_id')} {each[name]}" for name in FILTERS if each[name] is not None
        )
        stories = "1 story" if each["stories"] == 1 else f"{each['stories']:,} stories"
        untold = f", {each['untold']:,} to be told" if each["untold"] else ""
        console.out.print(f"{each['name']}: {asks}; {stories} so far{untold}", markup=False)


def print_found(found: list[Mapping[str, Any]]) -> None:
    """What is new for a person."""
    if not found:
        console.out.print("nothing new")
    for each in found:
        console.out.print(
            f"story {each['story_id']}: {each['headline'] or '(without a headline)'} ({each['source']},"
            f" {each['published_on'] or 'not dated'})",
            markup=False,
        )
