"""The review inbox: pairs and dates that the method is not sure of, one at a time, and what people decided lately."""

import re
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import FileResponse
from starlette.responses import Response

from newsfold import dedup
from newsfold.config.sources import SourceError
from newsfold.config.sources_file import known_sources
from newsfold.dedup.alignment import align, prepare
from newsfold.dedup.pair_explanation import Comparison
from newsfold.dedup.wording import account, copied_text
from newsfold.store import decisions, redating, reviews
from newsfold.store.connection import Connection
from newsfold.ui import runs
from newsfold.ui.alignment_view import paragraphs
from newsfold.ui.clock import utc_now
from newsfold.ui.database import acting, reading
from newsfold.ui.host import Actor, Host
from newsfold.ui.review_queue import MOST_ARTICLES, ranked
from newsfold.ui.templating import back_to, page

STATIC = Path(__file__).parent / "static"
SCRIPT = (STATIC / "review.js").read_text(encoding="utf-8")
DAG_ID = "news_decisions"
Identity = Annotated[int, Form(ge=1, lt=2**63)]
#: How many characters of a text are compared and shown.
SHOWN_TEXT = 16_000
SHOWN_OPENING = 1_500
MAX_NOTE = 1_000
EITHER_WAY = re.compile(r"ambiguous: (\d{4}-\d\d-\d\d) or (\d{4}-\d\d-\d\d)")
DOUBTS = {
    "undated": "Dates were found in the record, and none of them could be taken.",
    "conflict": "Another likely reading gives another day.",
    "unsure": "The reading that won has little confidence.",
}


def page_routes(host: Host) -> APIRouter:
    """The inbox, and its style sheet."""
    router = APIRouter()

    @router.get("/review", name="review")
    def review(
        request: Request, kind: str = "pairs", at: Annotated[int, Query(ge=0, le=10_000)] = 0
    ) -> Response:
        """One pair, or one date, that waits."""
        with reading(host) as connection:
            pairs = waiting_pairs(connection)
            dates = reviews.unsure_dates(connection)
            waiting: list[Any] = dates if kind == "dates" else pairs
            place = min(at, max(len(waiting) - 1, 0))
            shown: dict[str, Any] = {}
            if waiting:
                one = waiting[place]
                shown = (
                    date_shown(connection, one)
                    if kind == "dates"
                    else pair_shown(connection, one, rewrite_days(host))
                )
            lately = reviews.decided_lately(connection)
        return page(
            request,
            "review.html",
            script=SCRIPT,
            kind="dates" if kind == "dates" else "pairs",
            counts={"pairs": len(pairs), "dates": len(dates)},
            at=place,
            waiting=waiting[place] if waiting and shown else None,
            shown=shown,
            lately=lately,
            most=reviews.RANKED,
        )

    @router.get("/review.css", name="review_style_sheet")
    def style_sheet() -> FileResponse:
        """The marks of two texts side by side."""
        return FileResponse(STATIC / "comparison.css", media_type="text/css")

    return router


def action_routes(host: Host) -> APIRouter:
    """What a person decides."""
    router = APIRouter()
    Acting = Annotated[Actor, Depends(host.actor)]
    Note = Annotated[str, Form(max_length=MAX_NOTE)]
    Place = Annotated[int, Form(ge=0)]
    Back = Annotated[str, Form(pattern="^(review|article)$")]

    def apply(request: Request) -> None:
        runs.start(host, request, DAG_ID, {})

    @router.post("/review/pair", name="decide_pair")
    def decide_pair(
        request: Request,
        actor: Acting,
        one: Identity,
        other: Identity,
        verdict: Annotated[str, Form(pattern="^(same|different|unsure)$")],
        note: Note = "",
        at: Place = 0,
        back: Back = "review",
    ) -> Response:
        """The same report, different ones, or unsure."""
        where = place_of("pairs", at, back, one)
        with acting(host) as connection:
            known = [reviews.review_text(connection, each) for each in (one, other)]
            if one == other or None in known:
                return back_to(request, back, "gone", **where)
            said: dict[str, Any] = {"decided_by": actor.name, "note": note.strip() or None, "now": utc_now()}
            decisions.insert_pair(connection, verdict, (one, other), **said)
        if verdict == "unsure":
            return back_to(request, back, "noted", **where)
        apply(request)
        return back_to(request, back, "pending", **where)

    @router.post("/review/day", name="decide_day")
    def decide_day(
        request: Request,
        actor: Acting,
        article: Identity,
        day: Annotated[str, Form(max_length=40)] = "",
        typed: Annotated[str, Form(max_length=40)] = "",
        note: Note = "",
        at: Place = 0,
        back: Back = "review",
    ) -> Response:
        """The right day of an article: one of its readings, or one that was typed."""
        where = place_of("dates", at, back, article)
        right = reviews.is_day(day or typed)
        with acting(host) as connection:
            if right is None or redating.day_problem(connection, article, right):
                return back_to(request, back, "no_day", **where)
            said: dict[str, Any] = {"decided_by": actor.name, "note": note.strip() or None, "now": utc_now()}
            decisions.insert_act(connection, "day", article_id=article, day=right, **said)
        apply(request)
        return back_to(request, back, "pending", **where)

    @router.post("/review/hide", name="hide_article")
    def hide(request: Request, actor: Acting, article: Identity, note: Note = "") -> Response:
        """Analysts see an article no more. Why has to be said: those who come after will ask."""
        if not note.strip():
            return back_to(request, "article", "hide_needs_reason", article_id=article)
        with acting(host) as connection:
            is_new = reviews.review_text(connection, article) is not None and decisions.insert_act(
                connection,
                "hide",
                article_id=article,
                decided_by=actor.name,
                note=note.strip(),
                now=utc_now(),
            )
        if not is_new:
            return back_to(request, "article", "gone", article_id=article)
        apply(request)
        return back_to(request, "article", "hidden", article_id=article)

    @router.post("/review/take-back", name="take_decision_back")
    def take_back(
        request: Request,
        actor: Acting,
        decision: Identity,
        kind: Annotated[str, Form(pattern="^(pairs|dates)$")] = "pairs",
        article: Annotated[int | None, Form(ge=1, lt=2**63)] = None,
    ) -> Response:
        """A decision holds no more; `article` is the one on whose page that was said."""
        where: dict[str, Any] = {"kind": kind} if article is None else {"article_id": article}
        back = "review" if article is None else "article"
        with acting(host) as connection:
            row = decisions.revoke_verdict(connection, decision, revoked_by=actor.name, now=utc_now())
        if row is None:
            return back_to(request, back, "gone", **where)
        if row.verdict != "unsure":
            apply(request)
        return back_to(request, back, "taken_back", **where)

    return router


def place_of(kind: str, at: int, back: str, article_id: int) -> dict[str, Any]:
    """Where to go after a decision: on in the inbox, or back to the article on whose page it was taken."""
    return {"article_id": article_id} if back == "article" else {"kind": kind, "at": at}


def waiting_pairs(connection: Connection) -> list[Any]:
    """The pairs that wait, the most valuable first."""
    pairs = reviews.unsure_pairs(connection)
    stories = {pair.story_id for pair in pairs if pair.kind == "link"}
    return list(ranked(pairs, reviews.story_links(connection, stories, MOST_ARTICLES)))


def rewrite_days(host: Host) -> int:
    """How far apart two tellings may lie; as usual where sources.toml can't be read."""
    try:
        return known_sources(host.project / "dags" / "sources.toml")[0].fold.rewrite_days
    except SourceError:
        return dedup.WINDOW_DAYS


def pair_shown(connection: Connection, waiting: Any, window: int) -> dict[str, Any]:
    """Two articles side by side, and what speaks for and against one report. Empty where one is gone by now."""
    one, other = (
        reviews.review_text(connection, each) for each in (waiting.article_id, waiting.other_article_id)
    )
    if one is None or other is None:
        return {}
    texts = [
        dedup.compared_text(each.body[:SHOWN_TEXT], each.headline, each.language) for each in (one, other)
    ]
    a, b = (prepare(text, each.language) for text, each in zip(texts, (one, other), strict=True))
    days = (
        abs((one.published_on - other.published_on).days) if one.published_on and other.published_on else None
    )
    same_publisher = publisher_of(one) == publisher_of(other) != ""
    compared: Comparison = dedup.compare_texts(a, b, days, same_publisher=same_publisher, rewrite_days=window)
    alignment = align(a, b)
    return {
        "sides": [
            ("a", "b", one, paragraphs(alignment.one, alignment)),
            ("b", "a", other, paragraphs(alignment.other, alignment)),
        ],
        "summary": str(compared.evidence["summary"]),
        "notes": compared.evidence["notes"],
        "account": account(
            compared.measured,
            days,
            same_publisher=same_publisher,
            crossed=compared.crossed,
            rewrite_days=window,
        ),
        "copied": copied_text(compared.measured),
        "terms": [
            (what, *(compared.evidence.get(name, []) for name in names))
            for what, names in (
                ("names", ("shared_names", "names_only_in_one", "names_only_in_other")),
                ("numbers", ("shared_numbers", "numbers_only_in_one", "numbers_only_in_other")),
            )
        ],
        "is_cut": any(len(each.body) > SHOWN_TEXT for each in (one, other)),
    }


def publisher_of(article: Any) -> str:
    """As `newsfold.dedup.publishers` has it, of a row of `reviews.review_text`."""
    if article.agency and article.agency_role == "carrier":
        return str(article.agency)
    return str(article.source if article.source != "adhoc" else article.agency or "")


def date_shown(connection: Connection, waiting: Any) -> dict[str, Any]:
    """One article with the readings of its dates, by day. Empty where it is gone by now."""
    article = reviews.review_text(connection, waiting.article_id)
    if article is None:
        return {}
    readings = reviews.date_candidates(connection, waiting.article_id)
    days: dict[str, list[Any]] = {}
    for each in readings:
        for day in days_of(each):
            days.setdefault(day, []).append(each)
    possible = {
        day: found
        for day, found in days.items()
        if (read := reviews.is_day(day)) and read <= article.latest_day
    }
    return {
        "article": article,
        "doubt": DOUBTS[waiting.kind],
        "opening": article.body[:SHOWN_OPENING],
        "is_cut": len(article.body) > SHOWN_OPENING,
        "days": list(possible.items())[:9],
        "readings": readings,
    }


def days_of(reading_: Any) -> list[str]:
    """The days that one reading may mean: both where day and month could be either way."""
    either = EITHER_WAY.search(reading_.rule)
    found = [either[1], either[2]] if either else [reading_.value[:10]]
    return [day for day in found if reviews.is_day(day)]
