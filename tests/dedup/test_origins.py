"""Who carried each sentence first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup.origins import SHARED_QUOTE, Carrier, resolve
from newsfold.dedup.sentence_matches import MatchKind, SentenceMatch
from newsfold.dedup.sentence_prints import SentencePrint

DAY = date(2025, 9, 26)


def sentence(key: int = 1, *, is_quote: bool = False, is_table: bool = False) -> SentencePrint:
    return SentencePrint(0, 60, key, 12, is_quote, is_table, {1: 5.0}, frozenset(), 9.0)


def carrier(article: int, day: int = 0, publisher: str = "", opening: int | None = None) -> Carrier:
    when = DAY + timedelta(days=day)
    order = (False, when, False, 0.0, True, -200, f"uri {article}", article)
    return Carrier(article, order, frozenset({(publisher, when)}), article if opening is None else opening)


def match(company: int = 1, kind: MatchKind = MatchKind.VERBATIM) -> SentenceMatch:
    return SentenceMatch(0, 0, kind, 1.0, company)


def origin_of(own: int, carriers: dict[int, Carrier], company: int = 1, **quote: bool):
    found = resolve(
        own, [sentence(**quote)], {each: [match(company)] for each in carriers if each != own}, carriers
    )
    return (found[0].article_id, found[0].kind) if found else None


def test_the_earliest_carrier_is_the_origin_of_all_the_others():
    carriers = {each: carrier(each, day=each) for each in (1, 2, 3)}
    assert origin_of(1, carriers) is None
    assert origin_of(2, carriers) == (1, "verbatim")
    assert origin_of(3, carriers) == (1, "verbatim")


@given(st.permutations(range(1, 5)), st.lists(st.integers(0, 2), min_size=4, max_size=4))
def test_ids_and_the_order_of_the_pairs_play_no_part(ids, days):
    """Texts are numbered as they come; the same texts must have the same origins by any numbers."""
    carriers = {
        text: Carrier(
            text,
            (False, DAY + timedelta(days=day), False, 0.0, True, 0, f"uri {place}", text),
            frozenset(),
            place,
        )
        for place, (text, day) in enumerate(zip(ids, days, strict=True))
    }
    first = min(range(4), key=lambda place: (days[place], place))
    for text in ids:
        expected = None if text == ids[first] else (ids[first], "verbatim")
        assert origin_of(text, carriers) == expected


def test_an_article_that_says_again_what_an_earlier_version_said_has_taken_nothing():
    """Its texts have one first carrier, itself; where another article has the later text, too, that one has."""
    first, later = carrier(1), replace(carrier(2, day=1), article_id=1)
    assert origin_of(2, {1: first, 2: later}) is None
    assert origin_of(2, {1: first, 2: replace(later, articles=2)}) == (1, "verbatim")


def test_an_article_without_a_day_is_the_origin_of_nothing_that_is_dated():
    undated = Carrier(1, (True, date.min, True, 0.0, True, 0, "uri 1", 1), frozenset(), 1)
    carriers = {1: undated, 2: carrier(2)}
    assert origin_of(2, carriers) is None
    assert origin_of(1, carriers) == (2, "verbatim")


def test_what_a_publisher_has_in_many_reports_of_several_days_is_a_form():
    carriers = {each: carrier(each, day=each, publisher="courier") for each in (1, 2, 3)}
    assert origin_of(3, carriers) is None


def test_an_agency_that_sends_its_report_again_has_no_form():
    """Each take opens in another way, and has what the others had."""
    takes = {
        each: replace(carrier(each, day=each, publisher="agency"), keys=frozenset({50, 51, 52, 53, each}))
        for each in (1, 2, 3, 4)
    }
    assert origin_of(9, takes | {9: carrier(9, day=5, publisher="paper")}, company=3) == (1, "verbatim")


def test_a_passage_that_many_papers_take_over_on_one_day_is_none():
    carriers = {1: carrier(1, publisher="agency")} | {
        each: carrier(each, publisher=f"paper {each}") for each in range(2, 12)
    }
    assert origin_of(7, carriers, company=3) == (1, "verbatim")


def test_speech_that_independent_reports_share_has_its_first_carrier_as_such():
    carriers = {each: carrier(each, publisher=f"paper {each}") for each in (1, 2, 3)}
    assert origin_of(3, carriers, is_quote=True) == (1, SHARED_QUOTE)
    assert origin_of(3, carriers, company=4, is_quote=True) == (1, "verbatim")


@pytest.mark.parametrize("left_out", ["boilerplate", "table"])
def test_boilerplate_and_tables_have_no_origin(left_out):
    carriers = {1: carrier(1), 2: carrier(2, day=1)}
    prints = [sentence(7, is_table=left_out == "table")]
    boilerplate = frozenset({7}) if left_out == "boilerplate" else frozenset()
    assert resolve(2, prints, {1: [match()]}, carriers, boilerplate) == []


def test_a_text_that_no_article_carries_any_more_is_no_origin():
    assert resolve(2, [sentence()], {1: [match()]}, {2: carrier(2)}) == []
