"""One report in two languages is one report; another newsroom's report of the event is not, nor is a report of another event."""

import random
import tomllib
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.story_kinds.crossings import crossing_pairs
from newsfold.dedup import compare_texts, features, fingerprint, meaning, pack, relate
from newsfold.dedup.alignment import align, prepare
from newsfold.dedup.calibration import LEAST_MEANING
from newsfold.dedup.crossing_index import are_crossing
from newsfold.dedup.packed_features import opened, unpack
from newsfold.dedup.text_features import Features
from newsfold.dedup.translation import Crossing, crossing, over_bar
from newsfold.dedup.wording import account
from newsfold.model import Outcome

HERE = Path(__file__).parent
TEXTS = tomllib.loads((HERE / "translations.toml").read_text(encoding="utf-8"))
OTHER_EVENT = tomllib.loads((HERE / "languages.toml").read_text(encoding="utf-8"))
PAIRS = list(combinations(TEXTS, 2))


@pytest.fixture(scope="module")
def read() -> dict[str, Features]:
    """Each language's report, with vectors where there are any."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(meaning.SETTING, "on")
        return {
            language: features(texts["report"], language, with_meaning=True)
            for language, texts in TEXTS.items()
        }


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_translation_is_found(read, one, other):
    found = relate(read[one], read[other], 0)
    assert found is not None
    assert found.kind is Outcome.TRANSLATION
    assert found.score > 0.85
    assert relate(read[other], read[one], 0) == found


@pytest.mark.parametrize("language", [each for each in TEXTS if each != "en"])
def test_a_translation_is_found_without_vectors(language):
    one, other = (features(TEXTS[each]["report"], each) for each in ("en", language))
    found = relate(one, other, 0)
    assert found is not None
    assert found.kind is Outcome.TRANSLATION


@pytest.mark.parametrize("language", [each for each in TEXTS if each != "en"])
def test_another_newsrooms_report_of_the_event_stays_apart(read, language):
    own = features(TEXTS["en"]["independent"], "en", with_meaning=True)
    assert relate(own, read[language], 0) is None


def test_two_newsrooms_with_the_same_people_and_figures_stay_apart_and_translations_do_not(monkeypatch):
    monkeypatch.setenv(meaning.SETTING, "on")
    read = cache(lambda text, language: features(text, language, with_meaning=True))
    pairs = list(crossing_pairs(random.Random("two newsrooms"), draws=1))
    judged = [
        (pair, relate(read(pair.one, pair.languages[0]), read(pair.other, pair.languages[1]), 0) is not None)
        for pair in pairs
    ]
    assert [pair for pair, joined in judged if joined != pair.same] == []
    assert {pair.same for pair in pairs} == {True, False}


def test_across_scripts_less_likeness_of_meaning_is_enough(read):
    one_script, two_scripts = crossing(read["en"], read["de"]), crossing(read["de"], read["ru"])
    assert (one_script.two_scripts, two_scripts.two_scripts) == (False, True)
    assert over_bar(two_scripts, 200, 0) > over_bar(two_scripts._replace(two_scripts=False), 200, 0)
    # Names and figures weigh the same in any script.
    apart = Crossing(0.0, 0.5, 0.3, 0.2, two_scripts=True)
    assert over_bar(apart, 200, 0) == over_bar(apart._replace(two_scripts=False), 200, 0)


@pytest.mark.parametrize("other", OTHER_EVENT)
def test_a_report_of_another_event_stays_apart(read, other):
    elsewhere = features(OTHER_EVENT[other]["report"], other, with_meaning=True)
    assert [one for one in read if one != other and relate(read[one], elsewhere, 0)] == []


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_index_brings_a_translation_together(one, other):
    packed = (fingerprint(TEXTS[each]["report"], each).crossing for each in (one, other))
    assert are_crossing(*packed)


def test_the_index_does_not_bring_two_events_together():
    found = fingerprint(TEXTS["en"]["report"], "en").crossing
    others = {each: fingerprint(texts["report"], each).crossing for each, texts in OTHER_EVENT.items()}
    assert [each for each, other in others.items() if are_crossing(found, other)] == []


def test_turned_off_no_vector_is_made(monkeypatch):
    monkeypatch.setenv(meaning.SETTING, "off")
    assert features(TEXTS["en"]["report"], "en", with_meaning=True).meaning == b""


def test_vectors_survive_packing(read):
    assert read["de"].meaning
    assert unpack(opened(pack(read["de"]))).meaning == read["de"].meaning


def test_the_evidence_is_read_by_a_person(monkeypatch):
    monkeypatch.setenv(meaning.SETTING, "on")
    one, other = prepare(TEXTS["en"]["report"], "en"), prepare(TEXTS["ru"]["report"], "ru")
    found = compare_texts(one, other, 0)
    assert found.relation is not None
    assert str(found.evidence["summary"]).startswith("The same report in another language: ")
    assert "Norvik / Норвик" in found.evidence["shared_names"]
    assert {"48,500,000", "412,000", "1,340"} <= set(found.evidence["shared_numbers"])
    assert [(pair.one, pair.other) for pair in align(one, other).pairs][:4] == [
        (0, 0),
        (1, 1),
        (2, 2),
        (3, 3),
    ]
    lines = account(found.measured, 0, crossed=found.crossed)
    assert {line.what for line in lines} >= {"figures in both, in the same places", "the bar"}
    assert sum(line.points for line in lines[:-1]) == pytest.approx(lines[-1].points)


def test_distance_in_time_and_brevity_raise_the_bar():
    measured = Crossing(0.7, 0.5, 0.3)
    assert over_bar(measured, 300, 0) > over_bar(measured, 300, 20) > over_bar(measured, 300, 45)
    assert over_bar(measured, 300, 0) > over_bar(measured, 60, 0)


def test_the_same_people_in_reports_of_two_events_are_not_enough():
    assert over_bar(Crossing(0.0, 0.0, 1.0, 0.0), 400, 0) < 0
    assert over_bar(Crossing(0.3, 0.9, 0.9, 0.9), 400, 0) < 0 < over_bar(Crossing(0.0, 0.9, 0.9, 0.9), 400, 0)


def test_meaning_alone_is_never_enough():
    assert over_bar(Crossing(1.0, 0.0, 0.0, 0.0), 400, 0) < 0


SHARES = st.floats(0, 1)
ALIKE = st.floats(LEAST_MEANING, 1)


@given(
    one=st.tuples(ALIKE, SHARES, SHARES, SHARES),
    more=st.tuples(ALIKE, SHARES, SHARES, SHARES),
    days=st.integers(0, 60),
)
def test_more_evidence_never_lowers_the_sum(one, more, days):
    higher = Crossing(*(max(a, b) for a, b in zip(one, more, strict=True)))
    assert over_bar(higher, 200, days) >= over_bar(Crossing(*one), 200, days) - 1e-9


@given(one=st.text(max_size=300), other=st.text(max_size=300))
def test_no_text_is_too_strange(one, other):
    a, b = features(one, "en"), features(other, "hi")
    assert crossing(a, b) == crossing(b, a)
