"""Which sentences of two texts are one."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup import sentence_matches
from newsfold.dedup.origins import pack_matches, unpack_matches
from newsfold.dedup.sentence_matches import MatchKind, OpenedText, SentenceMatch, match_sentences
from newsfold.dedup.sentence_prints import prints_of
from tests.dedup.conftest import FORM, INDEPENDENT, REPORT, REWRITE, UNRELATED

SPLICED = "\n\n".join(
    [UNRELATED.split("\n\n")[0], "\n\n".join(REPORT.split("\n\n")[1:3]), *UNRELATED.split("\n\n")[1:]]
)
EDITS = {
    "told": "informed",
    "would": "could",
    "which": "that",
    "about": "some",
    "among": "with",
    "said": "stated",
}


def matches(one: str, other: str, language: str | None = "en") -> list[SentenceMatch]:
    return match_sentences(*(OpenedText(prints_of(each, language)) for each in (one, other)))


def edited(text: str) -> str:
    return " ".join(EDITS.get(word, word) for word in text.split(" "))


def test_paragraphs_between_others_are_found_word_for_word():
    found = matches(SPLICED, REPORT)
    assert {match.kind for match in found} == {MatchKind.VERBATIM}
    assert [match.one for match in found] == [2, 3, 4, 5]
    assert [match.other for match in found] == [1, 2, 3, 4]


def test_edited_paragraphs_are_found():
    found = matches(edited(SPLICED), REPORT)
    assert [match.one for match in found] == [2, 3, 4, 5]
    assert MatchKind.REWORDED in {match.kind for match in found}
    assert all(match.similarity > 0.7 for match in found)


def test_a_report_in_other_words_is_found_sentence_by_sentence():
    found = matches(REWRITE, REPORT)
    assert len(found) >= 7
    assert {match.kind for match in found} == {MatchKind.REWORDED}
    assert [match.other for match in found] == sorted(match.other for match in found)


TRAPS = {
    "another report of the same event": (INDEPENDENT, REPORT),
    "another report": (UNRELATED, REPORT),
    "a greeting": (REPORT + "\n\nThank you for reading.", UNRELATED + "\n\nThank you for reading."),
    "a phrase that all use": (
        REPORT + "\n\nThe company did not respond to a request for comment.",
        UNRELATED + "\n\nThe ministry did not respond to a request for comment.",
    ),
    "the line under a picture": (
        REPORT + "\n\nEnlarge this image Nadia Kowal/Brenmoor Pictures",
        UNRELATED + "\n\nEnlarge this image Jonas Eide/Brenmoor Pictures",
    ),
    "a line that is repeated": (
        REPORT + "\n\nSign up for the letter." * 4,
        UNRELATED + "\n\nSign up for the letter." * 4,
    ),
    "the figures of last week": tuple(
        FORM.format(*(seed * n % 9871 + 1000 for n in range(3, 3 + FORM.count("{}")))) for seed in (131, 197)
    ),
    "what stays in a form": tuple(
        FORM.format(*(seed * n % 9871 + 1000 for n in range(3, 3 + FORM.count("{}"))))
        + " The harbour office of Brenmoor counts the stocks in all silos each Sunday evening, together with the millers' guild."
        for seed in (131, 197)
    ),
    "one figure instead of another": (
        REPORT
        + "\n\nThe Kestrel mills of Dunvale milled 4,100 tonnes of rye for the bakers of Wexcombe last week.",
        UNRELATED
        + "\n\nThe Kestrel mills of Dunvale milled 3,700 tonnes of rye for the bakers of Wexcombe last week.",
    ),
    "a row of a table": (
        REPORT + "\n\n1,204 1,310 1,377 1,502 1,618 1,733 tonnes.",
        UNRELATED + "\n\n1,204 1,310 1,377 1,502 1,618 1,733 tonnes.",
    ),
}


@pytest.mark.parametrize("name", TRAPS)
def test_what_is_nobodys_copy_is_not_matched(name):
    assert matches(*TRAPS[name]) == []


def test_a_report_that_is_sent_again_with_new_figures_keeps_its_other_sentences():
    again = (
        REPORT.replace("4.7 million", "5.1 million")
        .replace("38 of the 52", "41 of the 55")
        .replace("2,300", "2,450")
    )
    found = matches(again, REPORT)
    assert len(found) == 6
    assert {match.kind for match in found} == {MatchKind.VERBATIM}


@pytest.mark.parametrize("language", ["de", "ja", "ar", "ru"])
def test_a_sentence_is_found_in_any_script(language):
    sentence = {
        "de": "Der Gemeinderat von Harborough stimmte am Dienstag mit 14 zu 9 für die Schließung des Schwimmbads.",
        "ja": "ハーバラの町議会は火曜日、1962年に建てられたミルフォード通りの水泳場を3月1日に閉鎖することを決めた。",
        "ar": "صوت مجلس بلدة هاربورو يوم الثلاثاء على إغلاق مسبح شارع ميلفورد ابتداء من أول مارس بعد تقرير المهندسين.",
        "ru": "Совет Харборо во вторник проголосовал за закрытие бассейна с первого марта после отчёта инженеров.",
    }[language]
    (found,) = matches(f"{sentence}\n\n", f"{sentence} ", language)
    assert found.kind is MatchKind.VERBATIM


@given(st.randoms(use_true_random=False))
def test_the_result_is_the_same_from_either_side(rng: random.Random):
    pool = [
        *REPORT.split("\n\n"),
        *REWRITE.split("\n\n"),
        *INDEPENDENT.split("\n\n"),
        *UNRELATED.split("\n\n"),
    ]
    one, other = ("\n\n".join(rng.sample(pool, rng.randint(1, 8))) for _ in range(2))
    there = matches(one, other)
    back = [match._replace(one=match.other, other=match.one) for match in matches(other, one)]
    assert sorted(back) == there


def test_matches_are_the_same_as_bytes_from_either_side():
    found = matches(edited(SPLICED), REPORT)
    again = unpack_matches(pack_matches(found))
    assert [each[:3] for each in again] == [each[:3] for each in found]
    turned = unpack_matches(pack_matches(found), turned=True)
    assert [(each.other, each.one) for each in turned] == [(each.one, each.other) for each in found]


ENDLESS = {
    "one sentence": REPORT.split("\n\n")[0] + " ",
    "the lines of a table in words": "Varga of Kalder {}. ",
    "lines that differ in a number": "Mayor Tamsin Varga of Ostrel said {} euros would be paid to Kalder. ",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_repeats_itself_without_end_is_compared_in_bounds(name):
    texts = [
        OpenedText(prints_of("".join(ENDLESS[name].format(first + n) for n in range(700)), "en"))
        for first in (0, 9_000)
    ]
    one, other = texts
    terms = sentence_matches._compared_terms(one.holders, other.holders)
    compared = sum(len(one.holders[term]) * len(other.holders[term]) for term in terms)
    assert compared <= sentence_matches.MOST_COMPARED
    repeated = one.places.keys() & other.places.keys()
    pairs = [
        pair for key in repeated for pair in sentence_matches._repeated(one.places[key], other.places[key])
    ]
    assert len(pairs) <= len(one.prints) + sentence_matches.MOST_REPEATED
    found = match_sentences(one, other)
    assert len(found) == (len(one.prints) if name == "one sentence" else 0)


def test_a_report_of_a_hundred_sentences_is_compared_by_all_its_terms():
    texts = [OpenedText(prints_of("\n\n".join([REPORT, REWRITE, INDEPENDENT, UNRELATED] * 3), "en"))] * 2
    assert len(texts[0].prints) >= 90
    terms = sentence_matches._compared_terms(texts[0].holders, texts[1].holders)
    assert set(terms) == set(texts[0].holders)


@given(st.lists(st.integers(0, 12), max_size=12, unique=True), st.data())
def test_passages_are_what_hangs_together(ones, data):
    others = data.draw(st.permutations(range(len(ones))))
    pairs = [
        sentence_matches._Pair(one, other, 1.0, 9.0, same=True)
        for one, other in zip(sorted(ones), others, strict=True)
    ]
    passages = [frozenset(each) for each in sentence_matches._passages(pairs)]
    assert sorted(pair for each in passages for pair in each) == pairs
    home = {pair: passage for passage in passages for pair in passage}
    for one in pairs:
        for other in pairs:
            if sentence_matches._are_near(one, other):
                assert home[one] == home[other]
    for passage in passages:
        reached, waiting = set(), [min(passage)]
        while waiting:
            reached.add(at := waiting.pop())
            waiting += [each for each in passage - reached if sentence_matches._are_near(at, each)]
        assert reached == passage
