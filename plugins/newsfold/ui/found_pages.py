"""Lists of articles that a number or an article leads to: those of a day, and those that are like one."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from newsfold.store import briefs, reviews
from newsfold.ui.database import reading
from newsfold.ui.host import Host
from newsfold.ui.templating import page
from newsfold.ui.trace_pages import traced_article

Word = Annotated[str, Query(max_length=200)]


def page_routes(host: Host) -> APIRouter:
    """Both lists."""
    router = APIRouter()

    @router.get("/days/{day}", name="day_articles")
    def day_articles(
        request: Request,
        day: date,
        source: Word = "",
        language: Word = "",
        place: Word = "",
        country: Word = "",
        opens: Word = "",
    ) -> Response:
        """The articles of a day that analysts see, narrowed down by what is given: the rows behind the numbers of its brief."""
        given = {"source": source, "language": language, "place": place, "country": country, "opens": opens}
        asked = {"day": day} | {
            name: value.replace("\x00", "").strip() or None for name, value in given.items()
        }
        with reading(host) as connection:
            found = briefs.day_articles(connection, asked)
        return page(request, "day_articles.html", day=day, asked=asked, found=found)

    @router.get("/articles/{article_id}/like", name="articles_like")
    def articles_like(request: Request, article_id: int) -> Response:
        """What is most like an article in meaning."""
        with reading(host) as connection:
            one = traced_article(connection, article_id)
            found = reviews.articles_like(connection, article_id)
            has_vector = reviews.has_vector(connection, article_id)
        return page(request, "articles_like.html", one=one, found=found, has_vector=has_vector)

    return router
