"""The subcommands for analysts' tables, and for systems that take over what they show."""

import argparse
import json
from contextlib import closing
from datetime import date
from pathlib import Path

from newsfold.cli import commands, console
from newsfold.config.home import newsfold_home, write_private
from newsfold.pipeline import steps
from newsfold.store.connection import connect

SHOWN_OF_CHANGES = ("change", "article_id", "story_id", "run_id", "at")


def refresh_marts(arguments: argparse.Namespace) -> int:
    """Bring the marts up to what is loaded; all anew with --full."""
    from newsfold.analytics import marts

    with closing(connect(commands.writable_url(arguments))) as connection:
        with console.spinner("refreshing the marts"):
            done = marts.refresh(connection, now=steps.utc_now(), full=arguments.full)
    commands.show(arguments, done.as_dict(), print_refreshed)
    return 0


def print_refreshed(done: dict[str, object]) -> None:
    """What a refresh did, for a person."""
    if done["kind"] == "none":
        console.out.print("nothing to do: the marts show what is loaded")
    else:
        console.out.print(
            f"{done['kind']} refresh: {done['articles']:,} articles, {done['stories']:,} stories,"
            f" {done['days']:,} days in {done['seconds']:.1f} s"
        )


def brief(arguments: argparse.Namespace) -> int:
    """Make and keep the brief of a day, and write its page to a file."""
    from newsfold.ui import brief_page

    day = day_of(arguments.day)
    with closing(connect(commands.writable_url(arguments))) as connection:
        made, page = brief_page.make(connection, day, now=steps.utc_now())
    if arguments.html:
        commands.write_text(arguments.html, page)
    else:
        write_private(brief_file(made), page)
    if arguments.html != "-":
        print(arguments.html or brief_file(made))
    return 0


def brief_file(day: date) -> Path:
    """Where the page of a day is written by default."""
    return newsfold_home() / "briefs" / f"{day}.html"


def export(arguments: argparse.Namespace) -> int:
    """Write what analysts see as files by day; again only the days that changed."""
    from newsfold.analytics import export as exports
    from newsfold.store.export import TokenError

    wanted = exports.Wanted(
        format=arguments.format,
        first=day_of(arguments.first),
        last=day_of(arguments.last),
        since=arguments.since,
        full=arguments.full,
    )
    with commands.open_connection(arguments, "analyst") as connection:
        with console.progress_bar("export") as progress:
            try:
                done = exports.export(
                    connection, Path(arguments.folder), wanted, now=steps.utc_now(), progress=progress
                )
            except (exports.ExportError, TokenError) as error:
                raise commands.UsageError(str(error)) from error
    commands.show(arguments, done.as_dict(), print_exported)
    return 0


def print_exported(done: dict[str, object]) -> None:
    """What an export did, for a person."""
    if done["kind"] == "none":
        console.out.print("nothing to do: the files show what is loaded")
    else:
        console.out.print(
            f"{done['kind']} export: {done['articles']:,} articles in {done['written']:,} files written,"
            f" {done['removed']:,} removed; {done['files']:,} files in {console.escape(str(done['folder']))}"
        )


def day_of(text: str | None) -> date | None:
    """A day by ISO 8601. Raises UsageError."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise commands.UsageError(f"not a day: {text}; write it as 2025-09-27") from error


def changes(arguments: argparse.Namespace) -> int:
    """Print what changed since a token, and the token to go on from."""
    from newsfold.store import export as store

    token = arguments.since
    with commands.open_connection(arguments, "analyst") as connection:
        try:
            for portion in store.changes(connection, token):
                token = portion[-1]["token"]
                if arguments.json:
                    for row in portion:
                        print(json.dumps(row, default=str))
                else:
                    console.print_rows([{name: row[name] for name in SHOWN_OF_CHANGES} for row in portion])
        except store.TokenError as error:
            raise commands.UsageError(str(error)) from error
    if arguments.json:
        print(json.dumps({"next_token": token}))
    else:
        console.out.print(f"to go on: newsfold changes --since {token}" if token else "nothing is loaded")
    return 0
