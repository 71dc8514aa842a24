"""What is alike in meaning: found across words and languages, one of each story, and never what is hidden."""

from contextlib import closing

import numpy as np
import psycopg2.errors
import pytest

from newsfold.dedup import meaning
from newsfold.serve import answers
from newsfold.store.connection import connect
from tests.sql.test_search import item, load, uris

TEXTS = {
    "ship-en": (
        "en", "Freighter rams bridge", "A freighter rammed a bridge over the fjord on Friday. Nobody was hurt, the police said.",
    ),
    "ship-de": (
        "de", "Frachter rammt Brücke", "Ein Frachtschiff hat am Freitag eine Brücke bei Emden gerammt. Verletzt wurde niemand.",
    ),
    "ship-fr": ("fr", "Un cargo heurte un pont", "Un cargo a heurté samedi le pont de Sète. Le trafic est interrompu."),
    "bread-en": ("en", "Bakers bake longest loaf", "Bakers in Vellburn baked a loaf of 40 metres. Children ate it with jam."),
    "chess-en": ("en", "Girl wins chess open", "Odile Halloway won the chess open of Brannholm. She is nine years old."),
    "hindi": ("hi", "पुल से टकराया जहाज", "शुक्रवार को एक मालवाहक जहाज पुल से टकरा गया। कोई घायल नहीं हुआ।"),
}  # fmt: skip


@pytest.fixture
def told(newsroom, monkeypatch):
    monkeypatch.setenv(meaning.SETTING, "on")
    load(
        newsroom,
        *(
            item(f"urn:x:{name}", body, headline=headline, language=code)
            for name, (code, headline, body) in TEXTS.items()
        ),
        item("urn:x:hidden", TEXTS["ship-en"][2].replace("fjord", "sound"), embargoed="2999-01-01T00:00:00Z"),
        item(
            "urn:x:old", "A tanker rammed a bridge over the river at dawn. The crew was saved, the harbour office said.",
            firstcreated="2024-01-05T06:00:00Z", versioncreated="2024-01-05T06:00:00Z",
        ),
    )  # fmt: skip
    load(newsroom, item("urn:y:ship", TEXTS["ship-en"][2], headline=TEXTS["ship-en"][1]), source="other")
    return newsroom


@pytest.fixture
def analyst(role_url):
    with closing(connect(role_url("analyst"))) as connection:
        yield connection


def test_what_means_alike_is_found_in_other_words_and_languages(told, ask):
    ids = {row.uri: row.article_id for row in ask("select uri, article_id from analytics.articles")}
    found = ask("select * from analytics.more_like(%s)", ids["urn:x:ship-en"])
    # Not its own story, nothing hidden, nothing far in time, nothing without a vector; chess and bread come last.
    assert {*uris(found)} == {"urn:x:ship-de", "urn:x:ship-fr", "urn:x:bread-en", "urn:x:chess-en"}
    assert {*uris(found)[:2]} == {"urn:x:ship-de", "urn:x:ship-fr"}
    assert [row.similarity for row in found] == sorted((row.similarity for row in found), reverse=True)
    assert "urn:x:old" in uris(
        ask("select uri from analytics.more_like(%s, days => 3000)", ids["urn:x:ship-en"])
    )
    assert uris(
        ask("select uri from analytics.more_like(%s, in_language => 'FR')", ids["urn:x:ship-en"])
    ) == ["urn:x:ship-fr"]
    # A story that is carried twice is given once.
    carried = ask("select * from analytics.more_like(%s)", ids["urn:x:ship-de"])
    assert len({row.story_id for row in carried}) == len(carried)
    assert len([uri for uri in uris(carried) if uri in ("urn:x:ship-en", "urn:y:ship")]) == 1
    assert ask("select * from analytics.more_like(%s)", ids["urn:x:hindi"]) == []
    assert ask("select * from analytics.more_like(999999)") == []
    assert ask("select analytics.has_vector(%s) as has", ids["urn:x:hindi"])[0].has is False
    assert ask("select analytics.has_vector(%s) as has", ids["urn:x:chess-en"])[0].has is True
    (hidden,) = told.query("select article_id from news.article where uri = 'urn:x:hidden'")
    assert ask("select * from analytics.more_like(%s)", hidden.article_id) == []
    assert ask("select analytics.has_vector(%s) as has", hidden.article_id)[0].has is False


def test_words_are_answered_by_what_means_the_same(told, ask, analyst, monkeypatch):
    by_words = answers.search_by_meaning(analyst, "Schiff kollidiert mit Brücke", limit=2)
    assert {row["uri"] for row in by_words["rows"]} <= {
        "urn:x:ship-de",
        "urn:x:ship-fr",
        "urn:x:ship-en",
        "urn:y:ship",
    }
    assert by_words["count"] == 2
    assert by_words["rows"][0]["citation"]["uri"]
    assert answers.search_by_meaning(analyst, "  ")["rows"] == []
    old = answers.search_by_meaning(analyst, "tanker hits bridge", to_day="2024-12-31")["rows"]
    assert [row["uri"] for row in old] == ["urn:x:old"]
    # It is said where nothing can be told.
    (hindi,) = ask("select article_id from analytics.articles where language = 'hi'")
    answer = answers.more_like(analyst, hindi.article_id)
    assert answer["rows"] == []
    assert "no vector" in answer["note"]
    with pytest.raises(answers.NotHeld):
        answers.more_like(analyst, 10**9)
    monkeypatch.setenv(meaning.SETTING, "off")
    with pytest.raises(answers.NotAskable, match="is off here"):
        answers.search_by_meaning(analyst, "ship")


def test_signs_and_cosines_are_those_of_the_vectors(told):
    rows = told.query(
        "select crossing, signs::text as signs from news.content_crossing where signs is not null"
    )
    vectors = [np.frombuffer(bytes(row.crossing)[9:521], np.int8) for row in rows]
    assert len(rows) >= 6
    for row, vector in zip(rows, vectors, strict=True):
        assert row.signs == "".join("1" if number < 0 else "0" for number in vector)
    first, second = (each.astype(float) for each in vectors[:2])
    cosine = first @ second / np.linalg.norm(first) / np.linalg.norm(second)
    one, other = (bytes(row.crossing)[9:521].hex() for row in rows[:2])
    (asked,) = told.query(f"select news.vector_cosine('\\x{one}', '\\x{other}') as cosine")
    assert asked.cosine == pytest.approx(cosine, abs=1e-5)


def test_what_cannot_be_asked_is_refused(ask):
    for asked in (
        "search_by_meaning('\\x00')",
        "more_like(1, max_results => 1001)",
        "more_like(1, days => -1)",
    ):
        with pytest.raises(psycopg2.errors.InvalidParameterValue):
            ask(f"select * from analytics.{asked}")
