"""What a site prints beside or in place of its articles makes no story of them; what two papers add to a report is no block."""

import random
from functools import cache

import pytest

from bench.story_kinds import words_of
from bench.story_kinds.sites import site_pairs
from newsfold.dedup import compare, compared_text, features, fingerprint_of, relate
from newsfold.model import Article, Outcome

WALL = "This text is for our readers. Choose an offer below and read on. Whoever takes the paper has free access."
FIRST = "Ferries between Saranne and Skerry stop on Friday"
SECOND = "Giraffe born in the zoo of Corvane"
RESULT = "4th qtr\nShr 17 cts vs 15 cts\nNet 229,000 vs 201,000\nRevs 10.5 mln vs 9.9 mln"
LOCAL = (
    "The swimmers of Harborough met at the town hall on Monday, where they handed in 900 signatures.",
    "Ingrid Sandoval leads the council since May. Her party had promised to keep each pool in Harborough.",
)


def test_pages_of_twenty_sites_share_a_block_and_no_story():
    """At most one in fifty ends in a story with another."""
    pairs = list(site_pairs(words_of("seen"), random.Random("pages of sites"), pages=4))
    read = cache(lambda text, headline: features(compared_text(text, headline, "en"), "en"))
    merged = [
        pair
        for pair in pairs
        if relate(
            *map(read, (pair.one, pair.other), pair.headlines or ()), pair.days_apart, same_publisher=True
        )
    ]
    assert len(merged) <= 0.02 * len(pairs), [(pair.kind, pair.family) for pair in merged]


def test_what_two_papers_add_to_one_report_is_no_block(report):
    one, other = (f"{report}\n\n{local}" for local in LOCAL)
    assert compare(one, other, "en", 0).relation.kind is Outcome.NEAR_COPY


@pytest.mark.parametrize(
    "body",
    [
        "The water mill of Hollenbeck turned again on Friday for the first time in 61 years, said Ada Brinkmann. The wheel, 4.2"
        " metres wide, was rebuilt by Joris Vantongeren from oak of the Erlenwald. Flour is sold at the market in Aldermoor.",
        "Lighthouse keeper Imre Halloway retired on Thursday after 44 years on Skarholm. Mr Halloway counted 3,112 storms in his"
        " log books, which go to the museum of Port Saranne.",
    ],
)
@pytest.mark.parametrize(
    "headlines",
    [("Wheels of fortune", "Grist for everybody"), ("Lights out", "Farewell to the waves")],
)
def test_two_papers_that_print_one_text_under_headlines_of_their_own_have_one_report(body, headlines):
    one, other = (features(compared_text(body, headline, "en"), "en") for headline in headlines)
    found = relate(one, other, 0, same_publisher=False)
    assert found is not None
    assert found.kind is Outcome.NEAR_COPY


@pytest.mark.parametrize("body", [WALL, RESULT])
def test_a_short_text_that_says_nothing_of_its_headline_is_compared_with_it(body):
    assert compared_text(body, FIRST, "en") == f"{FIRST}\n\n{body}"
    assert (
        compare(*(compared_text(body, headline, "en") for headline in (FIRST, SECOND)), "en", 0).relation
        is None
    )


@pytest.mark.parametrize(
    ("body", "headline"),
    [
        ("A giraffe has been born in the zoo at Corvane, the keepers said on Monday.", SECOND),
        (WALL, None),
        (WALL, "Offers"),
        (f"{WALL} " * 20, FIRST),
    ],
)
def test_other_texts_are_compared_as_they_stand(body, headline):
    assert compared_text(body, headline, "en") == body


def test_the_hash_of_a_wall_is_that_of_its_headline_and_its_text(article_of):
    """Whatever else is stored: two pages with one wall are two texts, one page sent twice is one."""
    first, second, again = (fingerprint_of(article_of(WALL, each)) for each in (FIRST, SECOND, FIRST.upper()))
    assert first.content_sha256 == again.content_sha256 != second.content_sha256


@pytest.fixture
def article_of():
    def make(body: str, headline: str) -> Article:
        return Article(
            source="inbox", uri="urn:x", file_uri="file:///x", record_position=0, format="text", body=body,
            word_count=len(body.split()), headline=headline, language="en",
        )  # fmt: skip

    return make
