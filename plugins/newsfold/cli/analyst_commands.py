"""The commands for analysts: `newsfold marts` brings their tables up to date, `newsfold brief` makes the page of a day."""

import argparse
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from newsfold.cli import command_options, console
from newsfold.cli.database_access import writable_url
from newsfold.cli.usage import day_of
from newsfold.config.home import newsfold_home, write_private
from newsfold.pipeline import steps
from newsfold.store.connection import connect


def marts_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold marts`."""
    parser.add_argument("--full", action="store_true", help="make all of them anew")
    command_options.database(parser)
    command_options.as_json(parser)


def marts(arguments: argparse.Namespace) -> int:
    """Bring the marts up to what is loaded; all anew with --full."""
    from newsfold.analytics.marts import refresh

    with closing(connect(writable_url(arguments))) as connection:
        with console.spinner("refreshing the marts"):
            done = refresh(connection, now=steps.utc_now(), full=arguments.full)
    console.show(arguments, done.as_dict(), print_refreshed)
    return 0


def print_refreshed(done: dict[str, Any]) -> None:
    """What a refresh did, for a person. Its `seconds` are by part."""
    if done["kind"] == "none":
        console.out.print("nothing to do: the marts show what is loaded")
    else:
        console.out.print(
            f"{done['kind']} refresh: {done['articles']:,} articles, {done['stories']:,} stories,"
            f" {done['days']:,} days in {sum(done['seconds'].values()):.1f} s"
        )


def brief_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold brief`."""
    parser.add_argument(
        "day", nargs="?", metavar="DAY", help="as 2025-09-27 (default: the newest with articles)"
    )
    parser.add_argument(
        "--html",
        metavar="FILE",
        help="where to; - is standard output (default: briefs/DAY.html in NEWSFOLD_HOME)",
    )
    command_options.database(parser)


def brief(arguments: argparse.Namespace) -> int:
    """Make and keep the brief of a day, and write its page to a file."""
    from newsfold.ui import brief_page

    day = day_of(arguments.day)
    with closing(connect(writable_url(arguments))) as connection:
        made, page = brief_page.make(connection, day, now=steps.utc_now())
    if arguments.html:
        console.write_text(arguments.html, page)
    else:
        write_private(brief_file(made), page)
    if arguments.html != "-":
        print(arguments.html or brief_file(made))
    return 0


def brief_file(day: date) -> Path:
    """Where the page of a day is written by default."""
    return newsfold_home() / "briefs" / f"{day}.html"
