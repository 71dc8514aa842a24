"""Marks bring copies and other tellings together, and nothing else; the pairs do not depend on the order."""

import tomllib
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from newsfold.dedup import NEAR_DAYS, WINDOW_DAYS, fingerprint
from newsfold.dedup.mark_index import COMMONEST_MARK, Shown, common_marks, far_candidates, sharing
from newsfold.dedup.marks import is_of_run

TEXTS = tomllib.loads((Path(__file__).parent / "languages.toml").read_text(encoding="utf-8"))
DAY = date(2025, 9, 27)


def marks(text: str, language: str) -> tuple[int, ...]:
    return fingerprint(text, language).marks


def test_another_telling_shares_terms_in_nearly_every_language():
    found = {
        language
        for language, texts in TEXTS.items()
        if [
            *sharing(
                common_marks({0: marks(texts["report"], language), 1: marks(texts["rewrite"], language)})
            )
        ]
    }
    assert len(found) >= len(TEXTS) - 1


def test_reports_of_other_events_share_too_little():
    own = {number: marks(texts["report"], language) for number, (language, texts) in enumerate(TEXTS.items())}
    assert list(sharing(common_marks(own))) == []


def test_a_copy_with_edits_shares_word_runs():
    report = TEXTS["en"]["report"]
    edited = report.replace("torn down", "demolished").replace("cracks in", "cracks all over")
    assert list(sharing(common_marks({0: marks(report, "en"), 1: marks(edited, "en")}))) == [(0, 1, True)]


def test_a_mark_that_too_many_have_tells_nothing():
    assert list(common_marks(dict.fromkeys(range(COMMONEST_MARK + 1), (8,)))) == []
    assert len(list(common_marks(dict.fromkeys(range(9), (8,))))) == len(list(combinations(range(9), 2)))


@pytest.mark.parametrize("by_runs", [True, False])
@pytest.mark.parametrize("days", [0, NEAR_DAYS, NEAR_DAYS + 1, WINDOW_DAYS, WINDOW_DAYS + 1, 4000])
@pytest.mark.parametrize("window", [0, 20, WINDOW_DAYS, 120])
def test_the_window_holds_for_other_tellings_only(by_runs, days, window):
    shown = {0: [Shown(0, DAY, "a")], 1: [Shown(1, DAY - timedelta(days=days), "a")]}
    found = list(far_candidates([(0, 1, by_runs)], shown, window))
    assert bool(found) == (NEAR_DAYS < days <= (4000 if by_runs else window))
    assert all((each.days_apart, each.same_publisher) == (days, True) for each in found)


def test_marks_of_word_runs_and_of_terms_are_told_apart():
    own = marks(TEXTS["en"]["report"], "en")
    assert {is_of_run(mark) for mark in own} == {True, False}
    assert all(0 <= mark < 2**63 for mark in own)
    assert marks("", "en") == ()
