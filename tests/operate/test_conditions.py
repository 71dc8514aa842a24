"""What is wrong is said once, in words for whoever is on call, with what usually helps."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from newsfold.config.sources import Source
from newsfold.model import REASONS
from newsfold.operate.conditions import Facts, conditions_of, judged_kinds
from newsfold.operate.remedies import KINDS, against_reason

NOW = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)
WIRE = Source("wire", "inbox/wire", name="Wire")
PAUSED = {"paused_at": NOW, "pause_reason": "moving", "failures": 0, "incomplete_since": None}
ANSWERED = {
    "paused_at": None, "failures": 0, "failure_class": None, "succeeded_at": None, "failed_at": None,
    "incomplete_since": None, "incomplete_detail": None,
}  # fmt: skip
FAILED = {
    "run_id": 6, "state": "failed", "started_at": NOW - timedelta(days=1), "failed_checks": [], "is_taken_over": False,
    "files": 3,
}  # fmt: skip
DRIFT = {
    "slug": "wire", "name": "Wire", "header": "byline", "run_id": 7, "since": NOW, "present": 2, "records": 40, "usual": 0.92,
    "days_known": 36, "before": [1, 2, 3], "after": [7, 8],
}  # fmt: skip
HELD = {"run_id": 6, "slug": "wire", "files": 300, "decided_by": "ada", "held_at": NOW, "by_gate": False}


def newest(**more: object) -> SimpleNamespace:
    """The newest run."""
    usual = {"run_id": 7, "state": "published", "started_at": NOW, "last_started_at": NOW, "warnings": []}
    return SimpleNamespace(**{**usual, **more})


def refusals(**more: object) -> dict[str, object]:
    """A source with open refusals."""
    usual = {
        "slug": "herald", "name": "The Coast Herald", "records": 2, "reasons": ["no_article"], "last_good_at": None,
        "refused_files": 0, "refused_since": None,
    }  # fmt: skip
    return usual | more


def facts(**more: object) -> Facts:
    """Facts of a system that is fine, but for what is given."""
    usual = {
        "gates": [], "held": [], "failed_runs": [], "newest_run": newest(), "unbalanced_files": 0, "unbalanced_run_id": None,
        "refusals": [], "drifts": [], "answers": {}, "expected": {}, "declared": {"wire": WIRE},
    }  # fmt: skip
    return Facts(**{**usual, **more})


def expected(state: str, **more: object) -> dict[str, SimpleNamespace]:
    """What is expected of the wire."""
    return {"wire": SimpleNamespace(**{"state": state, "files": 3, "typical_files": 40, **more})}


def answered(**more: object) -> dict[str, SimpleNamespace]:
    """How the wire answered."""
    return {"wire": SimpleNamespace(**{**ANSWERED, **more})}


def test_nothing_is_wrong_where_all_is_fine():
    for state in ("as_expected", "unknown"):
        assert conditions_of(facts(expected=expected(state)), NOW) == []


def test_nothing_is_wrong_before_the_first_run():
    assert conditions_of(facts(newest_run=None), NOW) == []


@pytest.mark.parametrize(
    ("given", "key", "level", "said"),
    [
        ({"failed_runs": [SimpleNamespace(**FAILED | {"failed_checks": ["balance"]})]}, "run_failed:6", "bad",
         "Run 6 of 2026-03-03 06:00 UTC has failed: the check balance failed, so its data is loaded and not published."),
        ({"failed_runs": [SimpleNamespace(**FAILED | {"is_taken_over": True})]}, "run_failed:6", "watch",
         "has failed. Later runs have taken its files over."),
        ({"failed_runs": [SimpleNamespace(**FAILED | {"state": "loaded"})]}, "run_stuck:6", "bad", "under way for 24 hours"),
        ({"held": [SimpleNamespace(**HELD)]}, "held:6", "bad", "Run 6 was rejected by ada: its 300 files (wire) stay out"),
        ({"newest_run": newest(warnings=["largest_story"])}, "check_warns:largest_story", "watch", "warns in run 7"),
        ({"newest_run": newest(last_started_at=NOW - timedelta(hours=50))}, "no_run:all", "bad", "No run has begun for 50 hours"),
        ({"unbalanced_files": 2, "unbalanced_run_id": 3}, "unbalanced:all", "bad", "Records of 2 files are unaccounted for"),
        ({"refusals": [refusals()]}, "refused_in_part:herald", "watch",
         "The Coast Herald: 2 records in quarantine (no article)."),
        ({"refusals": [refusals(refused_files=70, refused_since=NOW, last_good_at=NOW)]}, "refused:herald", "bad",
         "The Coast Herald: all 70 files refused since 2026-03-04 06:00 UTC (no article); it was read well before: its format has"
         " changed."),
        ({"refusals": [refusals(refused_files=70, refused_since=NOW, reasons=["no_article", "too_large"])]}, "refused:herald",
         "bad", "(no article and 1 more reason)."),
        ({"gates": [{"run_id": 8, "run_key": "a", "reasons": ["Wire: 3 files"], "asked_at": NOW}]}, "waiting:8", "bad",
         "Run 8 waits for your decision before its load: Wire: 3 files"),
        ({"expected": expected("silent", files=0)}, "silent:wire", "bad", "Wire is silent: 0 files, usual are 40."),
        ({"expected": expected("low")}, "low:wire", "watch", "Wire delivers far less than usual: 3 files, usual are 40."),
        ({"expected": expected("high", files=400)}, "high:wire", "watch", "Wire delivers far more than usual: 400 files"),
        ({"answers": {"wire": SimpleNamespace(**PAUSED)}}, "paused:wire", "watch", "(moving)"),
        ({"answers": answered(failures=2, failure_class="changed_shape", failed_at=NOW)}, "failing:wire", "bad",
         "Wire could not be fetched: changed shape."),
        ({"answers": answered(incomplete_since=NOW, incomplete_detail="folder\n1")}, "incomplete:wire", "watch",
         "not seen whole since 2026-03-04 06:00 UTC: folder 1"),
        ({"drifts": [SimpleNamespace(**DRIFT)]}, "drifted:wire", "watch",
         "Wire: a byline in 2 of 40 records, usual are 92 %."),
        ({"drifts": [SimpleNamespace(**DRIFT | {"header": "words", "present": 90, "usual": 640.2})]}, "drifted:wire", "watch",
         "Wire: half of its articles have at most 90 words, usual are 640."),
        ({"drifts": [SimpleNamespace(**DRIFT | {"header": "published_on", "present": 0}),
                     *(SimpleNamespace(**DRIFT | {"header": each}) for each in ("language en", "format html", "byline"))]},
         "drifted:wire", "bad", "a date in 0 of 40 records, usual are 92 %; language en in 2 of"),
        ({"declared": None, "unreadable": "line 3"}, "configuration:all", "bad", "dags/sources.toml can't be read: line 3"),
    ],
)  # fmt: skip
def test_each_kind_is_named_with_what_helps(given, key, level, said):
    (found,) = conditions_of(facts(**given), NOW)
    assert (found.key, found.level) == (key, level)
    assert said in found.title
    assert found.advice
    assert found.kind in KINDS


@pytest.mark.parametrize("declared", [{}, None])
def test_of_a_source_that_is_not_declared_no_header_is_usual(declared):
    found = conditions_of(facts(drifts=[SimpleNamespace(**DRIFT)], declared=declared), NOW)
    assert found == []


def test_nobody_who_only_uses_the_command_is_told_that_no_run_has_begun():
    assert conditions_of(facts(newest_run=newest(last_started_at=None)), NOW) == []


def test_the_worst_comes_first():
    given = facts(refusals=[refusals()], expected=expected("silent"))
    assert [each.level for each in conditions_of(given, NOW)] == ["bad", "watch"]


def test_what_is_told_by_source_is_not_told_by_check_again():
    warned = newest(warnings=["sources_were_read", "sources_are_fresh", "sources_deliver_as_expected"])
    assert conditions_of(facts(newest_run=warned), NOW) == []


def test_a_source_that_is_refused_whole_is_not_called_fine_nor_told_twice():
    given = facts(
        refusals=[refusals(slug="wire", refused_files=70, refused_since=NOW)], expected=expected("low")
    )
    assert [each.key for each in conditions_of(given, NOW)] == ["refused:wire"]


def test_of_sources_nothing_is_judged_while_they_cant_be_read():
    assert "silent" in judged_kinds(facts())
    unread = judged_kinds(facts(declared=None))
    assert not {"silent", "failing"} & set(unread)
    assert {"configuration", "run_failed", "held", "refused"} <= set(unread)


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_has_advice(reason):
    assert against_reason(reason, WIRE)["advice"]


def test_of_a_declared_table_the_columns_are_named():
    table = Source("table", "inbox/table", format="csv")
    assert against_reason("no_article", table)["setting"] == "columns"
    assert against_reason("too_large", table)["setting"] == "max_file_bytes"
