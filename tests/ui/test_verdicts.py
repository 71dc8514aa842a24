"""What is said of the last run before anything else."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from newsfold.ui.verdicts import overview_verdict

NOW = datetime(2026, 3, 4, 6, 12, tzinfo=UTC)
FINE = {
    "run_id": 7,
    "started_at": NOW - timedelta(minutes=12),
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
    ("run", "levels", "level", "heading", "said"),
    [
        ({}, [], "good", "All is fine", "Run 7 is published and balances."),
        ({}, ["warning"], "warning", "1 to watch", "Run 7 is published and balances."),
        ({}, ["warning", "bad", "bad"], "bad", "2 bad, 1 to watch", "Run 7 is published and balances."),
        ({"balanced": False}, ["bad"], "bad", "1 bad", "Run 7 is published."),
        ({"state": "failed"}, ["bad"], "bad", "1 bad", "Run 7 has failed."),
        ({"state": "held"}, ["bad"], "bad", "1 bad", "Run 7 was rejected: nothing was loaded."),
        ({"state": "waiting"}, ["bad"], "bad", "1 bad", "Run 7 waits for a person before its load."),
        (
            {"state": "rehearsed", "dry_run": True},
            [],
            "good",
            "All is fine",
            "Run 7 was a dry run: nothing was loaded.",
        ),
        ({"state": "started"}, [], "good", "All is fine", "Run 7 is under way, for 12 minutes so far."),
        (
            {"state": "loaded"},
            ["warning"],
            "warning",
            "1 to watch",
            "Run 7 is loaded and being checked, for 12 minutes so far.",
        ),
    ],
)
def test_the_worst_of_what_is_open_decides_and_each_state_has_its_words(run, levels, level, heading, said):
    verdict = overview_verdict([SimpleNamespace(**FINE | run)], levels, NOW)
    assert (verdict.level, verdict.heading, verdict.points) == (level, heading, (said,))


def test_a_run_that_is_not_fine_is_never_said_to_balance():
    for wrong in ({"failed_checks": ["balance"]}, {"balanced": False}):
        verdict = overview_verdict([SimpleNamespace(**FINE | wrong)], [], NOW)
        assert "balances" not in " ".join((verdict.heading, *verdict.points))


def test_a_replay_or_a_rehearsal_after_it_does_not_hide_the_last_run():
    later = [
        SimpleNamespace(**FINE | {"run_id": 9, "trigger": "replay"}),
        SimpleNamespace(**FINE | {"run_id": 8, "dry_run": True}),
    ]
    assert "Run 7" in overview_verdict([*later, SimpleNamespace(**FINE)], [], NOW).points[0]
