"""What was done: every decision and act of a person, with what it was done to."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from newsfold.store import decisions
from newsfold.ui.database import reading
from newsfold.ui.host import Host
from newsfold.ui.templating import page

#: So many are looked through, the newest.
MOST = 5_000
#: What an act is called where its verdict alone says too little.
DONE = {
    "same": "said: the same report",
    "different": "said: different reports",
    "unsure": "said: unsure",
    "same_event": "said: one event",
    "different_event": "said: two events",
    "day": "gave the day",
    "hide": "hid from analysts",
    "dismiss": "dismissed",
    "silence": "silenced alerts",
    "replay": "read again",
    "pause": "paused",
    "resume": "resumed",
    "fetch": "fetched",
}


def page_routes(host: Host) -> APIRouter:
    router = APIRouter()

    @router.get("/done", name="acts")
    def acts(request: Request) -> Response:
        """Who did what, and when."""
        with reading(host) as connection, connection:
            rows = decisions.acts(connection, MOST)
        return page(request, "acts.html", acts=[as_shown(row) for row in rows], most=MOST)

    return router


def as_shown(row: Any) -> dict[str, Any]:
    """An act with its words: what was done, and what was chosen for it."""
    shown = dict(row._asdict())
    shown["done"] = DONE.get(row.verdict, row.verdict.replace("_", " "))
    shown["chosen"] = "; ".join(chosen(row.details or {}))
    return shown


def chosen(details: Mapping[str, Any], within: str = "") -> Iterator[str]:
    """What the details of an act say, a part each; the articles that they name are linked beside."""
    for name, value in details.items():
        if name in ("article", "other") or value in (None, "", [], {}, False):
            continue
        if isinstance(value, Mapping):
            yield from chosen(value, f"{within}{name} ")
        elif isinstance(value, list):
            yield f"{within}{name}: {', '.join(map(str, value[:10]))}{' …' if len(value) > 10 else ''}"
        else:
            yield f"{within}{name}: {value}"
