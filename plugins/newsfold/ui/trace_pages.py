"""The trace: one article from bytes to row. And the form that finds it by its id, its uri or words."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import FileResponse, RedirectResponse, Response

from newsfold.config.sources import Source, SourceError
from newsfold.config.sources_file import known_sources
from newsfold.store import origins, reports, reviews
from newsfold.store.connection import Connection
from newsfold.ui.clock import utc_now
from newsfold.ui.database import reading
from newsfold.ui.host import Host, path_of
from newsfold.ui.origin_marks import marked_text
from newsfold.ui.page_addresses import dag_run_address
from newsfold.ui.templating import page
from newsfold.ui.trace_view import RawRecord, differences, other_fields, raw_record, shown_state

STATIC = Path(__file__).parent / "static"
PARTS = (
    "agencies", "versions", "files", "links", "near_misses", "members", "memberships", "decisions", "hiding",
)  # fmt: skip
#: So many that are hidden are listed, the newest.
MOST_HIDDEN = 100
#: Fields that stand at the top; the others of the evidence follow.
FIRST_FIELDS = ("headline", "byline", "agency", "published_on", "published_at", "dateline_place")


def page_routes(host: Host) -> APIRouter:
    """The form and the trace."""
    router = APIRouter()

    @router.get("/origins.css", name="origins_style_sheet")
    def origins_style_sheet() -> Response:
        """What the marks in a text need beside the colours of a comparison."""
        return FileResponse(STATIC / "origins.css", media_type="text/css")

    @router.get("/articles", name="articles")
    def articles(request: Request, q: Annotated[str, Query(max_length=2_000)] = "") -> Response:
        """What was asked for; the trace itself where only one article fits. Where nothing was asked, what analysts don't see."""
        wanted = q.strip().replace("\x00", "")
        found: list[Any] = []
        if wanted:
            with reading(host) as connection:
                found = reviews.find_articles(connection, wanted)
        if len(found) == 1 and getattr(found[0], "searched_as", None) is None:
            address = path_of(request, "article", article_id=found[0].article_id)
            return RedirectResponse(str(address), status_code=303)
        hidden: list[Any] = []
        if not wanted:
            with reading(host) as connection:
                hidden = reports.hidden(connection, MOST_HIDDEN)
        other_words = list(
            dict.fromkeys(each.searched_as for each in found if getattr(each, "searched_as", None))
        )
        return page(
            request, "articles.html", wanted=wanted, found=found, hidden=hidden, other_words=other_words
        )

    @router.get("/articles/{article_id}", name="article")
    def article(request: Request, article_id: int) -> Response:
        """One article."""
        with reading(host) as connection:
            row = traced_article(connection, article_id)
            parts: dict[str, Any] = {
                name: reviews.traced_rows(connection, name, article_id) for name in PARTS
            }
            candidates = reviews.date_candidates(connection, article_id)
            marked = marked_text(row.body, origins.article_sentences(connection, article_id))
            carried_by = origins.carried_by(connection, article_id)
        file = next((each for each in parts["files"] if each.file_id == row.file_id), None)
        raw = (
            raw_record_of(host, declared(host.project).get(row.source), file, row.record_position)
            if file
            else None
        )
        hidden = [each for each in parts["hiding"] if each.valid_to is None]
        level, state = shown_state(row, utc_now())
        killed = any(each.reason == "killed" for each in hidden)
        by_hand = next(
            (each for each in parts["decisions"] if each.verdict == "hide" and each.revoked_at is None), None
        )
        return page(
            request,
            "article.html",
            article=row,
            file=file,
            raw=raw,
            state=("bad", f"Analysts do not see it: {by_hand.decided_by} hid it.")
            if by_hand
            else ("bad", "Analysts do not see it: another item killed it.")
            if killed
            else (level, state),
            by_hand=by_hand,
            evidence=ordered(row.evidence),
            other_fields=other_fields(row),
            candidates=candidates,
            marked=marked,
            carried_by=carried_by,
            differences=differences(parts["versions"]),
            run_links={each.run_id: dag_run_address(each.run_key) for each in parts["versions"]},
            **parts,
        )

    return router


def ordered(evidence: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The evidence, the fields first that people ask for first."""
    place = {name: number for number, name in enumerate(FIRST_FIELDS)}
    return sorted(evidence, key=lambda each: place.get(each["field"], len(place)))


def raw_record_of(host: Host, source: Source | None, file: Any, position: int) -> RawRecord:
    """The record as its bytes stand in the raw store, or why that can't be shown."""
    try:
        raw_store = host.raw_store() if host.raw_store else None
    except (SourceError, OSError) as error:
        return RawRecord(problem=f"The raw store can't be opened: {error}")
    return raw_record(raw_store, source, file, position)


def declared(project: Path) -> dict[str, Source]:
    """The sources of a project; none where they can't be read: the page is about the article."""
    try:
        return known_sources(project / "dags" / "sources.toml")[1]
    except SourceError:
        return {}


def traced_article(connection: Connection, article_id: int) -> Any:
    """An article, hidden or not; an answer of 404 where there is none."""
    row = reviews.traced(connection, article_id) if 0 < article_id < 2**63 else None
    if row is None:
        raise HTTPException(404, f"There is no article {article_id}: it never was, or it was removed.")
    return row
