"""The words that go out."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from newsfold.operate import alerts, gate_messages
from newsfold.operate.alerts import Links
from newsfold.operate.gates import Evidence, Refusals, Silence

LINKS = Links(
    "http://127.0.0.1:8080/dags/d/runs/r/plugin/newsfold-run-report", "http://127.0.0.1:8080/dags/d/runs/r"
)
LATER = datetime(2025, 10, 3, 12, tzinfo=UTC)
HEADLINE = "Ferry strike in Lisbon ends"


def report(**changes: Any) -> dict[str, Any]:
    """The report of a run that was fine."""
    usual: dict[str, Any] = {
        "run_id": 7, "day": date(2025, 9, 29), "dry_run": False, "state": "published",
        "totals": {
            "files": 1200, "found": 1300, "original": 900, "copy": 200, "near_copy": 50, "rewrite": 100,
            "version": 20, "unchanged": 30, "quarantined": 0, "balanced": True,
        },
        "source_failures": [], "checks": [], "folds": [{"headline": HEADLINE, "opening": HEADLINE}],
        "quarantine": [{"detail": HEADLINE}],
    }  # fmt: skip
    return usual | changes


def expectation(slug: str = "wire", state: str = "low") -> SimpleNamespace:
    return SimpleNamespace(
        slug=slug, weekday=1, holiday=None, earlier_days=20, days_known=8, declared_files=None, files=4,
        typical_files=100, records=9, typical_records=200, state=state,
    )  # fmt: skip


def message(
    run: dict[str, Any] | None = None, failed: tuple[str, ...] = (), gate: Any = None, **evidence: Any
):
    known = Evidence(**{"expectations": (), "records": {}, "refusals": (), **evidence})
    return alerts.run_message(run or report(), known, failed, LINKS, gate)


def test_a_fine_run_is_no_problem_and_its_message_holds_the_totals_and_links():
    made = message()
    assert not made.is_problem
    assert made.title == "Newsfold run 7 of 2025-09-29: fine"
    assert "1,200 files, 1,300 records: 900 original, 200 copy, 50 near copy, 100 rewrite" in made.body
    assert LINKS.report in made.body
    assert LINKS.dag_run in made.body


def failure(slug: str = "wire", failure_class: str = "gone", detail: str = "no answer") -> dict[str, str]:
    return {"source": slug, "failure_class": failure_class, "detail": detail}


CHECK = {
    "check_name": "most_articles_are_dated",
    "severity": "warn",
    "broken_rows": 2,
    "sample": [{"source": "wire"}] * 2,
}
PROBLEMS: dict[str, tuple[dict[str, Any], str]] = {
    "source": ({"run": report(source_failures=[failure()])}, "1 source failed"),
    "low": ({"expectations": [expectation()]}, "1 source outside of what is expected"),
    "silent": ({"expectations": [expectation(state="silent")]}, "1 source outside of what is expected"),
    "refused": ({"refusals": [Refusals("wire", "no_text", 3)]}, "3 records quarantined"),
    "check": ({"run": report(checks=[CHECK])}, "1 check broken"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_is_wrong_is_a_problem_and_in_the_title(name):
    given, words = PROBLEMS[name]
    made = message(**given)
    assert made.is_problem
    assert words in made.title


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_is_silenced_is_told_with_its_end_and_is_no_problem(name):
    given, _ = PROBLEMS[name]
    made = message(**given, silences=[Silence("wire", None, LATER)])
    assert not made.is_problem
    if name != "check":
        assert "wire" in made.body or "no_text" in made.body


def test_a_silenced_reason_is_marked():
    made = message(refusals=[Refusals("wire", "no_text", 3)], silences=[Silence(None, "no_text", LATER)])
    assert not made.is_problem
    assert "no_text: 3 (silenced until 2025-10-03 12:00 UTC)" in made.body


def test_entries_that_only_point_to_a_page_and_known_failures_are_no_problem():
    run = report(source_failures=[failure(failure_class="paused"), failure("paper", "limited")])
    made = message(run, refusals=[Refusals("wire", "pointer", 300)])
    assert not made.is_problem
    assert "pointer: 300" in made.body


@pytest.mark.parametrize(
    ("state", "failed", "words"),
    [
        ("started", ("normalize",), "failed in normalize"),
        ("failed", (), "failed in check"),
        ("started", (), "did not come to its end: started"),
        ("waiting", (), "did not come to its end: waiting"),
    ],
)
def test_a_run_that_did_not_end_well_says_where(state, failed, words):
    made = message(report(state=state), failed)
    assert made.is_problem
    assert words in made.title


def test_a_run_that_is_held_says_by_whom_and_that_nothing_is_lost():
    gate = SimpleNamespace(reasons=["wire: 4 files; typical: 100"], choice="hold", decided_by="Ada")
    made = message(report(state="held"), gate=gate)
    assert "held, nothing loaded" in made.title
    assert "Held by Ada" in made.body
    assert "its files stay out until somebody releases or discards them" in made.body
    assert "wire: 4 files; typical: 100" in made.body


def test_a_ledger_that_does_not_balance_is_a_problem():
    made = message(report(totals={**report()["totals"], "balanced": False}))
    assert "does not balance" in made.title


def test_no_word_of_an_article_goes_out_and_no_failure_brings_a_second_line():
    run = report(source_failures=[failure(detail="one\ntwo\x1b[31m\r\n\r\nBcc: all@example.org" + "x" * 900)])
    made = message(run, refusals=[Refusals("wire", "no_text", 3)])
    assert HEADLINE not in made.title + made.body
    (line,) = [line for line in made.body.splitlines() if "gone" in line]
    assert "Bcc" in line
    assert len(line) < 250
    assert "\x1b" not in made.body


def test_long_lists_end_with_how_many_more():
    made = message(expectations=[expectation(f"paper-{n}") for n in range(40)])
    assert "- and 25 more" in made.body
    assert made.title.endswith("40 sources outside of what is expected")


def question(**evidence: Any) -> tuple[str, str]:
    known = Evidence(**{"expectations": [expectation("red_wire")], "records": {}, "refusals": (), **evidence})
    return gate_messages.gate_question(report(), ["the run has 9 records"], known, LINKS, "load", 6)


def test_the_question_names_source_figure_expectation_and_the_report():
    subject, body = question(refusals=[Refusals("paper", "no_text", 70)])
    assert subject == "Load run 7? the run has 9 records"
    assert (
        "low: red\\_wire: 4 files, 9 records; typical of a Monday: 100 files, 200 records (from 8 days)"
        in body
    )
    assert "no\\_text: 70" in body
    assert "Without an answer within 6 hours: load." in body
    assert f"[Run report]({LINKS.report})" in body


def test_the_question_says_what_is_silenced():
    _, body = question(silences=[Silence("red_wire", None, LATER)])
    assert "(silenced until 2025-10-03 12:00 UTC)" in body


def test_markdown_and_control_characters_are_shown_as_they_are():
    assert gate_messages.markdown("<b>[x](y)*\n") == "\\<b\\>\\[x\\](y)\\*"


def test_a_late_run_is_told_with_its_links():
    made = alerts.late_message("news_ingest", "scheduled__2025-09-29", 4, LINKS)
    assert made.title == "Newsfold: news_ingest is late"
    assert "4 hours" in made.body
    assert LINKS.dag_run in made.body


def test_a_run_that_could_not_be_looked_at_is_told():
    made = alerts.blind_message("news_ingest", "r", ["load"], OSError("cannot connect\nto it"), LINKS)
    assert "OSError: cannot connect to it" in made.body
    assert "Failed tasks: load" in made.body
