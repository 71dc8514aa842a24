"""Which headers name the writers."""

import pytest

from newsfold.headers.author_rules import author_rule
from newsfold.model import HeaderPlace, RawHeader


@pytest.mark.parametrize(
    "name",
    [
        "jsonld.author",
        "meta.author",
        "meta.article_author",
        "meta.content_author",
        "meta.og:author",
        "meta.byline",
        "meta.analytics:author",
        "meta.shop.byline_name",
        "meta.dc:creator",
        "meta.http://ogp.me/ns/article#author",
    ],
)
def test_names_of_headers_that_name_a_writer(name):
    assert author_rule(RawHeader(name, "Jane Doe", HeaderPlace("meta"))) is not None


@pytest.mark.parametrize(
    "name",
    [
        "meta.author_id",
        "meta.byline_bio",
        "meta.byline_twitter",
        "meta.smartbanner:author",
        "meta.authority",
        "meta.description",
        "time.text",
    ],
)
def test_other_headers_name_none(name):
    assert author_rule(RawHeader(name, "Jane Doe", HeaderPlace("meta"))) is None


def test_a_byline_beside_the_article_is_anothers():
    assert (
        author_rule(
            RawHeader(
                "visible byline", "By Jane Doe", HeaderPlace("span.byline", landmarks=("main", "related"))
            )
        )
        is None
    )


@pytest.mark.parametrize(
    ("text", "landmarks", "counts"),
    [
        ("Written by Jane Doe", ("main", "aside"), True),
        ("Author: Jane Doe", ("main", "article", "aside"), True),
        ("Geschrieben von Erika Muster", ("article", "aside"), True),
        ("By Jane Doe", ("main", "aside"), False),
        ("Jane Doe", ("main", "aside"), False),
        ("Written by Jane Doe", ("aside",), False),
        ("Written by Jane Doe", ("main", "related", "aside"), False),
        ("Reviewed by Jane Doe", ("main", "aside"), False),
    ],
)
def test_who_wrote_it_may_stand_in_an_aside_of_the_article(text, landmarks, counts):
    header = RawHeader("visible byline", text, HeaderPlace("p", landmarks=landmarks))
    assert (author_rule(header) is not None) == counts


def test_the_account_of_the_outlet_is_no_writer():
    assert author_rule(RawHeader("meta.twitter:creator", "@examplenews", HeaderPlace("meta"))) is None
    assert author_rule(RawHeader("meta.twitter:creator", "Jane Doe", HeaderPlace("meta"))) is not None
