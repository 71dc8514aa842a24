"""Jinja2, set up so that whatever stands in the data is shown as text, and how values look to a person."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from babel.dates import format_timedelta
from fastapi import Request
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from newsfold.model import Outcome
from newsfold.reasons import REASONS

ENDED = ("published", "rehearsed", "failed")  # the states of a run that nothing more comes after
OUTCOMES = tuple(outcome.value for outcome in Outcome)
MEANINGS = {
    "original": "the first article of its story",
    "copy": "the same text from another source or uri",
    "near_copy": "the same text with small edits, cuts or additions",
    "rewrite": "the same report in other words",
    "version": "a known article whose text changed",
    "unchanged": "a known article, seen again with the same text",
    "quarantined": "could not be read, or breaks a rule",
}


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """One template as the answer to a request."""
    return TEMPLATES.TemplateResponse(request, template, values, status_code=status)


def number(value: int | None) -> str:
    """With a comma at the thousands; a dash where it is not known."""
    return "–" if value is None else f"{value:,}"


def instant(value: datetime | str | None) -> str:
    """Day and time in UTC, to the minute. Reports that were kept as JSON hold their times as text."""
    if value is None:
        return "–"
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def duration(value: timedelta | None) -> str:
    """For example `12 seconds`, `3 hours`; a dash where it is not known."""
    return "–" if value is None else format_timedelta(value, threshold=1.5, locale="en")


def words(value: str) -> str:
    """A name from code as words: `near_copy` -> `near copy`."""
    return value.replace("_", " ")


def file_name(uri: str) -> str:
    """The last part of a file's address, as it is spelled on disk."""
    return unquote(uri.rsplit("/", 1)[-1])


def share(value: float | None) -> str:
    """A score of 0 to 1, with two digits after the point."""
    return "–" if value is None else f"{value:.2f}"


def environment() -> Environment:
    """Everything is escaped, and a name that a template gets wrong is an error, not an empty string."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {each.__name__: each for each in (number, instant, duration, words, file_name, share)}
    made.globals |= {"OUTCOMES": OUTCOMES, "ENDED": ENDED, "MEANINGS": MEANINGS, "REASONS": REASONS}
    return made


def content_policy(style: str) -> str:
    """For a page that stands alone: nothing runs and nothing is loaded; of all styles only this one holds, by its hash."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


TEMPLATES = Jinja2Templates(env=environment())
