"""The quarantine: what was refused and why, one record's page, reading again, dismissing."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from markupsafe import Markup
from starlette.responses import Response, StreamingResponse

from newsfold.config.sources import SourceError
from newsfold.model import REASONS
from newsfold.operate.remedies import REMEDIES
from newsfold.pipeline.replay_choices import Choice, choice_of
from newsfold.raw_store.contract import AnyRawStore
from newsfold.store import decisions, dismissals, quarantine, reports, source_settings
from newsfold.store.quarantine import STATES, Filter
from newsfold.ui import runs
from newsfold.ui.clock import utc_now
from newsfold.ui.database import acting, reading
from newsfold.ui.host import Actor, Host
from newsfold.ui.listings import Column, asked_of, listing
from newsfold.ui.raw_excerpt import bytes_of, opened_store
from newsfold.ui.templating import back_to, file_name, page
from newsfold.ui.todays_reading import read_as, todays_reading

SHOWN = 50
COLUMNS: list[Column] = [
    ("reason", "reason_code"),
    ("source", "source"),
    ("file", "file_uri"),
    ("record", "record_position", "number"),
    ("detail", "detail"),
    ("refused last", "last_seen_at"),
]
CHOOSE: Column = (Markup('<span class="hidden">choose</span>'), None)
CHUNK_BYTES = 1_048_576
LONGEST_NOTE = 2_000
NONE: list[int] = []  # FastAPI copies a default


def given_filter(
    state: str = "open", reason: str = "", source: str = "", format: str | None = None, day: str = ""
) -> Filter:
    """The filter of an address: empty values do not choose, unknown ones are refused. `none` is the format that is empty."""
    if state not in STATES:
        raise HTTPException(404, f"There is no such state: {state}.")
    try:
        on = date.fromisoformat(day) if day else None
    except ValueError as error:
        raise HTTPException(404, "A day is written YYYY-MM-DD.") from error
    return Filter(state, reason or None, source or None, "" if format == "none" else format or None, on)


def page_routes(host: Host) -> APIRouter:
    router = APIRouter()

    @router.get("/quarantine", name="quarantine")
    def refusals(
        request: Request,
        chosen: Annotated[Filter, Depends(given_filter)],
    ) -> Response:
        """What was refused, the newest first."""
        asked = asked_of(request, "quarantine", quarantine.SORTABLE)
        with reading(host) as connection, connection:
            rows = quarantine.page(
                connection,
                chosen,
                limit=SHOWN,
                start=asked.start,
                sort=asked.sort,
                is_descending=asked.is_descending,
            )
            counts = quarantine.counts(connection, chosen)
            newest = quarantine.page(connection, chosen, limit=1)
        total = sum(count for reason, count in counts["reason"].items() if chosen.reason in (None, reason))
        return page(
            request,
            "quarantine.html",
            chosen=chosen,
            asked=as_query(chosen),
            states=STATES,
            listed=listing(
                request,
                "quarantine",
                rows,
                ([CHOOSE] if request.state.actor.may_act else []) + COLUMNS,
                page_size=SHOWN,
                known=total,
                sql=as_query(chosen),
            ),
            reasons=counts["reason"].most_common(),
            most=max(counts["reason"].values(), default=1),
            sources=sorted(counts["source"]),
            formats=sorted(counts["format"]),
            total=total,
            may_read_again=chosen.state == "open" and total > 0,
            newest=newest[0].quarantine_id if newest else None,
        )

    @router.get("/quarantine/{record_id}", name="quarantine_record")
    def record_page(request: Request, record_id: int, read: bool = False) -> Response:
        """One refused record."""
        with reading(host) as connection, connection:
            record = found_record(connection, record_id)
            neighbours = quarantine.neighbours(connection, record.file_id, record.record_position)
            history = quarantine.history(connection, record.file_id)
            source = read_as(host, connection, record.source)
        raw_store, missing = opened_store(host)
        seen = None
        if raw_store is not None:
            seen, missing = bytes_of(raw_store, record)
        return page(
            request,
            "quarantine_record.html",
            record=record,
            remedy=REMEDIES.get(record.reason_code, ""),
            excerpt=seen,
            missing=missing,
            neighbours=neighbours,
            history=history,
            reading=todays_reading(source, raw_store, record, asked=read) if seen and raw_store else None,
        )

    @router.get("/quarantine/{record_id}/file", name="quarantine_file")
    def download(record_id: int) -> Response:
        """The file as it came, to be kept and never shown by the browser."""
        with reading(host) as connection, connection:
            record = found_record(connection, record_id)
        if host.raw_store is None:
            raise HTTPException(404, "There is no raw store here.")
        try:
            raw_store = host.raw_store()
        except SourceError as error:
            raise HTTPException(404, f"The raw store can't be opened: {error}") from error
        try:
            first = raw_store.read_part(record.file_sha256, 0, CHUNK_BYTES)
        except OSError as error:
            raise HTTPException(404, "The raw store does not hold its bytes any more.") from error
        headers = {
            "Content-Disposition": f'attachment; filename="{safe_name(record.file_uri, record.file_sha256)}"',
            "Content-Length": str(record.file_size),
        }
        chunks = chunks_of(raw_store, record.file_sha256, first, record.file_size)
        return StreamingResponse(chunks, media_type="application/octet-stream", headers=headers)

    return router


def found_record(connection: Any, record_id: int) -> Any:
    """A refused record. Raises HTTPException where there is none."""
    record = quarantine.record(connection, record_id) if 0 < record_id < 2**62 else None
    if record is None:
        raise HTTPException(404, f"There is no refused record {record_id}.")
    return record


def safe_name(uri: str, sha256: str) -> str:
    """A file name that no system reads as something else: of the last part of the address only what is harmless."""
    kept = re.sub(r"[^A-Za-z0-9._-]+", "_", file_name(uri))[-80:].strip("._-")
    return f"{sha256[:12]}-{kept or 'file'}"


def chunks_of(raw_store: AnyRawStore, sha256: str, first: bytes, size: int) -> Iterator[bytes]:
    """The bytes of a file, piece by piece, the first of which is there already."""
    yield first
    for start in range(CHUNK_BYTES, size, CHUNK_BYTES):
        yield raw_store.read_part(sha256, start, CHUNK_BYTES)


def as_query(chosen: Filter) -> dict[str, Any]:
    """The address's form of a filter."""
    query = {name: str(value) for name, value in asdict(chosen).items() if value is not None}
    return query | ({"format": "none"} if chosen.format == "" else {})


def action_routes(host: Host) -> APIRouter:
    """What people do to refused records."""
    router = APIRouter()
    Known = Annotated[Actor, Depends(host.actor)]
    Ids = Annotated[list[int], Form()]

    def read_again(request: Request, actor: Actor, choice: Choice, dry_run: bool) -> str:
        """Start a replay, and keep who asked for it; its DAG run id."""
        with acting(host) as connection:
            started = runs.start(
                host,
                request,
                "news_replay",
                {**choice.as_params(), "dry_run": dry_run, "decided_by": actor.name},
            )
            decisions.insert_act(
                connection,
                "replay",
                decided_by=actor.name,
                now=utc_now(),
                reason_code=choice.reason if choice.reason in REASONS else None,
                details={**choice.as_params(), "dry_run": dry_run, "dag_run": started},
            )
        return started

    @router.post("/quarantine/replay", name="replay_records")
    def replay_records(
        request: Request,
        actor: Known,
        record: Ids = NONE,
        dry_run: Annotated[bool, Form()] = True,
        one: Annotated[bool, Form()] = False,
    ) -> Response:
        """Read the files of chosen records again."""
        if not record:
            return back_to(request, "quarantine", "nothing_chosen")
        started = read_again(request, actor, Choice(records=tuple(record)), dry_run)
        where: dict[str, Any] = {"record_id": record[0]} if one else {}
        route = "quarantine_record" if one else "quarantine"
        return back_to(
            request, route, "rehearsal" if dry_run else "replay", len(record), started=started, **where
        )

    @router.post("/quarantine/replay-all", name="replay_filter")
    def replay_filter(
        request: Request,
        actor: Known,
        reason: Annotated[str, Form()] = "",
        source: Annotated[str, Form()] = "",
        format: Annotated[str | None, Form()] = None,
        day: Annotated[str, Form()] = "",
        dry_run: Annotated[bool, Form()] = True,
    ) -> Response:
        """Read all files again that hold an open refusal of a filter."""
        chosen = given_filter("open", reason, source, format, day)
        choice = Choice(
            reason=chosen.reason, source=chosen.source, format=chosen.format, first_day=chosen.day,
            last_day=chosen.day, refused=True,
        )  # fmt: skip
        started = read_again(request, actor, choice, dry_run)
        done = "rehearsal_of_all" if dry_run else "replay_of_all"
        return back_to(request, "quarantine", done, started=started, **as_query(chosen))

    @router.post("/quarantine/replay-run", name="replay_like_run")
    def replay_like_run(
        request: Request, actor: Known, run: Annotated[int, Form(ge=1, le=2**62)]
    ) -> Response:
        """Do what a dry run has shown."""
        with reading(host) as connection:
            row, _ = reports.find_report(connection, run)
            with connection:
                asked = decisions.replay_of(connection, row.run_key)
        if asked is None:
            raise HTTPException(404, f"No page has started run {run}.")
        choice = choice_of(asked.details)
        if choice.setting is not None:  # what was tried and is done holds from now on
            with acting(host) as connection:
                if not source_settings.keep(connection, choice.setting, by=actor.name, now=utc_now()):
                    raise HTTPException(409, "The settings that this run tried were taken back meanwhile.")
        started = read_again(request, actor, choice, dry_run=False)
        return back_to(request, "quarantine", "replay_of_all", started=started)

    @router.post("/quarantine/dismiss-all", name="dismiss_filter")
    def dismiss_filter(
        request: Request,
        actor: Known,
        up_to: Annotated[int, Form(ge=1, le=2**62)],
        state: Annotated[Literal["open", "dismissed"], Form()] = "open",
        reason: Annotated[str, Form()] = "",
        source: Annotated[str, Form()] = "",
        format: Annotated[str | None, Form()] = None,
        day: Annotated[str, Form()] = "",
        note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
    ) -> Response:
        """Dismiss all that a filter shows, in one statement, or take that back; `up_to` is the newest that was shown."""
        chosen = given_filter(state, reason, source, format, day)
        with acting(host) as connection:
            count = dismissals.dismiss_all(
                connection, chosen, up_to, decided_by=actor.name, note=note.strip() or None, now=utc_now()
            )
        said = "open_again" if state == "dismissed" else "dismissed_all"
        return back_to(request, "quarantine", said, count, **as_query(chosen))

    @router.post("/quarantine/dismiss", name="dismiss_records")
    def dismiss_records(
        request: Request,
        actor: Known,
        record: Ids = NONE,
        note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
        take_back: Annotated[bool, Form()] = False,
        one: Annotated[bool, Form()] = False,
    ) -> Response:
        """Leave records out of the open quarantine, or take that back."""
        with acting(host) as connection:
            done = dismissals.dismiss(
                connection,
                record,
                decided_by=actor.name,
                note=note.strip() or None,
                now=utc_now(),
                take_back=take_back,
            )
        said = "open_again" if take_back else "dismissed"
        if one and record:
            return back_to(request, "quarantine_record", said, len(done), record_id=record[0])
        return back_to(request, "quarantine", said if record else "nothing_chosen", len(done))

    return router
