"""What is open is said once, the worst first, with the page where it is put right."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from newsfold.ui.problems import open_problems

NOW = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)
FINE = {
    "run_id": 7, "run_key": "airflow:news_ingest:a", "trigger": "airflow", "dry_run": False, "state": "published",
    "balanced": True, "failed_checks": [], "warnings": [], "started_at": NOW - timedelta(hours=1),
}  # fmt: skip
QUIET = {
    "gates": [], "held": [], "refusals": [], "unbalanced_files": 0, "unbalanced_run_id": None, "pending_decisions": 0,
    "files_due": 0,
}  # fmt: skip


HELD = {"run_id": 6, "slug": "wire", "files": 300, "decided_by": "ada"}


def refusals(**more: object) -> dict[str, object]:
    """A source with open refusals."""
    usual = {
        "slug": "herald", "name": "The Coast Herald", "records": 2, "reasons": ["no_article"], "last_good_at": None,
        "refused_files": 0, "refused_since": None,
    }  # fmt: skip
    return usual | more


def source(state: str, **more: object) -> SimpleNamespace:
    """A source as its page shows it."""
    usual = {"slug": "wire", "name": "Wire", "expected": None, "answered": None, "silenced_until": None}
    return SimpleNamespace(**{**usual, "state": state, **more})


def problems(run=None, sources=(), **found):
    """Level, text and address of what is open."""
    whole = {**QUIET, "runs": [SimpleNamespace(**FINE | (run or {}))], **found}
    opened = open_problems(
        whole,
        sources,
        lambda route, **values: f"{route} {values}",
        lambda key, part: f"airflow {key}{part}",
        NOW,
    )
    return [(each.level, each.text, each.address) for each in opened]


def test_nothing_is_open_where_all_is_fine():
    assert problems(sources=[source("as expected"), source("disabled"), source("unknown")]) == []


@pytest.mark.parametrize(
    ("found", "level", "said", "leads"),
    [
        ({"run": {"failed_checks": ["balance"]}}, "bad", "The check balance failed in run 7", "run_report {'run_id': 7}"),
        ({"run": {"state": "failed"}}, "bad", "Run 7 has failed", "run_report"),
        ({"run": {"balanced": False}}, "bad", "does not balance", "run_report"),
        ({"run": {"state": "loaded", "started_at": NOW - timedelta(hours=4)}}, "bad", "under way for 4 hours", "run_report"),
        ({"held": [HELD]}, "bad", "Run 6 was rejected by ada: its 300 files (wire) stay out", "run_report {'run_id': 6}"),
        ({"run": {"warnings": ["largest_story"]}}, "warning", "largest_story warns", "run_report"),
        ({"run": {"started_at": NOW - timedelta(hours=50)}}, "bad", "No run has begun for 50 hours", "None"),
        ({"unbalanced_files": 2, "unbalanced_run_id": 3}, "bad", "2 files of all runs", "run_report {'run_id': 3}"),
        ({"pending_decisions": 1}, "warning", "1 decision is not applied", "review"),
        ({"files_due": 3}, "warning", "3 files are fetched and not loaded", "None"),
        ({"refusals": [refusals()]}, "warning", "The Coast Herald: 2 records in quarantine (no article).",
         "quarantine {'source': 'herald'}"),
        ({"refusals": [refusals(refused_files=70, refused_since=NOW, last_good_at=NOW)]}, "bad",
         "The Coast Herald: all 70 files refused since 2026-03-04 06:00 UTC (no article); it was read well before: its format has"
         " changed.", "quarantine {'source': 'herald'}"),
        ({"refusals": [refusals(refused_files=70, refused_since=NOW, reasons=["no_article", "too_large"])]}, "bad",
         "(no article and 1 more reason).", "quarantine"),
        ({"gates": [{"run_id": 8, "run_key": "airflow:a:b", "reasons": ["Wire: 3 files"]}]}, "bad", "Run 8 waits",
         "airflow airflow:a:b/required_actions"),
        ({"sources": [source("silent")]}, "bad", "Wire is silent", "sources {'slug': 'wire'}"),
        ({"sources": [source("low", expected=SimpleNamespace(files=3, typical_files=40))]}, "warning",
         "Wire delivers far less than usual: 3 files, usual are 40.", "sources"),
        ({"sources": [source("paused", answered=SimpleNamespace(pause_reason="moving"))]}, "warning", "(moving)", "sources"),
        ({"sources": [source("failing", answered=SimpleNamespace(failure_class="changed_shape"))]}, "bad", "changed shape",
         "sources"),
    ],
)  # fmt: skip
def test_each_kind_of_trouble_is_named_and_leads_to_where_it_is_put_right(found, level, said, leads):
    ((its_level, text, address),) = problems(**found)
    assert its_level == level
    assert said in text
    assert leads in str(address)


def test_the_worst_comes_first():
    levels = [level for level, _, _ in problems({"warnings": ["x"]}, [source("silent")], files_due=1)]
    assert levels == ["bad", "warning", "warning"]


def test_what_is_told_by_source_is_not_told_by_check_again():
    assert (
        problems({"warnings": ["sources_were_read", "sources_are_fresh", "sources_deliver_as_expected"]})
        == []
    )


def test_a_silenced_source_is_no_trouble_for_now():
    assert problems(sources=[source("silent", silenced_until=NOW)]) == []


def test_many_of_a_kind_are_counted():
    found = problems(sources=[source("silent", slug=f"s{n}") for n in range(9)])
    assert len(found) == 7
    assert found[-1][1] == "3 more sources are silent."


def test_a_run_under_way_is_no_trouble():
    for state in ("started", "loaded", "checked"):
        assert problems({"state": state}) == []


def test_a_failure_stays_after_the_next_run():
    found = [
        SimpleNamespace(**FINE),
        SimpleNamespace(**FINE | {"run_id": 6, "state": "failed", "started_at": NOW - timedelta(days=1)}),
        SimpleNamespace(**FINE | {"run_id": 5, "state": "failed", "started_at": NOW - timedelta(days=30)}),
    ]
    ((level, text, address),) = problems(runs=found)
    assert (level, address) == ("warning", "run_report {'run_id': 6}")
    assert text.startswith("Run 6 of 2026-03-03 06:00 UTC has failed")


def test_files_of_a_run_under_way_are_not_called_left_behind():
    assert not [text for _, text, _ in problems({"state": "started"}, files_due=3) if "fetched" in text]
