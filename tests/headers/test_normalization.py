"""Whole records: from raw headers and text to an article with its evidence."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsfold.config.sources import Source
from newsfold.headers import normalization, normalize
from newsfold.model import Article, HeaderPlace, RawHeader, Record, Rejection, SourceFile

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
FILE = SourceFile("inbox", "day/a.txt", "file:///inbox/day/a.txt", "0" * 64, 10, None, NOW)
SOURCE = Source("inbox", "/inbox")
TEXT = (
    "The council agreed on Saturday on a new budget that makes bread cheaper for everyone in town, officials said.\n\n"
    "A spokesman told AFP that it was a good day. Nothing of this was easy, Yonhap news agency reported."
)


def article(body, *headers, source=SOURCE, file=FILE, format_name="text"):
    rows = tuple(
        RawHeader(name, value, HeaderPlace(f"line {number}"))
        for number, (name, value) in enumerate(headers, 1)
    )
    result = normalize(Record(0, format_name, rows, body), source, file)
    assert isinstance(result, Article)
    return result


def evidence_of(result, field):
    return next((row for row in result.evidence if row.field == field), None)


def test_a_re_publishers_dateline_without_a_year():
    result = article(f"Seoul, Sep 27 (NationPress) {TEXT}", ("first line", "Bread to be cheaper"))
    assert result.headline == "Bread to be cheaper"
    assert (result.dateline_place, result.dateline_country) == ("Seoul", "KR")
    assert (result.published_on, result.published_at, result.published_precision) == (
        date(2025, 9, 27),
        None,
        "day",
    )
    assert (result.agency, result.agency_role) == ("NationPress", "carrier")
    assert {(role.agency, role.role) for role in result.agencies} == {
        ("NationPress", "carrier"),
        ("AFP", "cited"),
        ("Yonhap", "cited"),
    }
    assert "Saturday" in evidence_of(result, "published_on").note
    assert result.body == TEXT


def test_an_inline_date_and_place_and_no_headline():
    result = article(f" date 2025-09-27 Seoul: {TEXT}")
    assert (result.headline, result.dateline_place, result.dateline_country) == (None, "Seoul", "KR")
    assert (result.published_on, result.published_at) == (date(2025, 9, 27), None)
    assert result.body == TEXT
    assert result.agency is None
    assert result.uri == "urn:newsfold:inbox:day/a.txt"
    assert (evidence_of(result, "uri").value, evidence_of(result, "uri").where) == (result.uri, "file")


def test_a_known_wire_in_the_dateline_wrote_the_text():
    result = article(f"PARIS, 27 sept (AFP) - {TEXT}", ("date", "2025-09-27"))
    assert (result.agency, result.agency_role) == ("AFP", "origin")
    assert result.published_on == date(2025, 9, 27)


def test_the_day_of_the_dateline_wins_over_a_header_that_is_a_day_off_and_has_no_zone():
    result = article(f"TAIPEI, March 20 - {TEXT}", ("date", "19-MAR-1987 21:57:04.60"))
    assert (result.published_on, result.published_at) == (date(1987, 3, 20), None)
    assert any(
        candidate.value == "1987-03-19" for candidate in evidence_of(result, "published_on").candidates
    )


def test_an_instant_is_a_day_in_the_zone_of_the_place():
    result = article(f"SEOUL, Sept. 27 (Yonhap) -- {TEXT}", ("date", "2025-09-26T20:00:00Z"))
    assert result.published_at == datetime(2025, 9, 26, 20, 0, tzinfo=UTC)
    assert (result.published_on, result.published_precision) == (date(2025, 9, 27), "instant")
    assert "zone of the place" in evidence_of(result, "published_on").note


YORK = Source("inbox", "/inbox", time_zone="America/New_York")


@pytest.mark.parametrize(
    ("source", "body", "headers", "outlet", "dateline", "offset"),
    [
        # A reprint in New York of a report from Seoul: evening here, morning there.
        (YORK, f"SEOUL, Sept. 27 (Yonhap) -- {TEXT}", [("date", "2025-09-26T20:00:00Z")], "2025-09-26", "2025-09-27", 540),
        # Without a zone of the source the offset that the record states is the outlet's.
        (SOURCE, f"SEOUL (Yonhap) -- {TEXT}", [("date", "2025-09-26T16:00:00-04:00")], "2025-09-26", "2025-09-27", 540),
        # UTC is what systems write, and no zone of a reader.
        (SOURCE, f"SEOUL (Yonhap) -- {TEXT}", [("date", "2025-09-26T20:00:00Z")], None, "2025-09-27", 540),
        (YORK, TEXT, [("date", "2025-09-26T20:00:00Z")], "2025-09-26", None, -240),
        (SOURCE, TEXT, [("date", "2025-09-26")], "2025-09-26", None, None),
        # A day of a dateline is the place's, one of a header the source's.
        (YORK, f"PARIS, 27 sept 2025 (AFP) - {TEXT}", [], None, "2025-09-27", 120),
        (YORK, f"PARIS (AFP) - {TEXT}", [("date", "2025-01-27")], "2025-01-27", None, -300),
        (YORK, TEXT, [], None, None, None),
    ],
)  # fmt: skip
def test_the_day_at_the_outlet_and_that_of_the_dateline_are_both_kept(
    source, body, headers, outlet, dateline, offset
):
    found = article(body, *headers, source=source)
    assert (str(found.outlet_day or "") or None, str(found.dateline_day or "") or None) == (outlet, dateline)
    assert found.day_utc_offset == offset


def test_without_any_date_there_is_none():
    result = article(TEXT)
    assert (result.published_on, result.published_at, result.published_precision) == (None, None, None)


def test_an_absurd_date_is_kept_as_evidence_only():
    result = article(TEXT, ("date", "9999-12-31"))
    assert result.published_on is None
    row = evidence_of(result, "published_on")
    assert row.value is None
    assert row.candidates[0].raw == "9999-12-31"


def test_an_ambiguous_date_is_not_decided():
    result = article(TEXT, ("date", "09/10/2025"))
    assert result.published_on is None
    assert "ambiguous" in evidence_of(result, "published_on").note


def test_the_sources_settings_help():
    source = Source(
        "inbox", "/inbox", time_zone="America/New_York", date_order="MDY", agency="The Plain Example"
    )
    result = article(TEXT, ("date", "09/10/2025 10:15"), source=source)
    assert result.published_at == datetime.fromisoformat("2025-09-10T10:15:00-04:00")
    assert (result.agency, result.agency_role) == ("The Plain Example", "origin")


def test_a_page_with_its_metadata():
    result = article(
        TEXT,
        ("html.lang", "en-GB"),
        ("jsonld.headline", "Bread to be cheaper"),
        ("jsonld.author", "Jane Doe"),
        ("jsonld.datePublished", "2025-09-27T10:15:00+01:00"),
        ("jsonld.dateModified", "2025-09-27T12:00:00+01:00"),
        ("link.canonical", "https://www.Example.org/bread?utm_source=feed#top"),
        ("jsonld.articleSection", "Town"),
        ("meta.keywords", "bread, budget"),
        format_name="html",
    )
    assert (result.uri, result.headline, result.byline) == (
        ["https://www.example.org/bread", "utm_source=feed"][0],
        "Bread to be cheaper",
        ("Jane Doe",),
    )
    assert result.published_at == datetime.fromisoformat("2025-09-27T10:15:00+01:00")
    assert result.modified_at == datetime.fromisoformat("2025-09-27T12:00:00+01:00")
    assert (result.section, result.keywords, result.language) == ("Town", ("bread", "budget"), "en")


def test_an_agency_as_the_only_author_is_credited_as_an_agency():
    result = article(TEXT, ("jsonld.author", "Reuters"), format_name="html")
    assert (result.byline, result.agency, result.agency_role) == (("Reuters",), "Reuters", "origin")
    assert evidence_of(result, "byline").rule == "schema.org author, an agency"


def test_an_editorial_office_is_the_byline_only_where_no_person_is_named():
    assert article(TEXT, ("jsonld.author", "Example Newsroom"), format_name="html").byline == (
        "Example Newsroom",
    )
    assert article(
        TEXT, ("jsonld.author", "Jane Doe"), ("meta.author", "Example Newsroom"), format_name="html"
    ).byline == ("Jane Doe",)


def test_every_header_field_that_has_a_value_has_its_evidence():
    result = article(
        f"SEOUL, Sept. 27, 2025 (Yonhap) -- {TEXT}",
        ("headline", "Bread"),
        ("author", "Jane Doe"),
        ("section", "Town"),
        ("keywords", "bread"),
        ("updated", "2025-09-28T10:00Z"),
    )
    for field in (
        "uri",
        "headline",
        "byline",
        "agency",
        "agency_role",
        "dateline_place",
        "dateline_country",
        "language",
        "published_on",
        "modified_at",
        "section",
        "keywords",
    ):
        row = evidence_of(result, field)
        assert getattr(result, field), field
        assert row is not None, field
        assert row.rule, field
        assert 0 <= row.weight <= 1, field
    assert len({row.field for row in result.evidence}) == len(result.evidence)


@pytest.mark.parametrize("body", ["", "   \n\n ", "***"])
def test_a_record_without_text_is_refused(body):
    result = normalize(Record(2, "text", (), body), SOURCE, FILE)
    assert isinstance(result, Rejection)
    assert (result.reason_code, result.position) == ("no_article", 2)


def test_a_dateline_without_text_behind_it_is_not_cut():
    assert article("Seoul, Sep 27 (NationPress)").body == "Seoul, Sep 27 (NationPress)"


NAMES = ["date", "author", "title", "headline", "jsonld.datePublished", "jsonld.author", "meta.og:title",
         "visible date", "visible byline", "link.canonical", "html.lang",
         "time.datetime",
         "agency", "source", "dateline", "place", "keywords", "section", "h1", "updated"]  # fmt: skip
PLACES = st.builds(
    HeaderPlace,
    st.text(max_size=20),
    landmarks=st.lists(st.sampled_from(["body", "main", "article", "related"]), max_size=3).map(tuple),
    is_away=st.booleans(),
    value_types=st.lists(st.sampled_from(["Person", "Organization", ""]), max_size=2).map(tuple),
    role=st.text(max_size=5),
)
HEADERS = st.lists(
    st.builds(RawHeader, st.sampled_from(NAMES) | st.text(max_size=8), st.text(max_size=60), PLACES),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(HEADERS, st.text(max_size=400), st.sampled_from(["text", "html"]), st.integers(0, 5))
def test_no_record_makes_it_raise(headers, body, format_name, position):
    result = normalize(Record(position, format_name, tuple(headers), body), SOURCE, FILE)
    if isinstance(result, Article):
        assert result.body
        assert len(result.uri) <= 2_000
        assert all(row.weight <= 1 for row in result.evidence)
    else:
        assert result.reason_code == "no_article"


@pytest.mark.parametrize(
    ("agency", "role"), [("NationPress", "origin"), ("Other Press", "carrier"), (None, "carrier")]
)
def test_what_an_agency_publishes_under_its_own_name_it_wrote(agency, role):
    source = Source("inbox", "/inbox", agency=agency)
    result = article(f"Seoul, Sep 27 (NationPress) {TEXT}", source=source)
    assert (result.agency, result.agency_role) == ("NationPress", role)


def test_a_visible_time_without_a_zone_is_an_instant_in_the_sources_zone():
    source = Source("inbox", "/inbox", time_zone="Europe/Madrid", language="es")
    result = article(TEXT, ("visible date", "27/09/2025 · 08:30"), source=source, format_name="html")
    assert result.published_at == datetime.fromisoformat("2025-09-27T08:30:00+02:00")
    assert result.published_precision == "instant"


def test_a_day_that_opens_a_paragraph_dates_a_page():
    result = article(f"Bread becomes cheaper.\n\n27.9.2025 - {TEXT}", format_name="html")
    assert result.published_on == date(2025, 9, 27)
    assert evidence_of(result, "published_on").rule.startswith("day that opens the text")


def test_a_date_away_from_the_headline_comes_behind_one_beside_it():
    rows = (
        RawHeader(
            "visible date",
            "26 September 2025",
            HeaderPlace("span.date", landmarks=("article",), is_away=True),
        ),
        RawHeader("visible date", "27 September 2025", HeaderPlace("span.date", landmarks=("article",))),
    )
    result = normalize(Record(0, "html", rows, TEXT), SOURCE, FILE)
    assert result.published_on == date(2025, 9, 27)


def test_a_labelled_change_is_no_publication_where_one_is_stated():
    rows = (
        RawHeader("visible date", "Stand: 28.09.2025", HeaderPlace("span", landmarks=("body",))),
        RawHeader("visible date", "Datum 27.09.2025", HeaderPlace("span", landmarks=("body",))),
    )
    result = normalize(Record(0, "html", rows, TEXT), SOURCE, FILE)
    assert result.published_on == date(2025, 9, 27)


def test_a_signed_text_names_its_writer_where_the_outlet_stands_as_author():
    text = f"Mere Tautahi\n\n{TEXT}"
    assert article(text, ("jsonld.author", "Alpine News"), format_name="html").byline == ("Mere Tautahi",)
    assert article(text, format_name="html").byline == ()


def test_a_phrase_in_a_byline_element_is_no_name():
    rows = (
        RawHeader("visible byline", "Themen bearbeiten", HeaderPlace("a.author", landmarks=("main",))),
        RawHeader("visible byline", "Mere Tautahi", HeaderPlace("span.author", landmarks=("main",))),
    )
    assert normalize(Record(0, "html", rows, TEXT), SOURCE, FILE).byline == ("Mere Tautahi",)


def test_the_page_nodes_author_counts():
    assert article(TEXT, ("jsonld.WebPage.author", "Mere Tautahi"), format_name="html").byline == (
        "Mere Tautahi",
    )


def test_a_date_in_brackets_in_the_description_dates_a_page_without_another():
    described = ("meta.description", "A year of records (news of 14 January 2020)")
    result = article(TEXT, described, format_name="html")
    assert result.published_on == date(2020, 1, 14)
    assert evidence_of(result, "published_on").weight < 0.5
    dated = article(TEXT, described, ("meta.date", "2020-02-03"), format_name="html")
    assert dated.published_on == date(2020, 2, 3)


def test_a_date_in_the_words_of_a_description_dates_nothing():
    described = ("meta.description", "The fair opens on 14 January 2020 in the town hall")
    assert article(TEXT, described, format_name="html").published_on is None


def test_the_day_of_the_picture_is_the_last_resort():
    picture = ("meta.og:image", "https://a.example/files/2016/05/04/kea.png")
    result = article(TEXT, picture, format_name="html")
    assert result.published_on == date(2016, 5, 4)
    assert evidence_of(result, "published_on").weight < 0.3
    described = ("meta.description", "News (3 May 2016)")
    assert article(TEXT, picture, described, format_name="html").published_on == date(2016, 5, 3)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (HeaderPlace("span.profile-joinDate", landmarks=("body",)), "Oct 20, 2011"),
        (HeaderPlace("p", landmarks=("body",)), "Mitglied seit 20.10.2011"),
        (HeaderPlace("span", landmarks=("body",)), "Member since 20 October 2011"),
    ],
)
def test_the_day_on_which_a_member_joined_dates_nothing(place, text):
    rows = (RawHeader("visible date", text, place),)
    assert normalize(Record(0, "html", rows, TEXT), SOURCE, FILE).published_on is None


def test_a_relative_time_counts_from_when_the_page_was_archived():
    headers = (("visible date", "2 days ago"), ("warc.date", "2024-03-05T06:07:08Z"))
    assert article(TEXT, *headers, format_name="html").published_on == date(2024, 3, 3)


def test_a_missing_year_is_not_sought_behind_the_day_of_the_archive():
    shown = ("visible date", "27 September")
    assert article(TEXT, shown, format_name="html").published_on == date(2025, 9, 27)
    archived = article(TEXT, shown, ("warc.date", "2024-11-05T06:07:08Z"), format_name="html")
    assert archived.published_on != date(2025, 9, 27)


@given(st.text(st.characters(max_codepoint=127), max_size=200))
@example("Ann's e-mail, 24-7 and so-called_words - 'quoted'")
def test_the_quick_pattern_counts_the_same_words_in_ascii(text):
    assert normalization.ASCII_WORD.findall(text) == normalization.WORD.findall(text)
