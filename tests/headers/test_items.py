"""Items of ninjs, feeds and tables as articles: their own identifiers, dates, authors, subjects and suppliers."""

from datetime import UTC, date, datetime

import pytest

from newsfold.config.sources import Source
from newsfold.headers import normalize
from newsfold.headers.uris import text_uri
from newsfold.model import Article, HeaderPlace, RawHeader, Record, SourceFile

NOW = datetime(2025, 9, 30, tzinfo=UTC)
FILE = SourceFile("desk", "2025/items.json", "file:///2025/items.json", "0" * 64, 1, None, NOW)


def article_of(*headers: tuple[str, str], body: str = "The bridge is closed.", position: int = 0) -> Article:
    raw = tuple(RawHeader(name, value, HeaderPlace(name)) for name, value in headers)
    article = normalize(
        Record(position, "ninjs", raw, body), Source(slug="desk", location=""), FILE, alone=False
    )
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize(
    ("headers", "uri"),
    [
        ([("item.uri", "urn:newsml:a.example:1")], "urn:newsml:a.example:1"),
        ([("item.uri", "tag:a.example,2025:1"), ("url", "https://a.example/1")], "tag:a.example,2025:1"),
        ([("item.uri", "http://A.example/1?utm_source=x")], "http://a.example/1"),
        ([("item.uri", "item 17/b")], "urn:newsfold:desk:id:item%2017%2Fb"),
        ([("feed.id", "tag:a.example,2025:1"), ("feed.link", "https://a.example/1")], "https://a.example/1"),
        ([("feed.id", "https://a.example/guid")], "https://a.example/guid"),
        ([("feed.id", "guid-17")], "urn:newsfold:desk:id:guid-17"),
        ([("id", "17")], "urn:newsfold:desk:id:17"),
        ([("feed.id", "x" * 600)], text_uri("desk", "The bridge is closed.")),
        ([], text_uri("desk", "The bridge is closed.")),
    ],
)
def test_an_item_is_known_by_its_own_identifier(headers: list[tuple[str, str]], uri: str) -> None:
    assert article_of(*headers, position=3).uri == uri


@pytest.mark.parametrize(
    ("first", "later"), [("item.firstcreated", "item.versioncreated"), ("feed.published", "feed.updated")]
)
def test_the_date_of_a_version_is_a_change_only_beside_the_first_date(first: str, later: str) -> None:
    both = article_of((first, "2025-09-25T08:00:00+02:00"), (later, "2025-09-26T09:00:00+02:00"))
    assert both.published_at == datetime.fromisoformat("2025-09-25T08:00:00+02:00")
    assert both.modified_at == datetime.fromisoformat("2025-09-26T09:00:00+02:00")
    alone = article_of((later, "2025-09-26T09:00:00+02:00"))
    assert alone.published_at == datetime.fromisoformat("2025-09-26T09:00:00+02:00")
    assert alone.modified_at is None


def test_fields_of_a_ninjs_item() -> None:
    article = article_of(
        ("item.headline", "Bridge closed"),
        ("item.headline.web", "You won't believe this bridge"),
        ("item.byline", "By Jane Doe and John Roe"),
        ("item.infosource.originator", "Reuters"),
        ("item.located", "Seoul"),
        ("item.language", "en-GB"),
        ("item.versioncreated", "2025-09-25T23:30:00Z"),
        ("item.subject", "arts, culture and media"),
        ("item.subject", "bridges"),
    )
    assert (article.headline, article.byline) == ("Bridge closed", ("Jane Doe", "John Roe"))
    assert (article.agency, article.agency_role) == ("Reuters", "origin")
    assert (article.dateline_place, article.dateline_country, article.language) == ("Seoul", "KR", "en")
    assert article.published_on == date(2025, 9, 26)  # in Seoul
    assert article.keywords == ("arts, culture and media", "bridges")


def test_each_author_of_a_feed_counts() -> None:
    article = article_of(
        ("feed.title", "Bridge"),
        ("feed.author", "Jane Doe"),
        ("feed.author", "John Roe"),
        ("feed.category", "a, b"),
    )
    assert (article.headline, article.byline, article.keywords) == (
        "Bridge",
        ("Jane Doe", "John Roe"),
        ("a, b",),
    )


@pytest.mark.parametrize(
    ("value", "place", "country"),
    [
        ("SEOUL, Sep 27 (Xyz) -", "Seoul", "KR"),
        ("KANSAS CITY, Mo.", "Kansas City", "US"),
        ("New York, NY", "New York", "US"),
        ("Oslo", "Oslo", "NO"),
        ("4/4/2018", None, None),
    ],
)
def test_a_dateline_may_be_an_element_of_its_own(value: str, place: str | None, country: str | None) -> None:
    article = article_of(("item.located", "Bern"), ("item.dateline", value))
    expected = (place, country) if place else ("Bern", "CH")
    assert (article.dateline_place, article.dateline_country) == expected


@pytest.mark.parametrize(
    ("value", "day", "instant"),
    [
        ("20250927T120000Z", date(2025, 9, 27), "2025-09-27T12:00:00+00:00"),
        ("20250927T120000+0900", date(2025, 9, 27), "2025-09-27T12:00:00+09:00"),
        ("20250927T1200-0500", date(2025, 9, 27), "2025-09-27T12:00:00-05:00"),
        ("20250927", date(2025, 9, 27), None),
        ("20250927T120000", date(2025, 9, 27), None),  # no zone
        ("20250927T000000", date(2025, 9, 27), None),  # NITF: the time is unknown
        ("20250927T000000Z", date(2025, 9, 27), None),
        ("26-FEB-1987 15:01:01.79", date(1987, 2, 26), None),
    ],
)
def test_the_date_of_issue_is_read_in_the_forms_of_agencies(
    value: str, day: date, instant: str | None
) -> None:
    article = article_of(("item.issued", value))
    assert article.published_on == day
    assert article.published_at == (datetime.fromisoformat(instant) if instant else None)


def test_the_date_of_issue_comes_before_those_of_the_dateline_and_of_the_transmission() -> None:
    article = article_of(
        ("item.sent", "20250929T080000Z"),
        ("item.storydate", "20250928T080000Z"),
        ("item.release", "20250928T090000Z"),
        ("item.issued", "20250927T080000Z"),
    )
    assert article.published_on == date(2025, 9, 27)
    assert article_of(("item.sent", "20250929T080000Z")).published_on == date(2025, 9, 29)


def test_several_bylines_name_several_writers_and_a_creator_only_stands_in() -> None:
    both = article_of(
        ("item.creator", "Max Kurz"), ("item.byline", "By Jane Doe"), ("item.byline", "By John Roe")
    )
    assert both.byline == ("Jane Doe", "John Roe")
    assert article_of(("item.creator", "Max Kurz")).byline == ("Max Kurz",)


def test_keywords_of_the_item_come_before_its_subjects() -> None:
    article = article_of(("item.subject", "economy"), ("item.keyword", "rice, long"), ("item.keyword", "tea"))
    assert article.keywords == ("rice, long", "tea")
    assert article_of(("item.section", "Business")).section == "Business"


@pytest.mark.parametrize("name", ["item.creditline", "item.infosource.provider", "item.publisher"])
def test_the_agency_is_named_by_each_kind_of_supplier(name: str) -> None:
    assert article_of((name, "Agence France-Presse")).agency == "AFP"
