"""Jinja2, set up so that whatever stands in the data is shown as text, and how values look to a person."""

import base64
import calendar
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from babel.dates import format_timedelta
from fastapi import Request
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from markupsafe import Markup, escape
from starlette.datastructures import URL
from starlette.responses import RedirectResponse, Response
from starlette.routing import NoMatchFound

from newsfold.model import REASONS, Outcome
from newsfold.ui.host import path_of
from newsfold.ui.listings import listed
from newsfold.ui.page_addresses import dag_run_address

ENDED = ("published", "rehearsed", "failed")  # the states of a run that nothing more comes after
RUNNING = ("started", "loaded", "checked")
#: The one scale of the pages: the kinds of chips and boxes, and their words.
WORDS = {"bad": "bad", "warning": "watch", "good": "fine"}
OUTCOMES = tuple(outcome.value for outcome in Outcome)
MEANINGS = {
    "original": "the first article of its story",
    "copy": "the same text from another source or uri",
    "near_copy": "the same text with small edits, cuts or additions",
    "rewrite": "the same report in other words",
    "translation": "the same report in another language",
    "version": "a known article whose text changed",
    "unchanged": "a known article, seen again with the same text",
    "quarantined": "could not be read, or breaks a rule",
}

#: Why analysts do not see an article, in words.
HIDDEN = {
    "canceled": "cancelled by its publisher",
    "withheld": "withheld by its publisher",
    "embargoed": "under embargo",
    "killed": "killed by a later item",
    "hidden": "hidden by hand",
}

#: The script of all pages.
TIMES = (Path(__file__).parent / "static" / "times.js").read_text(encoding="utf-8")
#: Route and name of the pages that every page links to.
NAVIGATION = (
    ("overview", "Overview"),
    ("incidents", "Incidents"),
    ("quarantine", "Quarantine"),
    ("sources", "Sources"),
    ("review", "Review"),
    ("articles", "Articles"),
    ("newest_brief", "Daily brief"),
)

#: What an action has done, in the words of the page that comes after it.
NOTICES = {
    "nothing_chosen": "Nothing was chosen, and nothing was done.",
    "rehearsal": "A dry run over {count} refused records has begun: it changes nothing, and shows what would change.",
    "rehearsal_of_all": "A dry run over all of them has begun: it changes nothing, and shows what would change.",
    "replay": "The files of {count} refused records are being read again.",
    "replay_of_all": "All their files are being read again.",
    "kept_and_read": "Kept: runs read it so from now on, and all that was refused is being read again.",
    "kept_and_fetched": "Kept: runs read it so from now on, and it is being fetched.",
    "kept_and_released": "Kept and released: runs read it so from now on, and what was held back is being taken in.",
    "setting_ended": "Taken back: runs read it as sources.toml says.",
    "not_kept": "Nothing was done: nothing is kept of it.",
    "dismissed": "Dismissed: {count}.",
    "dismissed_all": "Dismissed: {count}. The filter `dismissed` shows them, and takes it back.",
    "open_again": "Open again: {count}.",
    "paused": "It is paused. Files dropped into its inbox are still taken in.",
    "pause_needs_reason": "A pause needs a reason: those who come after you will ask.",
    "released": "Released: {count}. The next run takes over what was kept out.",
    "discarded": "Discarded: {count}. No run takes over what was kept out.",
    "nothing_held": "Nothing was done: this run keeps no files out any more.",
    "resumed": "It is asked again.",
    "fetching": "It is being fetched.",
    "owned": "It is yours.",
    "noted_on_incident": "The note is kept.",
    "resolved": "Resolved. It opens again where it gets worse, and a new one where it comes back.",
    "reopened": "It is open again.",
    "not_open": "Nothing was done: it is over, or somebody was there first.",
    "silenced": "No alerts about it until then.",
    "heard": "Alerts about it are sent again.",
    "hidden": "Analysts see it no more in a moment, by a run of news_decisions.",
    "hide_needs_reason": "Nothing was hidden: say why, those who come after you will ask.",
    "noted": "Kept. It changes no story, and is not asked again.",
    "taken_back": "Taken back. It takes effect in a moment, by a run of news_decisions.",
    "no_day": "Nothing was kept: that is no day on which this article can have been published.",
    "gone": "Nothing was kept: what you decided on is no longer there.",
    "pending": "Kept. It takes effect in a moment, by a run of news_decisions.",
}


def page(
    request: Request, template: str, *, status: int = 200, script: str | None = None, **values: Any
) -> Response:
    """One template as the answer to a request. `script` is the one script that it may run beside that of all pages."""
    scripts = [TIMES, *([script] if script else [])]
    values |= {
        "actor": getattr(request.state, "actor", None),
        "notice": notice(request),
        "scripts": [Markup(each) for each in scripts],  # noqa: S704 - files of ours, never data
    }
    response = TEMPLATES.TemplateResponse(request, template, values, status_code=status)
    if script is not None:
        response.headers["Content-Security-Policy"] = own_policy(*scripts)
    return response


def own_policy(*scripts: str) -> str:
    """For our pages in Airflow: our style sheets, forms to ourselves, and only these scripts, by their hashes."""
    hashes = " ".join(f"'{digest(each)}'" for each in scripts)
    runs = f" script-src {hashes};" if scripts else ""
    return (
        f"default-src 'none';{runs} style-src 'self'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none';"
        " form-action 'self'"
    )


def back_to(request: Request, route: str, done: str, count: int = 1, **query: Any) -> Response:
    """After an action: on to a page, which says what was done. `done` is a key of NOTICES, `query` goes to the page."""
    path = {name: query.pop(name) for name in list(query) if name.endswith("_id")}
    asked = {
        **{name: value for name, value in query.items() if value not in (None, "")},
        "done": done,
        "count": count,
    }
    address = path_of(request, route, **path).include_query_params(**asked)
    return RedirectResponse(str(address), status_code=303)


def notice(request: Request) -> str | None:
    """What the action that led here has done."""
    text = NOTICES.get(request.query_params.get("done", ""))
    count = request.query_params.get("count", "1")
    return (
        text.format(count=f"{int(count):,}" if count.isdecimal() and len(count) < 10 else "")
        if text
        else None
    )


def address_of(request: Request, route: str, values: Mapping[str, Any]) -> str | None:
    """The address of a page, `values` in its path where it has names that end in `_id`, else in its query; None where the
    application has no such page.
    """
    path = {name: value for name, value in values.items() if name.endswith("_id")}
    query = {name: value for name, value in values.items() if name not in path}
    try:
        return str(path_of(request, route, **path).include_query_params(**query))
    except NoMatchFound:
        return None


def known_route(request: Request, route: str, **path: Any) -> str | None:
    """The same for a template, with all values in the path."""
    return address_of(request, route, path)


def in_airflow(request: Request, run_key: str, part: str = "") -> str | None:
    """Where Airflow's own pages show a run; `part` is one of that page's parts. None for a run that Airflow did not start."""
    address = dag_run_address(run_key)
    root = str(request.scope.get("root_path", "")).rstrip("/").rpartition("/")[0]
    return None if address is None else f"{root}{address}{part}"


def weekday(value: int) -> str:
    """The name of a day of the week, 1 is Monday."""
    return calendar.day_name[value - 1]


def number(value: int | None) -> str:
    """With a comma at the thousands; a dash where it is not known."""
    return "–" if value is None else f"{value:,}"


def instant(value: datetime | str | None) -> str:
    """Day and time in UTC, to the minute. Reports that were kept as JSON hold their times as text."""
    if value is None:
        return "–"
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def moment(value: datetime | str | None) -> Markup | str:
    """A time as an element that the pages' script shows in the reader's zone; without the script in UTC."""
    if value is None:
        return "–"
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    shown = f"{instant(at)} UTC"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        at.astimezone(UTC).isoformat(), shown, shown
    )


def duration(value: timedelta | None) -> str:
    """For example `12 seconds`, `3 hours`; a dash where it is not known."""
    return "–" if value is None else format_timedelta(value, threshold=1.5, locale="en")


def words(value: str) -> str:
    """A name from code as words: `near_copy` -> `near copy`."""
    return value.replace("_", " ")


def file_name(uri: str) -> str:
    """The last part of a file's address, as it is spelled on disk."""
    return unquote(uri.rsplit("/", 1)[-1])


def with_code(text: str) -> Markup:
    """A text of ours in which commands and settings stand between backticks, as Markdown has it."""
    parts = [escape(part) for part in text.split("`")]
    marked = [Markup("<code>{}</code>").format(part) if n % 2 else part for n, part in enumerate(parts)]
    return Markup().join(marked)


def share(value: float | None) -> str:
    """A score of 0 to 1, with two digits after the point."""
    return "–" if value is None else f"{value:.2f}"


@pass_context
def page_path(context: Mapping[str, Any], route: str, /, **path: Any) -> URL:
    """What templates call url_for: without scheme and host."""
    return path_of(context["request"], route, **path)


def environment() -> Environment:
    """Everything is escaped, and a name that a template gets wrong is an error, not an empty string."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        each.__name__: each
        for each in (number, instant, moment, duration, words, file_name, share, with_code)
    }
    made.globals |= {
        "url_for": page_path,
        "listed": listed,
        "known_route": known_route,
        "in_airflow": in_airflow,
        "weekday": weekday,
        "OUTCOMES": OUTCOMES,
        "OUTCOME_COLUMNS": [(words(outcome), outcome, "number") for outcome in OUTCOMES],
        "WORDS": WORDS,
        "HIDDEN": HIDDEN,
        "ENDED": ENDED,
        "MEANINGS": MEANINGS,
        "REASONS": REASONS,
        "NAVIGATION": NAVIGATION,
    }
    return made


def content_policy(style: str) -> str:
    """For a page that stands alone: nothing runs and nothing is loaded; of all styles only this one holds, by its hash."""
    return f"default-src 'none'; style-src '{digest(style)}'; base-uri 'none'; form-action 'none'"


def digest(text: str) -> str:
    """The source expression of a piece of inline code (Content Security Policy Level 3, 6.7.3)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


TEMPLATES = Jinja2Templates(env=environment())
