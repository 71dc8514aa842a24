"""The commands for systems that take over what is held: `newsfold export` as files, `newsfold changes` as a feed."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from newsfold.cli import command_options, console
from newsfold.cli.database_access import open_connection
from newsfold.cli.usage import UsageError, day_of
from newsfold.pipeline import steps

SHOWN_OF_CHANGES = ("change", "article_id", "story_id", "run_id", "at")


def export_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold export`."""
    parser.add_argument(
        "folder", metavar="FOLDER", type=command_options.place, help="where to; one export a folder"
    )
    parser.add_argument(
        "--format", choices=("parquet", "csv", "ninjs"), default="parquet", help="default: %(default)s"
    )
    parser.add_argument(
        "--from", dest="first", metavar="DAY", help="the first day of publication, as 2025-09-27"
    )
    parser.add_argument(
        "--to", dest="last", metavar="DAY", help="the last one; another range than before writes all anew"
    )
    parser.add_argument(
        "--since",
        metavar="TOKEN",
        help="the days that changed since this token (default: since the last export)",
    )
    parser.add_argument("--full", action="store_true", help="write all days anew")
    parser.add_argument(
        "--snapshot",
        metavar="NAME",
        help="the articles of that state (newsfold snapshot), into an empty folder",
    )
    command_options.database(parser)
    command_options.as_json(parser)


def export(arguments: argparse.Namespace) -> int:
    """Write what analysts see as files by day; again only the days that changed. Or what they saw, once."""
    if arguments.snapshot:
        return export_named(arguments)
    from newsfold.analytics import export as exports
    from newsfold.store.export import TokenError

    wanted = exports.Wanted(
        format=arguments.format,
        first=day_of(arguments.first),
        last=day_of(arguments.last),
        since=arguments.since,
        full=arguments.full,
    )
    with open_connection(arguments, "analyst") as connection:
        with console.progress_bar("export") as progress:
            try:
                done = exports.export(
                    connection, Path(arguments.folder), wanted, now=steps.utc_now(), progress=progress
                )
            except (exports.ExportError, TokenError) as error:
                raise UsageError(str(error)) from error
    console.show(arguments, done.as_dict(), print_exported)
    return 0


def export_named(arguments: argparse.Namespace) -> int:
    """Write the articles of a snapshot."""
    from newsfold.analytics.export import ExportError
    from newsfold.analytics.snapshot_export import export_snapshot
    from newsfold.store.snapshots import SnapshotError

    if arguments.first or arguments.last or arguments.since or arguments.full:
        raise UsageError("a snapshot is written as a whole: leave out --from, --to, --since and --full")
    with open_connection(arguments, "analyst") as connection:
        try:
            done = export_snapshot(connection, Path(arguments.folder), arguments.snapshot, arguments.format)
        except (ExportError, SnapshotError) as error:
            raise UsageError(str(error)) from error
    console.show(arguments, asdict(done), print_snapshot)
    return 0


def print_snapshot(done: dict[str, object]) -> None:
    """The same for a person."""
    console.out.print(
        f"snapshot {done['snapshot']}: {done['articles']:,} articles in {done['files']:,} files in"
        f" {console.escape(str(done['folder']))}; {done['withheld']:,} without their words, as they are hidden by now,"
        f" {done['gone']:,} removed since"
    )


def print_exported(done: dict[str, object]) -> None:
    """What an export did, for a person."""
    if done["kind"] == "none":
        console.out.print("nothing to do: the files show what is loaded")
    else:
        console.out.print(
            f"{done['kind']} export: {done['articles']:,} articles in {done['written']:,} files written,"
            f" {done['removed']:,} removed; {done['files']:,} files in {console.escape(str(done['folder']))}"
        )


def changes_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold changes`."""
    parser.add_argument("--since", metavar="TOKEN", help="what came after it (default: all that is held)")
    command_options.database(parser)
    command_options.as_json(parser, "one JSON object a change and line, then the next token")


def changes(arguments: argparse.Namespace) -> int:
    """Print what changed since a token, and the token to go on from."""
    from newsfold.store import export as store

    token = arguments.since
    with open_connection(arguments, "analyst") as connection:
        try:
            for portion in store.changes(connection, token):
                token = portion[-1]["token"]
                if arguments.json:
                    for row in portion:
                        print(json.dumps(row, default=str))
                else:
                    console.print_rows([{name: row[name] for name in SHOWN_OF_CHANGES} for row in portion])
        except store.TokenError as error:
            raise UsageError(str(error)) from error
    if arguments.json:
        print(json.dumps({"next_token": token}))
    else:
        console.out.print(f"to go on: newsfold changes --since {token}" if token else "nothing is loaded")
    return 0
