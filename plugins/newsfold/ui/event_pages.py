"""The page of an event: its course over the days, who was first, which outlets report themselves, and why each story is there."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from newsfold.analytics.brief import PlaceLine
from newsfold.store import events
from newsfold.ui.brief_charts import MAP_HEIGHT, MAP_WIDTH, land_path, map_dots
from newsfold.ui.database import reading
from newsfold.ui.host import Host, path_of
from newsfold.ui.templating import page

#: Days of the chart. An event spans six; where people's decisions reach over more than these, only days with stories are drawn.
MOST_DAYS = 60
STEP, BAR, HEIGHT = 12.0, 9.0, 60.0


@dataclass(frozen=True, slots=True)
class CourseBar:
    """One day: where its bar begins, how high it is, and the stories and articles that began on it."""

    day: date
    x: float
    height: float
    own: float
    stories: int
    articles: int


def page_routes(host: Host) -> APIRouter:
    """One event, by its id or by that of one that was merged into it."""
    router = APIRouter()

    @router.get("/events/{event_id}", name="event")
    def event(request: Request, event_id: int) -> Response:
        """One event."""
        with reading(host) as connection, connection:
            found = events.shown_event(connection, event_id) if 0 < event_id < 2**62 else None
        if found is None:
            raise HTTPException(404, f"There is no event {event_id}, or nothing of it is shown.")
        if found["event_id"] != event_id:
            return RedirectResponse(
                str(path_of(request, "event", event_id=found["event_id"])), status_code=303
            )
        stories = found["stories"]
        return page(
            request,
            "event.html",
            event=found,
            stories=stories,
            course=course_bars(stories),
            languages=Counter(story["language"] or "?" for story in stories).most_common(),
            dots=map_dots(PlaceLine(**place) for place in found["datelines"]),
            land=land_path(),
            map_size=(MAP_WIDTH, MAP_HEIGHT),
            height=HEIGHT,
            width=STEP,
            bar=BAR,
        )

    return router


def course_bars(stories: Sequence[Mapping[str, Any]]) -> list[CourseBar]:
    """One bar for each day from the first to the last with a story: stories, and the articles that carry them.

    Undated stories have none. Over more than MOST_DAYS only the days with stories have one.
    """
    days = Counter(story["first_published_on"] for story in stories if story["first_published_on"])
    articles: Counter[date] = Counter()
    for story in stories:
        if story["first_published_on"]:
            articles[story["first_published_on"]] += story["article_count"]
    if not days:
        return []
    first, span = min(days), (max(days) - min(days)).days + 1
    unit = HEIGHT / max(articles.values())
    shown = [first + timedelta(days=n) for n in range(span)] if span <= MOST_DAYS else sorted(days)
    return [
        CourseBar(day, STEP * number, articles[day] * unit, days[day] * unit, days[day], articles[day])
        for number, day in enumerate(shown)
    ]
