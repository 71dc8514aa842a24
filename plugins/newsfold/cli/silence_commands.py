"""The command about silences: nobody is told of a source, or of a reason of the quarantine, for a while."""

import argparse
import difflib
import re
from datetime import timedelta

from newsfold.cli import command_options, console
from newsfold.cli.database_access import open_connection
from newsfold.cli.usage import UsageError
from newsfold.config.home import project_root
from newsfold.config.sources_file import load_sources
from newsfold.model import REASONS
from newsfold.pipeline import steps
from newsfold.store import decisions, expectations

Arguments = argparse.Namespace
DURATION = re.compile(r"([1-9][0-9]{0,4})([mhdw])")
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
LONGEST = timedelta(days=366)


def silence_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold silence`."""
    parser.add_argument(
        "target", nargs="?", metavar="SLUG|REASON", help="a source, or a reason of the quarantine"
    )
    parser.add_argument(
        "--for", dest="duration", default="1d", metavar="TIME", help="as 90m, 12h, 3d, 2w (default: 1d)"
    )
    parser.add_argument("--note", metavar="TEXT", help="why, for those who ask later")
    command_options.decided_by(parser, "who says so (default: %(default)s)")
    parser.add_argument("--list", action="store_true", help="show the silences that hold")
    parser.add_argument("--revoke", type=int, metavar="ID", help="take a silence back")
    command_options.database(parser)
    command_options.as_json(parser)


def silence(arguments: Arguments) -> int:
    """Keep a silence, take one back, or show those that hold."""
    if arguments.list:
        return list_silences(arguments)
    if arguments.revoke is not None:
        return revoke(arguments)
    if arguments.target is None:
        raise UsageError("silence takes a source or a reason; or --list, or --revoke ID")
    now = steps.utc_now()
    slug, reason_code = target_of(arguments.target)
    expires_at = now + duration(arguments.duration)
    with open_connection(arguments, "operator") as connection, connection:
        decision_id = decisions.insert_act(
            connection,
            "silence",
            decided_by=arguments.by,
            note=arguments.note,
            slug=slug,
            reason_code=reason_code,
            expires_at=expires_at,
            now=now,
        )
    console.out.print(
        f"{arguments.target} is silenced until {expires_at:%Y-%m-%d %H:%M} UTC (silence {decision_id})"
    )
    return 0


def target_of(target: str) -> tuple[str | None, str | None]:
    """What a person named, as (source, reason): one of them is None. Raises UsageError for what is neither."""
    _, sources = load_sources(project_root() / "dags" / "sources.toml")
    if target in sources:
        return target, None
    if target in REASONS:
        return None, target
    near = difflib.get_close_matches(target, [*sources, *REASONS], n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise UsageError(f"{target!r} is neither a source nor a reason of the quarantine{hint}")


def duration(text: str) -> timedelta:
    """For example 90m, 12h, 3d, 2w. Raises UsageError for anything else, and beyond a year."""
    found = DURATION.fullmatch(text)
    length = timedelta(**{UNITS[found[2]]: int(found[1])}) if found else None
    if length is None or length > LONGEST:
        raise UsageError(f"--for takes a time such as 90m, 12h, 3d or 2w, up to a year, not {text!r}")
    return length


def revoke(arguments: Arguments) -> int:
    """Take a silence back."""
    now = steps.utc_now()
    with open_connection(arguments, "operator") as connection:
        held = {row.decision_id for row in expectations.silences(connection, now)}
        if arguments.revoke not in held:
            raise UsageError(f"{arguments.revoke} is no silence that holds; see --list")
        with connection:
            decisions.revoke(connection, arguments.revoke, revoked_by=arguments.by, now=now)
    console.out.print(f"silence {arguments.revoke} is taken back")
    return 0


def list_silences(arguments: Arguments) -> int:
    """Show the silences that hold."""
    with open_connection(arguments, "operator") as connection:
        rows = [row._asdict() for row in expectations.silences(connection, steps.utc_now())]
    console.show(arguments, rows, console.print_rows)
    return 0
