"""`newsfold event`: the stories of one event, and why each is there."""

import argparse
from typing import Any

from newsfold.cli import command_options, console
from newsfold.cli.console import escape, out
from newsfold.cli.database_access import open_connection
from newsfold.cli.usage import UsageError
from newsfold.store import events


def event_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold event`."""
    parser.add_argument(
        "event", type=int, metavar="ID", help="id of the event, as in analytics.events and analytics.articles"
    )
    command_options.database(parser)
    command_options.as_json(parser)


def event(arguments: argparse.Namespace) -> int:
    """Show an event with its stories in the order of their days. An id of one that was merged shows the one that it is now."""
    with open_connection(arguments, "operator") as connection:
        shown = events.shown_event(connection, arguments.event)
    if shown is None:
        raise UsageError(f"there is no event {arguments.event} (see analytics.events)")
    console.show(arguments, shown, print_event)
    return 0


def print_event(shown: dict[str, Any]) -> None:
    """An event for a person."""
    out.rule(f"[bold]Event {shown['event_id']}[/bold]")
    out.print(f"[bold]{escape(console.plain(shown['name'] or 'without a headline'))}[/bold]")
    first, last = shown["first_published_on"], shown["last_published_on"]
    days = str(first or "no day") if first == last else f"{first} to {last}"
    where = ", ".join(shown["places"] or []) or "no place named"
    out.print(escape(f"{days}; {where}; {', '.join(shown['languages'] or [])}"))
    out.print(
        f"{shown['story_count']} stories in {shown['article_count']} articles of {shown['source_count']} sources;"
        f" {shown['independent_reports']} report themselves"
    )
    if shown["follows"]:
        out.print(
            escape(f"goes on from event {shown['follows_event_id']}: {console.plain(shown['follows'])}")
        )
    for later in shown["followed_by"]:
        out.print(escape(f"goes on in event {later['event_id']}: {console.plain(later['name'] or '')}"))
    for story in shown["stories"]:
        out.print()
        when = story["published_at"] or story["first_published_on"] or "no day"
        carried = f", in {story['article_count']} articles" if story["article_count"] > 1 else ""
        title = console.plain(story["headline"] or "without a headline")
        out.print(escape(f"{when:%Y-%m-%d %H:%M}" if story["published_at"] else str(when)), end="  ")
        out.print(escape(f"{story['source']} ({story['language'] or '?'}): {title}"))
        line = f"story {story['story_id']}{carried}; {reason(story)}"
        out.print(f"  [dim]{escape(line)}[/dim]")


def reason(story: dict[str, Any]) -> str:
    """Why a story is in its event."""
    why = story["reason"] or "its reason was removed"
    is_central = story["joined_by_story_id"] in (None, story["story_id"])
    return (
        why if is_central else f"joined by story {story['joined_by_story_id']} ({story['score']:.0%}): {why}"
    )
