"""The repair of a source: what is refused beside what was read well, a setting that would help, its trial, its keeping."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from starlette.responses import RedirectResponse, Response

from newsfold.config.kept_settings import (
    LONGEST,
    as_diff,
    as_text,
    holding,
    read_settings,
    said_of,
    with_settings,
)
from newsfold.config.sources import Source, SourceError
from newsfold.operate import repairs
from newsfold.operate.repairs import Known, Proposal
from newsfold.pipeline.replay_choices import Choice
from newsfold.raw_store.contract import AnyRawStore
from newsfold.store import decisions, expectations, incidents, quarantine, source_settings
from newsfold.store.connection import Connection
from newsfold.store.quarantine import Filter
from newsfold.ui import runs
from newsfold.ui.clock import utc_now
from newsfold.ui.database import acting, reading
from newsfold.ui.host import Actor, Host, path_of
from newsfold.ui.raw_excerpt import Excerpt, bytes_of, opened_store
from newsfold.ui.source_pages import declared_sources
from newsfold.ui.templating import back_to, page
from newsfold.ui.todays_reading import TodaysReading, read_as, todays_reading

SHOWN = 3
#: What the page says that was done: keys of NOTICES.
SAID = {
    "try": "rehearsal_of_all",
    "keep": "kept_and_read",
    "fetch": "kept_and_fetched",
    "release": "kept_and_released",
}
#: Kinds of incidents that this page is about, the most telling first.
KINDS = ("held_back", "refused", "drifted", "refused_in_part", "high", "low")
Slug = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class RecordShown:
    """A record with its bytes, or why they can't be had, and what is read of it now, or with the settings that are tried."""

    row: Any
    excerpt: Excerpt | None
    missing: str
    reading: TodaysReading | None


@dataclass(frozen=True, slots=True)
class Case:
    """What is wrong with a source: its incidents, records of now and of before, and settings that are kept of it.
    `held_by` is the run whose gate keeps out what came.
    """

    incidents: Sequence[Any]
    refused: int
    now: Sequence[Any]
    before: Sequence[Any]
    kept: Any
    since: date | None
    held_by: int | None = None

    @property
    def choice(self) -> Choice:
        """What is read again: all that was refused; where nothing is, what came since the headers are others."""
        if self.refused or self.since is None:
            return Choice(refused=True)
        return Choice(first_day=self.since, last_day=utc_now().date())


def page_routes(host: Host) -> APIRouter:
    router = APIRouter()

    @router.get("/repair", name="repair")
    def repair(
        request: Request, slug: Slug, setting: Annotated[str, Query(max_length=LONGEST)] = ""
    ) -> Response:
        """One source: records of now beside those of before, and what would help; `setting` is tried on what is shown."""
        declared = declared_sources(host)[0].get(slug)
        if declared is None:  # files of no source, or of one that was taken out: no setting can hold
            return RedirectResponse(
                str(path_of(request, "quarantine").include_query_params(source=slug)), status_code=303
            )
        with reading(host) as connection, connection:
            case = case_of(connection, slug)
            source = read_as(host, connection, slug)
        raw_store, missing = opened_store(host)
        changed, fault, settings = source, "", {}
        try:
            settings = read_settings(setting)
            changed = with_settings(source, settings)
        except SourceError as error:
            fault = str(error)
        found = repairs.proposals(raw_store, known_of(case, source))
        return page(
            request,
            "repair.html",
            slug=slug,
            source=source,
            declared=declared,
            case=case,
            proposals=[(each, as_text(each.settings)) for each in found],
            setting=setting or (as_text(found[0].settings) if found else ""),
            tried=bool(setting) and not fault,
            fault=fault,
            diff=diff_of(host, slug, settings or (dict(found[0].settings) if found else {})),
            kept=kept_of(host, declared, case.kept),
            only_fetched=is_only_fetched(case, found),
            now=[shown(each, raw_store, missing, changed) for each in case.now],
            before=[shown(each, raw_store, missing, changed) for each in case.before],
        )

    return router


def declared_source(host: Host, slug: str) -> Source:
    """A source as sources.toml has it. Raises HTTPException where it has not."""
    found, problem = declared_sources(host)
    if slug not in found:
        raise HTTPException(404, problem or f"There is no source {slug} in sources.toml.")
    return found[slug]


def case_of(connection: Connection, slug: str) -> Case:
    """What is known to be wrong with a source. Part of the caller's transaction."""
    open_now = [each for each in incidents.current(connection) if each.slug == slug and each.kind in KINDS]
    open_now.sort(key=lambda each: KINDS.index(each.kind))
    chosen = Filter(source=slug)
    refused = quarantine.page(connection, chosen, limit=10 * SHOWN)
    out = quarantine.held(connection, slug, limit=SHOWN)
    newest = list({row.file_id: row for row in refused}.values())[:SHOWN]
    drift = next((each for each in open_now if each.kind == "drifted"), None)
    examples = drift.details.get("examples", []) if drift is not None else []

    def articles(label: str) -> list[Any]:
        ids = [each["article_id"] for each in examples if each["label"] == label]
        return quarantine.read_well(connection, slug, limit=SHOWN, article_ids=ids)

    return Case(
        open_now,
        sum(quarantine.counts(connection, chosen)["reason"].values()) if refused else 0,
        out or [quarantine.record(connection, row.quarantine_id) for row in newest] or articles("after"),
        (articles("before") if examples and not newest else [])
        or quarantine.read_well(connection, slug, limit=SHOWN),
        source_settings.kept(connection).get(slug),
        drift.since.date() if drift is not None else None,
        out[0].held_run_id if out else None,
    )


def known_of(case: Case, source: Source) -> Known:
    """The case as proposals are made of it."""
    volume = next((each for each in case.incidents if each.kind in repairs.OF_VOLUME), None)
    if volume is None:
        return Known(source, case.now)
    return Known(source, case.now, volume.amount, volume.kind)


def is_only_fetched(case: Case, found: Sequence[Proposal]) -> bool:
    """Whether what is proposed helps by a fetch only: the bytes of what was too large are not kept."""
    return bool(found) and "max_file_bytes" in found[0].settings and bool(case.now)


def kept_of(host: Host, declared: Source, row: Any) -> dict[str, Any] | None:
    """What is kept of a source: who did that and when, the settings as text and as a diff; None where nothing holds."""
    settings = holding(declared, source_settings.settings_of(row)) if row is not None else {}
    if not settings:
        return None
    return {"row": row, "text": as_text(settings), "diff": diff_of(host, declared.slug, settings)}


def diff_of(host: Host, slug: str, settings: Mapping[str, Any]) -> str | None:
    """What is to be committed; None where nothing is, or a person has to write it."""
    if not settings:
        return None
    try:
        text = (host.project / "dags" / "sources.toml").read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    return as_diff(text, slug, settings)


def shown(row: Any, raw_store: AnyRawStore | None, missing: str, source: Source) -> RecordShown:
    """A record with its bytes and its reading."""
    seen = None
    if raw_store is not None:
        seen, missing = bytes_of(raw_store, row)
    found = todays_reading(source, raw_store, row, asked=False) if seen and raw_store else None
    return RecordShown(row, seen, missing, found)


def action_routes(host: Host) -> APIRouter:
    """Trying a setting on all that was refused, keeping it, taking that back."""
    router = APIRouter()
    Known = Annotated[Actor, Depends(host.actor)]

    @router.post("/repair", name="act_on_source")
    def act_on_source(
        request: Request,
        actor: Known,
        slug: Annotated[str, Form(max_length=200)],
        what: Annotated[Literal["try", "keep", "fetch", "release"], Form()],
        setting: Annotated[str, Form(max_length=LONGEST)] = "",
    ) -> Response:
        """Read all again that was refused: only to see what comes of it, or from now on so; or fetch."""
        declared = declared_source(host, slug)
        try:
            settings = read_settings(setting)
        except SourceError as error:
            raise HTTPException(422, str(error)) from error
        with acting(host) as connection:
            kept = source_settings.kept(connection).get(slug)
            held = holding(declared, source_settings.settings_of(kept)) if kept is not None else {}
            # What is kept already stays so, where the new settings don't speak of it.
            wanted = {**held, **settings}
            try:
                with_settings(declared, wanted)
            except SourceError as error:
                raise HTTPException(422, str(error)) from error
            number = note(connection, declared, wanted, actor, keep=what != "try") if settings else None
            case = case_of(connection, slug)
            if what == "release" and case.held_by is not None:
                expectations.settle_held(
                    connection, case.held_by, "released", actor.name, now=utc_now(), slug=slug
                )
        dag, params = asked_of(declared, case, what, number)
        with acting(host) as connection:  # the run may begin at once: what it reads is kept by now
            started = runs.start(host, request, dag, {**params, **by(dag, actor)})
            decisions.insert_act(
                connection,
                "replay" if dag == "news_replay" else "fetch",
                decided_by=actor.name,
                now=utc_now(),
                slug=slug,
                details={**params, "dag": dag, "dag_run": started},
            )
        said = SAID[what]
        shown = setting if what == "try" else ""
        return back_to(request, "repair", said, slug=slug, setting=shown, started=started, dag=dag)

    @router.post("/repair/end", name="end_setting")
    def end(request: Request, actor: Known, slug: Annotated[str, Form(max_length=200)]) -> Response:
        """What is kept holds no longer: sources.toml alone says how the source is read."""
        with acting(host) as connection:
            is_done = source_settings.end(connection, slug, by=actor.name, now=utc_now())
        return back_to(request, "repair", "setting_ended" if is_done else "not_kept", slug=slug)

    return router


def note(
    connection: Connection, source: Source, settings: Mapping[str, Any], actor: Actor, *, keep: bool
) -> int:
    """The id of settings that are tried, or hold from now on."""
    now = utc_now()
    number = source_settings.propose(
        connection, source.slug, settings, said_of(source, settings), by=actor.name, now=now
    )
    if number is None:
        raise HTTPException(404, f"{source.slug} has delivered nothing yet.")
    if keep:
        source_settings.keep(connection, number, by=actor.name, now=now)
    return number


def asked_of(source: Source, case: Case, what: str, setting: int | None) -> tuple[str, dict[str, Any]]:
    """The DAG that does it, and its params."""
    if what in ("fetch", "release"):
        return ("news_ingest_hourly" if source.schedule == "hourly" else "news_ingest"), {
            "sources": [source.slug]
        }
    params = {**case.choice.as_params(), "source": source.slug, "dry_run": what == "try"}
    return "news_replay", params | ({"setting": setting} if setting is not None else {})


def by(dag: str, actor: Actor) -> dict[str, Any]:
    """Who asked, where the DAG takes it down."""
    return {"decided_by": actor.name} if dag == "news_replay" else {}
