"""The subcommands for analysts' tables."""

import argparse
from contextlib import closing

from newsfold import commands, console, steps
from newsfold.store.connection import connect


def refresh_marts(arguments: argparse.Namespace) -> int:
    """Bring the marts up to what is loaded; all anew with --full."""
    from newsfold import marts

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
