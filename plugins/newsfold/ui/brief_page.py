"""The daily brief as one HTML page that needs nothing else, made and kept: no script, no other file, everything escaped."""

import contextlib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from jinja2.filters import do_mark_safe

from newsfold import ui
from newsfold.analytics.brief import Brief, collect
from newsfold.store import briefs
from newsfold.store.connection import Connection, connect
from newsfold.ui.brief_view import brief_view
from newsfold.ui.templating import content_policy, environment

STATIC = Path(ui.__file__).parent / "static"
STYLE_SHEETS = ("newsfold.css", "brief.css")
#: How many of the newest days get a brief by themselves; any other day has one made when it is asked for.
NEWEST_DAYS = 3


def brief_page(brief: Brief) -> str:
    """The page as text, in UTF-8 where it is written."""
    style = "".join((STATIC / name).read_text(encoding="utf-8") for name in STYLE_SHEETS)
    values = {"style": do_mark_safe(style), "policy": content_policy(style)}
    return environment().get_template("brief.html").render(**brief_view(brief), **values)


def make(connection: Connection, day: date | None, *, now: datetime) -> tuple[date, str]:
    """Make and keep the brief of a day, of the newest one for None; the day and its page. `connection` is the loader's.

    Raises LookupError where the day has no article. Doing it again gives the same page.
    """
    brief = collect(connection, day)
    page = brief_page(brief)
    with connection:
        briefs.keep(connection, brief.day, page, brief.article_ids, brief.totals.load_number, now)
    return brief.day, page


def make_due(connection: Connection, *, now: datetime) -> Sequence[date]:
    """Make the briefs that are missing or say what is no longer so; the days, in order.

    These are the newest days after each refresh, and the kept ones that were counted anew or name what is hidden now.
    """
    with connection:
        days = briefs.due_days(connection, NEWEST_DAYS)
    for day in days:
        try:
            make(connection, day, now=now)
        except LookupError:
            with connection:
                briefs.withdraw(connection, day)
    return days


def make_due_in(database_url: str, *, now: datetime) -> Sequence[date]:
    """The same with a connection of its own. Raises DatabaseError where the database can't be reached."""
    with contextlib.closing(connect(database_url, application_name="newsfold brief")) as connection:
        return make_due(connection, now=now)
