"""Overview, run report and daily brief: the pages that only show."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from starlette.responses import Response

from newsfold.analytics.brief import collect
from newsfold.operate import incidents
from newsfold.store import decisions, expectations, reports
from newsfold.store.connection import Connection
from newsfold.ui.brief_view import brief_view
from newsfold.ui.charts import bar_chart, shares_bar
from newsfold.ui.clock import utc_now
from newsfold.ui.database import acting, reading
from newsfold.ui.flow_chart import flow_chart
from newsfold.ui.host import Actor, Host
from newsfold.ui.listing_sql import listing_sql
from newsfold.ui.problems import open_problems
from newsfold.ui.source_listing import standings
from newsfold.ui.source_pages import declared_sources
from newsfold.ui.templating import OUTCOMES, address_of, back_to, in_airflow, page
from newsfold.ui.verdicts import overview_verdict, run_verdict

SHOWN_RUNS = 20
#: Those that are sorted and searched, where somebody asks for that.
MOST_RUNS = 300
SHOWN_SOURCES = 30
SHOWN_VERSIONS = 50
#: States of a run that somebody decides or decided on before its load.
AT_GATE = ("waiting", "held")
NOT_OURS = "This DAG run has taken in no news: it has not begun its first task yet, or its DAG is not one of Newsfold's."

NO_BRIEF = "The DAG news_marts counts what news_ingest has published, and nothing is counted yet."


def page_routes(host: Host) -> APIRouter:
    router = APIRouter()

    @router.get("/", name="overview")
    def overview(request: Request) -> Response:
        """The last runs, what is open, how fresh the sources are."""
        now, (declared, unreadable) = utc_now(), declared_sources(host)
        with reading(host) as connection:
            asked = any(key.startswith("runs.") for key in request.query_params)
            found = reports.overview(connection, MOST_RUNS if asked else SHOWN_RUNS, now)
            sources = standings(connection, declared, found["refusals"])
            expected = {each.slug: each.expected for each in sources if each.expected is not None}
            open_now = incidents.present(connection, unreadable or declared, now, expected)
        problems = open_problems(
            open_now,
            found,
            lambda route, **values: address_of(request, route, values),
        )
        return page(
            request,
            "overview.html",
            **found,
            shown_runs=SHOWN_RUNS,
            runs_cut=None if asked else min(found["known_runs"], MOST_RUNS),
            sources=sources[:SHOWN_SOURCES],
            source_count=len(sources),
            problems=problems,
            verdict=overview_verdict(
                found["runs"], [problem.level for problem in problems if problem.level != "plain"], now
            ),
            chart=bar_chart(found["days"], OUTCOMES),
        )

    @router.get("/sql/{name}", name="listing_sql")
    def sql_of_listing(
        request: Request,
        name: str,
        sort: Annotated[str, Query(max_length=80)] = "",
        q: Annotated[str, Query(max_length=200)] = "",
    ) -> Response:
        """The statement that gives a table of a page."""
        try:
            shown = listing_sql(name, dict(request.query_params), sort, q)
        except LookupError as error:
            raise HTTPException(404, f"There is {error} with a statement.") from error
        return page(request, "listing_sql.html", shown=shown)

    @router.get("/runs/{run_id}", name="run_report")
    def run_report(request: Request, run_id: int) -> Response:
        """One run, by its own number."""
        with reading(host) as connection:
            return run_page(request, connection, run_id)

    @router.get("/dag-run", name="dag_run_report")
    def dag_run_report(request: Request, dag_id: str, run_id: str) -> Response:
        """One run, by the names that Airflow has for it."""
        with reading(host) as connection:
            number = reports.latest_run(connection, f"airflow:{dag_id}:{run_id}")
            if number is None:
                return page(request, "message.html", heading="No run report", text=NOT_OURS)
            return run_page(request, connection, number)

    @router.get("/brief", name="newest_brief")
    def newest_brief(request: Request) -> Response:
        """The brief of the newest day with articles."""
        with reading(host) as connection:
            try:
                found = collect(connection)
            except LookupError:
                return page(request, "message.html", heading="No brief yet", text=NO_BRIEF)
        return page(request, "brief_in_airflow.html", **brief_view(found))

    @router.get("/brief/{day}", name="brief_of_day")
    def brief_of_day(request: Request, day: date) -> Response:
        """The brief of one day, from what is shown now: what was killed since is not on it."""
        with reading(host) as connection:
            try:
                found = collect(connection, day)
            except LookupError as error:
                raise HTTPException(404, f"There is no brief: {error}.") from error
        return page(request, "brief_in_airflow.html", **brief_view(found))

    return router


def action_routes(host: Host) -> APIRouter:
    """What people do with a run that was rejected."""
    router = APIRouter()

    @router.post("/runs/{run_id}/held", name="settle_held")
    def settle(
        request: Request,
        actor: Annotated[Actor, Depends(host.actor)],
        run_id: int,
        settled: Annotated[Literal["released", "discarded"], Form()],
        source: Annotated[str | None, Form()] = None,
    ) -> Response:
        """Release the files that it keeps out, of one of its sources or of all, to the next run, or discard them."""
        with acting(host) as connection:
            files = expectations.settle_held(
                connection, run_id, settled, actor.name, now=utc_now(), slug=source
            )
        return back_to(request, "run_report", settled if files else "nothing_held", files, run_id=run_id)

    return router


def run_page(request: Request, connection: Connection, run_id: int) -> Response:
    """The report of one run. Raises HTTPException where there is none."""
    try:
        run, report = reports.find_report(connection, run_id)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error
    again, changed = None, []
    out = [row for row in expectations.held_files(connection) if row.run_id == run_id]
    with connection:
        if run.trigger != "replay":
            changed = reports.versions(connection, run_id, SHOWN_VERSIONS)
        elif run.dry_run:
            again = decisions.replay_of(connection, run.run_key)
    at_gate: dict[str, Any] = {"gate": None, "staged": [], "samples": []}
    if run.state in AT_GATE:
        at_gate = {
            "gate": expectations.gate_of(connection, run_id),
            "staged": expectations.staged_sources(connection, run_id),
            "samples": expectations.staged_samples(connection, run_id),
        }
    shown = json.loads(json.dumps(report, default=str))  # a report that was kept is JSON: show both alike
    return page(
        request,
        "run_report.html",
        run=run,
        report=shown,
        verdict=run_verdict(run, shown),
        shares=shares_bar(shown["totals"], OUTCOMES),
        flow=flow_chart(shown.get("formats", []), OUTCOMES),
        airflow=in_airflow(request, run.run_key),
        versions=changed,
        again=again,
        held=sum(row.files for row in out if not row.by_gate),
        held_back=[row for row in out if row.by_gate],
        at_gate=run.state in AT_GATE,
        decide=in_airflow(request, run.run_key, "/required_actions"),
        **at_gate,
        folds=[fold_shown(fold) for fold in shown["folds"]],
    )


def fold_shown(fold: dict[str, Any]) -> dict[str, Any]:
    """A folded article with its evidence taken apart: a sentence in words, measures, what both texts share, pairs of
    sentences, notes.

    The evidence is the method's own, and links of older methods stay: what we don't know is shown as a measure if it is a
    number, else left out.
    """
    evidence = fold["evidence"] or {}
    measures = {name: value for name, value in evidence.items() if isinstance(value, int | float)}
    return {
        "article_id": None,
        "matched_article_id": None,
        **fold,
        "headline": fold["headline"] or f"{fold['opening'].strip()}…",
        "matched_headline": fold["matched_headline"] or f"{fold['matched_opening'].strip()}…",
        "summary": str(evidence.get("summary") or ""),
        "measures": {**measures, **(evidence.get("features") or {})},
        "shared": {
            "names in both": listed(evidence, "shared_names"),
            "names in one only": listed(evidence, "names_only_in_one")
            + listed(evidence, "names_only_in_other"),
            "numbers in both": listed(evidence, "shared_numbers"),
            "numbers in one only": listed(evidence, "numbers_only_in_one")
            + listed(evidence, "numbers_only_in_other"),
        },
        "sentences": listed(evidence, "sentences"),
        "notes": listed(evidence, "notes"),
    }


def listed(evidence: Mapping[str, Any], name: str) -> list[Any]:
    """A list of the evidence; empty where this method gives none, or another thing under that name."""
    value = evidence.get(name)
    return value if isinstance(value, list) else []
