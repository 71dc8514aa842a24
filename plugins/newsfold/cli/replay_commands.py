"""The commands about what was refused: `newsfold replay` reads it again, `newsfold dismiss` leaves it alone."""

import argparse
import contextlib

from newsfold.cli import command_options, console
from newsfold.cli.database_access import open_work, writable_url
from newsfold.cli.ingest_commands import carry_out, options_of_a_run
from newsfold.cli.usage import UsageError, did_you_mean
from newsfold.model import REASONS
from newsfold.pipeline import replay_choices, replaying, steps
from newsfold.store import dismissals
from newsfold.store.connection import connect

Arguments = argparse.Namespace


def replay_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold replay`."""
    parser.add_argument("--reason", metavar="CODE", help="only what was refused for this reason")
    parser.add_argument("--run", type=int, metavar="ID", help="only what this run refused")
    parser.add_argument("--source", metavar="SLUG", help="only files of this source")
    parser.add_argument("--format", metavar="NAME", help="only what was read as this format")
    parser.add_argument(
        "--file", dest="files", type=int, nargs="+", metavar="ID", help="these files, refused or not"
    )
    parser.add_argument(
        "--record", dest="records", type=int, nargs="+", metavar="ID", help="these ids of ops.quarantine"
    )
    parser.add_argument(
        "--day", metavar="A[:B]", help="all files fetched on these days (UTC), refused or not"
    )
    options_of_a_run(parser)


def replay(arguments: Arguments) -> int:
    """Read quarantined files, or those of certain days, again with the readers of today."""
    if arguments.reason and arguments.reason not in REASONS:
        hint = did_you_mean(arguments.reason, REASONS)
        raise UsageError(f"{arguments.reason!r} is no reason of the quarantine; {hint}")
    first, _, last = (arguments.day or "").partition(":")
    chosen = {**vars(arguments), "run_id": arguments.run, "first_day": first, "last_day": last}
    try:
        choice = replay_choices.choice_of(chosen)
    except replay_choices.ChoiceError as error:
        raise UsageError(str(error)) from error
    with open_work(writable_url(arguments)) as work:
        if not replaying.choose_files(work, choice):
            console.out.print(
                "nothing is in quarantine" if choice == replay_choices.Choice() else "nothing fits"
            )
            return 0
        return carry_out(work, "replay", arguments, lambda run_id: replaying.assign(work, run_id, choice))


def dismiss_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold dismiss`."""
    parser.add_argument("id", type=int, nargs="+", metavar="ID", help="an id of ops.quarantine")
    parser.add_argument("--note", help="why, for those who ask later")
    command_options.decided_by(parser, "who says so (default: %(default)s)")
    parser.add_argument("--take-back", action="store_true", help="they are open again")
    command_options.database(parser)


def dismiss(arguments: Arguments) -> int:
    """Say of refused records that nobody has to look at them any more, or take that back."""
    with contextlib.closing(connect(writable_url(arguments))) as connection, connection:
        done = dismissals.dismiss(
            connection,
            arguments.id,
            decided_by=arguments.by,
            note=arguments.note,
            now=steps.utc_now(),
            take_back=arguments.take_back,
        )
    verb = "taken back" if arguments.take_back else "dismissed"
    console.out.print(f"{len(done)} of {len(arguments.id)} {verb}")
    return 0 if done else 1
