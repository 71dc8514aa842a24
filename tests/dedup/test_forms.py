"""A form that is filled anew is another report; the same filling, edited or cut, is one."""

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from newsfold.dedup import features, relate
from newsfold.dedup.relation import form_change
from newsfold.dedup.signals import most_signals
from newsfold.model import Outcome

FORMS = tomllib.loads(Path(__file__).with_name("forms.toml").read_text(encoding="utf-8"))
PAIRS = [
    pytest.param(
        form["language"], form["text"].format(*one), form["text"].format(*other), id=f"{name}-{number}"
    )
    for name, form in FORMS.items()
    for number, (one, other) in enumerate(combinations(form["fillings"], 2))
]
FILLED = [
    pytest.param(form["language"], form["text"].format(*form["fillings"][0]), id=name)
    for name, form in FORMS.items()
]


@pytest.mark.parametrize(("language", "one", "other"), PAIRS)
@pytest.mark.parametrize("days_apart", [0, 1, 7])
def test_a_form_with_another_filling_is_another_report(language, one, other, days_apart):
    assert relate(features(one, language), features(other, language), days_apart) is None


@pytest.mark.parametrize(("language", "text"), FILLED)
def test_the_same_filling_with_a_line_more_is_a_near_copy(language, text):
    more = f"{text} {text.split('. ')[0]}."
    found = relate(features(text, language), features(more, language), 0)
    assert found is not None
    assert found.kind is Outcome.NEAR_COPY


def test_a_long_report_with_some_numbers_put_right_is_a_near_copy(report):
    corrected = report.replace("38", "41").replace("2,300", "2,450")
    found = relate(features(report, "en"), features(corrected, "en"), 0)
    assert found is not None
    assert found.kind is Outcome.NEAR_COPY


def test_a_long_report_whose_numbers_are_all_rounded_is_a_near_copy(report):
    rounded = report
    for exact, about in zip(
        ["1962", "4.7", "11", "38", "52", "2,300", "19", "64"],
        ["1960", "5", "10", "40", "50", "2,000", "20", "60"],
        strict=True,
    ):
        rounded = rounded.replace(exact, about)
    found = relate(features(report, "en"), features(rounded, "en"), 0)
    assert found is not None
    assert found.kind is Outcome.NEAR_COPY


def test_what_differs_is_measured_alike_from_either_side(report, rewrite):
    one, other = features(report, "en"), features(rewrite + report, "en")
    assert form_change(most_signals(one, other)) == form_change(most_signals(other, one))


def test_days_later_a_changed_table_is_the_next_one_and_an_unchanged_text_a_copy(report):
    other = (
        report.replace("38 of the 52", "41 of the 52")
        .replace("2,300", "2,450")
        .replace("4.7", "5.1")
        .replace("64", "71")
    )
    one, changed, more = (features(text, "en") for text in (report, other, report + " The mayor was away."))
    assert relate(one, changed, 1) is not None
    assert relate(one, changed, 30, same_publisher=True) is None
    assert relate(one, more, 400, same_publisher=True) is not None


RESULT = (
    "Shr profit 31 cts vs loss 4 cts. Net profit 3,418,000 vs loss 517,000. Revs {revenue} vs 6,284,000. Year: shr profit 48 cts"
    " vs loss 13 cts. Net profit 5,290,000 vs loss 1,640,000. Revs 44.6 mln vs 21.7 mln. NOTE: {note}"
)
CREDIT = "Current quarter includes gain of 1.7 mln dlrs from a tax carry-forward of the former unit Dunvale."
PUT_RIGHT = "company corrects reporting period to 4th quarter and year from 3rd quarter and nine months."


@pytest.mark.parametrize(("days_apart", "is_one"), [(0, True), (1, True), (7, False)])
def test_a_table_that_is_put_right_is_one_report_on_its_day_and_the_next(days_apart, is_one):
    one, other = (
        features(RESULT.format(revenue=revenue, note=note), "en")
        for revenue, note in (("15.1 mln", CREDIT), ("15,137,000", PUT_RIGHT))
    )
    assert (relate(one, other, days_apart, same_publisher=True) is not None) == is_one


def test_the_table_of_another_firm_is_another_report_on_the_same_day():
    one = features(RESULT.format(revenue="15.1 mln", note=CREDIT), "en")
    theirs = (
        RESULT.replace("31", "26")
        .replace("3,418", "2,906")
        .replace("48", "39")
        .replace("5,290", "4,417")
        .replace("44.6", "37.2")
    )
    other = features(theirs.format(revenue="12.9 mln", note=CREDIT), "en")
    assert relate(one, other, 0, same_publisher=True) is None


def test_a_quake_elsewhere_of_the_same_strength_is_no_reprint():
    text = (
        "A quake of magnitude 4.1 shook the coast near {place} at 5.32 on Monday, the weather service said. There is no danger of"
        " a tsunami. The intensity was 3 at most, and no damage has become known. The service asks people to be careful in the"
        " days to come, as further shocks may follow. Trains run as usual."
    )
    one, other = (features(text.format(place=place), "en") for place in ("Sollund", "Averland"))
    assert relate(one, other, 0) is None
