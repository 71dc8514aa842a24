"""Which sentences of two texts in two languages are one."""

import random
import tomllib
from collections import Counter
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup import meaning
from newsfold.dedup.segmentation import sentences
from newsfold.dedup.sentence_prints import prints_of
from newsfold.dedup.sentence_translations import MeantText, match_translated, meant_text

TEXTS = tomllib.loads((Path(__file__).parent / "translations.toml").read_text(encoding="utf-8"))
LANGUAGES = [language for language in TEXTS if language in meaning.LANGUAGES]


def meant(text: str, language: str) -> MeantText:
    return meant_text(text, prints_of(text, language), language)


@pytest.fixture(scope="module")
def reports() -> dict[str, MeantText]:
    """Each language's report; the sentences of all have the same order."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(meaning.SETTING, "on")
        return {language: meant(TEXTS[language]["report"], language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def independent() -> MeantText:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(meaning.SETTING, "on")
        return meant(TEXTS["en"]["independent"], "en")


def without(text: MeantText, left_out: set[int]) -> MeantText:
    """The text without some of its sentences, the others at their places."""
    kept = [at for at, place in enumerate(text.places) if place not in left_out]
    parts = [text.vectors[at * meaning.LENGTH : (at + 1) * meaning.LENGTH] for at in kept]
    return MeantText(text.language, [text.places[at] for at in kept], b"".join(parts))


def test_most_sentences_are_found_and_nearly_none_at_a_wrong_place(reports):
    told = Counter()
    for one, other in permutations(LANGUAGES, 2):
        if len(reports[one].places) == len(reports[other].places):
            told["all"] += len(reports[one].places)
            for match in match_translated(reports[one], reports[other]):
                told["right" if match.one == match.other else "wrong"] += 1
    assert told["all"] >= 90
    assert told["right"] >= 0.6 * told["all"]
    assert told["wrong"] <= 0.02 * told["all"]


def test_the_same_from_either_side(reports):
    for one, other in permutations(LANGUAGES, 2):
        there = match_translated(reports[one], reports[other])
        back = match_translated(reports[other], reports[one])
        assert there == sorted(match._replace(one=match.other, other=match.one) for match in back)


def test_what_another_newsroom_wrote_of_the_event_has_no_origin_there(reports, independent):
    found = [match_translated(independent, reports[each]) for each in LANGUAGES if each != "en"]
    assert sum(map(len, found)) == 0


def test_a_sentence_whose_original_is_left_out_is_given_no_other(reports):
    """What a translator adds speaks of the same thing."""
    rng, wrong, asked = random.Random(5), 0, 0
    for one, other in permutations(LANGUAGES, 2):
        if len(reports[one].places) != len(reports[other].places):
            continue
        gone = set(rng.sample(list(reports[one].places), 3))
        found = match_translated(without(reports[one], gone), reports[other])
        asked += len(gone)
        wrong += sum(match.other in gone for match in found)
    assert asked >= 30
    assert wrong <= 0.02 * asked


def test_texts_of_one_language_are_not_compared(reports):
    assert match_translated(reports["en"], reports["en"]) == []


@pytest.mark.parametrize("language", ["cs", "el", "hi"])
def test_a_language_that_the_encoder_does_not_know_has_no_vectors(language, monkeypatch):
    monkeypatch.setenv(meaning.SETTING, "on")
    assert meant("Přístav bude uzavřen čtrnáctého května, oznámil ředitel.", language).vectors == b""


def test_without_vectors_nothing_is_compared(monkeypatch):
    monkeypatch.setenv(meaning.SETTING, "off")
    texts = [meant(TEXTS[language]["report"], language) for language in ("en", "de")]
    assert match_translated(*texts) == []


@given(st.lists(st.integers(0, 9), max_size=12), st.lists(st.integers(0, 9), max_size=12))
def test_whatever_is_compared_is_in_order_and_once(ours, theirs):
    """Vectors that point along one axis each: sentences with the same number are one."""
    packed = [b"".join(bytes(axis) + b"\x7f" + bytes(511 - axis) for axis in each) for each in (ours, theirs)]
    one, other = MeantText("de", range(len(ours)), packed[0]), MeantText("en", range(len(theirs)), packed[1])
    found = match_translated(one, other)
    assert all(ours[match.one] == theirs[match.other] for match in found)
    assert [match.other for match in found] == sorted({match.other for match in found})
    assert [match.one for match in found] == sorted({match.one for match in found})


def test_places_are_those_of_the_text(monkeypatch):
    monkeypatch.setenv(meaning.SETTING, "on")
    text = "Ja.\n\n" + TEXTS["de"]["report"]
    assert list(meant(text, "de").places) == list(range(1, len(sentences(text))))
