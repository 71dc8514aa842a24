"""Briefs, recurring figures, tables, digests, live blogs: what is easily folded by mistake, and what must be folded still."""

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from newsfold.dedup import compare
from newsfold.model import Outcome

TEXTS = tomllib.loads((Path(__file__).parent / "short_texts.toml").read_text(encoding="utf-8"))
# The pairs that are one report; all others of a group are two.
ONE_REPORT = {("weekly_figures", "one", "resent"), ("brief", "one", "rewrite")}
APART = sorted(
    (group, *pair)
    for group, texts in TEXTS.items()
    for pair in combinations(texts, 2)
    if (group, *pair) not in ONE_REPORT
)


@pytest.mark.parametrize(("group", "one", "other"), APART)
def test_two_reports_stay_apart(group, one, other):
    compared = compare(TEXTS[group][one], TEXTS[group][other], "en", 0)
    assert compared.relation is None
    assert compared.score <= 0.25


@pytest.mark.parametrize("group", ["weekly_figures", "market_table"])
def test_the_same_form_with_new_figures_is_kept_apart_for_its_figures(group):
    compared = compare(*list(TEXTS[group].values())[:2], "en", 1)
    assert not compared.evidence["notes"] or "numbers" in compared.evidence["notes"][0]
    assert compared.evidence["counts"]["numbers_apart"] > compared.evidence["counts"]["numbers"]


def test_figures_sent_twice_are_one_report():
    texts = TEXTS["weekly_figures"]
    assert compare(texts["one"], texts["resent"], "en", 0).relation.kind is Outcome.NEAR_COPY


def test_a_brief_told_anew_is_a_rewrite_on_its_day_and_no_more_than_likely_on_another():
    """So short a text has little to be sure by."""
    compared = [compare(TEXTS["brief"]["one"], TEXTS["brief"]["rewrite"], "en", days) for days in (0, 2)]
    assert compared[0].relation.kind is Outcome.REWRITE
    assert compared[1].relation is None
    assert 0.5 < compared[1].score < compared[0].score


def test_a_brief_that_is_cut_from_a_longer_text_is_a_near_copy(report):
    opening = ". ".join(report.split(". ")[:2]) + "."
    assert compare(report, opening, "en", 0).relation.kind is Outcome.NEAR_COPY


def test_the_same_item_in_a_digest_is_no_copy_of_the_digest(report, independent, unrelated):
    digest = "\n\n".join((TEXTS["digest"]["one"], TEXTS["digest"]["other"], unrelated, TEXTS["brief"]["one"]))
    compared = compare(digest, TEXTS["brief"]["one"], "en", 0)
    assert compared.relation is None
    assert compared.evidence["notes"] == ["digest: the longer text holds the shorter one among others"]
