"""What is said of the last run before anything else."""

from types import SimpleNamespace

import pytest

from newsfold.ui.verdicts import overview_verdict

FINE = {
    "run_id": 7,
    "trigger": "airflow",
    "dry_run": False,
    "state": "published",
    "balanced": True,
    "quarantined": 0,
    "failed_checks": [],
    "warnings": [],
    "sources_failed": [],
}


@pytest.mark.parametrize(
    ("run", "levels", "level", "said"),
    [
        ({}, [], "good", "Run 7 is published and balances"),
        ({}, ["warning"], "warning", "Run 7 is published and balances"),
        ({}, ["warning", "bad"], "bad", "Run 7 is published"),
        ({"balanced": False}, [], "bad", "Run 7 is published"),
        ({"state": "failed"}, [], "bad", "Run 7 has failed"),
        ({"state": "rehearsed", "dry_run": True}, [], "good", "dry run"),
        ({"state": "started"}, ["warning"], "warning", "has not ended"),
    ],
)
def test_the_worst_of_what_is_open_decides(run, levels, level, said):
    verdict = overview_verdict([SimpleNamespace(**FINE | run)], levels)
    assert verdict.level == level
    assert said in verdict.heading


def test_a_run_that_is_not_fine_is_never_said_to_balance():
    for wrong in ({"failed_checks": ["balance"]}, {"balanced": False}):
        assert "balances" not in overview_verdict([SimpleNamespace(**FINE | wrong)], []).heading


def test_a_replay_or_a_rehearsal_after_it_does_not_hide_the_last_run():
    later = [
        SimpleNamespace(**FINE | {"run_id": 9, "trigger": "replay"}),
        SimpleNamespace(**FINE | {"run_id": 8, "dry_run": True}),
    ]
    assert "Run 7" in overview_verdict([*later, SimpleNamespace(**FINE)], []).heading
