"""What is said of a run before anything else."""

from types import SimpleNamespace

import pytest

from newsfold.ui.verdicts import overview_verdict

FINE = {
    "run_id": 7,
    "state": "published",
    "balanced": True,
    "quarantined": 0,
    "failed_checks": [],
    "warnings": [],
    "sources_failed": [],
}
QUIET = {"unbalanced_files": 0, "quarantined": 0, "files_due": 0}


@pytest.mark.parametrize(
    ("run", "whole", "level", "said"),
    [
        ({}, {}, "good", "Run 7 is published and balances"),
        ({"balanced": False}, {}, "bad", "does not balance"),
        ({"state": "failed", "failed_checks": ["balance"]}, {}, "bad", "The check balance failed"),
        ({"state": "started", "balanced": False}, {}, "warning", "under way"),
        ({"state": "rehearsed"}, {}, "good", "dry run"),
        ({"quarantined": 1}, {"quarantined": 1}, "warning", "1 record went to quarantine"),
        ({}, {"quarantined": 2000}, "warning", "2,000 records of earlier runs are still in quarantine"),
        ({"sources_failed": ["a", "b"]}, {}, "warning", "Could not be read: a, b"),
        ({"warnings": ["largest_story"]}, {}, "warning", "The check largest_story warns"),
        ({}, {"unbalanced_files": 1}, "bad", "does not balance for 1 file of all runs"),
        ({}, {"files_due": 3}, "warning", "3 files are fetched and not loaded"),
        ({"state": "started"}, {"files_due": 3}, "warning", "has not ended"),
    ],
)
def test_the_overview_says_the_worst_first(run, whole, level, said):
    verdict = overview_verdict({**QUIET, **whole, "runs": [SimpleNamespace(**FINE | run)]})
    assert verdict.level == level
    assert said in " ".join([verdict.heading, *verdict.points])


def test_files_of_a_run_under_way_are_not_called_left_behind():
    verdict = overview_verdict(
        {**QUIET, "files_due": 3, "runs": [SimpleNamespace(**FINE | {"state": "started"})]}
    )
    assert not [point for point in verdict.points if "fetched" in point]


def test_a_source_that_failed_is_named_once_though_its_check_warns_too():
    run = SimpleNamespace(**FINE | {"sources_failed": ["a"], "warnings": ["sources_were_read"]})
    assert len(overview_verdict({**QUIET, "runs": [run]}).points) == 1


def test_a_run_that_is_not_fine_is_never_said_to_balance():
    run = SimpleNamespace(**FINE | {"failed_checks": ["balance"]})
    assert "balances" not in overview_verdict({**QUIET, "runs": [run]}).heading
