"""The same in each language: a report and its rewrite are one report, another newsroom's own report of the event is not."""

import tomllib
from pathlib import Path

import pytest

from newsfold.dedup import are_candidates, compare, features, fingerprint, relate
from newsfold.model import Outcome

TEXTS = tomllib.loads((Path(__file__).parent / "languages.toml").read_text(encoding="utf-8"))
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "ru", "ar", "zh", "ja", "ko", "hi")


def test_every_language_has_its_texts():
    assert tuple(TEXTS) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("declared", [True, False], ids=["declared", "by its script"])
def test_a_rewrite_is_found(language, declared):
    texts = TEXTS[language]
    known = language if declared else None
    relation = relate(features(texts["report"], known), features(texts["rewrite"], known))
    assert relation is not None
    assert relation.kind is Outcome.REWRITE
    assert relation.score > 0.9


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_brings_a_rewrite_together(language):
    report, rewrite = (fingerprint(TEXTS[language][name], language) for name in ("report", "rewrite"))
    assert are_candidates(report, rewrite)
    assert are_candidates(rewrite, report)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("first", ["report", "rewrite"])
def test_an_independent_report_stays_apart(language, first):
    compared = compare(TEXTS[language][first], TEXTS[language]["independent"], language)
    assert compared.relation is None
    assert compared.score < 0.2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_evidence_of_a_rewrite_convinces(language):
    evidence = compare(TEXTS[language]["report"], TEXTS[language]["rewrite"], language).evidence
    counts = evidence["counts"]
    assert counts["sentences"] >= counts["sentences_of"] - 1
    assert counts["names"] >= counts["names_of"] / 2
    assert counts["numbers"] >= counts["numbers_of"] - 1
    assert evidence["summary"].startswith("The same report in other words: ")
