"""The headline among a record's titles."""

import pytest

from newsfold.headers.headline import below_heading, candidates, site_names, strip_site
from newsfold.model import Candidate, HeaderPlace, RawHeader


def best(*headers, format_name="html", address=None):
    rows = [RawHeader(name, value, HeaderPlace(name)) for name, value in headers]
    found = candidates(rows, site_names(rows, address, ""), format_name)
    return found[0].value if found and found[0].confidence >= 0.3 else None


def test_the_outlets_name_is_cut_off():
    assert (
        best(
            ("title", "Council raises bread price | The Daily Example"),
            ("meta.og:site_name", "The Daily Example"),
        )
        == "Council raises bread price"
    )


def test_a_title_that_another_title_confirms_loses_the_rest():
    assert (
        best(
            ("h1", "Council raises bread price"),
            ("meta.og:title", "Council raises bread price - Town - Example"),
        )
        == "Council raises bread price"
    )


@pytest.mark.parametrize("name", ["h1", "title", "meta.og:title"])
def test_what_looks_like_a_script_and_is_shown_as_text_stays(name):
    assert (
        best((name, 'The man called <script>alert("bread")</script>'))
        == 'The man called <script>alert("bread")</script>'
    )


def test_the_markup_of_words_in_metadata_goes_and_a_heading_is_as_shown():
    assert best(("jsonld.headline", "The <em>Bread</em> is<br/> dear")) == "The Bread is dear"
    assert best(("h1", "How <em> &amp; <b> came about")) == "How <em> &amp; <b> came about"


def test_a_dash_inside_the_headline_stays():
    title = "Bread – dearer from Monday"
    assert best(("h1", title), ("meta.og:title", title), ("meta.og:site_name", "The Daily Example")) == title


def test_the_heading_that_shares_words_with_the_title_beats_the_banner():
    assert (
        best(
            ("h1", "Subscribe for more"),
            ("h1", "Council raises the bread price again"),
            ("title", "Bread price raised by council"),
        )
        == "Council raises the bread price again"
    )


def test_a_page_whose_titles_only_name_the_outlet_has_no_headline():
    assert best(("title", "The Daily Example"), ("meta.og:site_name", "The Daily Example")) is None


def test_a_headline_that_holds_the_outlets_name_is_kept():
    assert (
        best(
            ("h1", "15 years of example.org"),
            ("title", "15 years of example.org"),
            address="https://example.org/a",
        )
        == "15 years of example.org"
    )


def test_nothing_is_invented():
    assert best() is None


def test_plain_text_keeps_its_headline_as_it_stands():
    assert best(("first line", "Bread | dearer | Example"), format_name="text") == "Bread | dearer | Example"


@pytest.mark.parametrize("title", ["", " | ", "- | -", "|" * 500, "a - b - c - d - e"])
def test_odd_titles_do_no_harm(title):
    assert isinstance(strip_site(title, frozenset({"b"}), []), str)


def test_a_heading_loses_the_outlets_name_that_the_open_graph_title_lacks():
    rows = [
        ("h1", "Council raises bread price | EXAMPLE.NET"),
        ("meta.og:title", "Council raises bread price"),
    ]
    assert best(*rows) == "Council raises bread price"


def test_the_only_heading_inside_the_article_comes_before_another_title():
    rows = [
        RawHeader("title", "Bread, buns and more", HeaderPlace("title")),
        RawHeader("h1", "The council has raised the price", HeaderPlace("h1", landmarks=("main", "article"))),
    ]
    assert candidates(rows, frozenset(), "html")[0].value == "The council has raised the price"


def test_a_second_heading_serves_where_the_title_is_only_the_outlet():
    rows = [("title", "Example"), ("meta.og:site_name", "Example"), ("h2", "Council raises bread price")]
    assert best(*rows) == "Council raises bread price"


@pytest.mark.parametrize("format_name", ["html", "text"])
@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\ufeff"])
def test_marks_for_the_direction_of_writing_are_cut_at_the_edges(mark, format_name):
    title = f"הגשר נסגר {mark}(3) ביום שישי"
    assert best(("h1", f"{mark} {title}{mark}"), format_name=format_name) == title


@pytest.mark.parametrize(
    "title",
    [
        "Kea steal a sat-nav < News < Alpine Post",
        "Kea steal a sat-nav - News - Alpine Post",
        "Kea steal a sat-nav | Sep 27, 2025 | Alpine Post",
        "Alpine Post: Kea steal a sat-nav",
        "Kea steal a sat-nav, Alpine Post",
    ],
)
def test_the_outlet_and_what_stands_before_it_are_cut_off(title: str) -> None:
    assert strip_site(title, frozenset({"alpinepost"}), []) == "Kea steal a sat-nav"


@pytest.mark.parametrize(
    "title", ["Kea: a thief, again", "Snow, wind and the Alpine Post", "Fake news - Kea and others"]
)
def test_commas_colons_and_sections_of_a_headline_stay(title: str) -> None:
    assert strip_site(title, frozenset({"alpinepost"}), []) == title


def test_a_heading_that_is_the_outlet_is_not_what_is_left_of_the_title() -> None:
    assert strip_site("Kea steal | Alpine Post", frozenset({"alpinepost"}), ["Alpine Post"]) == "Kea steal"


def test_an_application_called_like_the_article_is_no_outlet() -> None:
    place = HeaderPlace("x")
    rows = [
        RawHeader(name, "Kea steal a sat-nav", place) for name in ("meta.application-name", "meta.og:title")
    ]
    assert "keastealasatnav" not in site_names(rows, None, "")
    assert "keastealasatnav" in site_names(rows[:1], None, "")


@pytest.mark.parametrize(
    "title",
    ["{banner}: {headline}", "{headline} - {banner}", "{headline} | {banner}", "{banner} » {headline}"],
)
@pytest.mark.parametrize("stated", ["meta.og:title", "jsonld.headline"])
def test_a_heading_that_the_title_sets_beside_the_stated_headline_is_a_banner(title, stated):
    banner, headline = "Harbour Data Blog", "Small adventures with small boats"
    whole = title.format(banner=banner, headline=headline)
    assert best(("h1", banner), (stated, headline), ("title", whole)) == headline


def test_a_heading_that_is_a_part_of_the_stated_headline_stays():
    whole = "Boats: A little progress for all"
    assert (
        best(("h1", "A little progress for all"), ("meta.og:title", whole), ("title", whole))
        == "A little progress for all"
    )


HEADING = "Wine on ice: all there is to know about a special step"
STATED = "Wine on ice: all you need to know, in short"
BREAD = "Bread is dear again in town"


@pytest.mark.parametrize(
    ("heading", "confidence", "stated", "right"),
    [
        # What readers see goes before what is written for a search.
        (HEADING, 0.95, STATED, HEADING),
        # A heading that has little to do with it, a part of it, a word or two, and a whole lead don't.
        ("Our shop sells glasses and cork", 0.91, STATED, STATED),
        (BREAD, 0.95, f"After the storm: {BREAD}", f"After the storm: {BREAD}"),
        ("Wine & Ice", 0.95, STATED, STATED),
        (f"{HEADING}. Read here what to do with wine on ice, of its cold steps. " * 2, 0.95, STATED, STATED),
    ],
)
def test_of_two_headlines_the_one_over_the_article_counts(heading, confidence, stated, right):
    found = [
        Candidate(stated, stated, "ld+json 1", "schema.org headline", 0.96),
        Candidate(heading, heading, "h1", "heading", confidence),
    ]
    assert max(below_heading(found), key=lambda each: each.confidence).value == right


def test_a_heading_that_calls_itself_an_alternative_is_none():
    other = RawHeader("h1", "Mistakes with bread", HeaderPlace('h1.alt[itemprop="alternativeHeadline"]'))
    stated = RawHeader("meta.og:title", "The five mistakes that all make with bread", HeaderPlace("meta"))
    assert candidates([other, stated], frozenset(), "html")[0].value == stated.value


WHOLE = "The harbour of Saranne opens again after eleven weeks and three storms that nobody had foreseen (and one that all had)"


@pytest.mark.parametrize("end", [108, 110, 80])
@pytest.mark.parametrize("behind", ["", "...", "…"])
def test_a_headline_that_a_program_has_cut_is_read_whole(end, behind):
    cut = WHOLE[:end].rstrip() + behind
    assert best(("jsonld.headline", cut), ("meta.og:title", WHOLE)) == WHOLE


def test_a_shorter_headline_that_is_whole_stays():
    short = "The harbour of Saranne opens again after eleven weeks and three storms"
    assert best(("jsonld.headline", short), ("meta.og:title", f"{short}: what comes next")) == short


@pytest.mark.parametrize("day", ["Dec 18 2025", "18 December 2025 –", "2025-12-18:"])
def test_a_day_in_front_of_a_heading_is_none_of_it(day):
    assert (
        best(("h1", f"{day} Preparing for the crossing"), ("meta.og:title", "Preparing for the crossing"))
        == "Preparing for the crossing"
    )


def test_a_day_that_all_titles_have_stays():
    title = "18 December 2025 was a day of storms"
    assert best(("h1", title), ("meta.og:title", title)) == title


def test_a_heading_in_a_trail_of_links_is_no_headline():
    rows = [
        RawHeader("h1", "How large is the ferry of Aldermoor, in figures", HeaderPlace("h1.breadcrumb_last")),
        RawHeader("meta.og:title", "Six figures that show how large Aldermoor's ferry is", HeaderPlace("x")),
        RawHeader("title", "How large is the ferry of Aldermoor, in figures", HeaderPlace("x")),
    ]
    found = candidates(rows, frozenset(), "html")
    assert found[0].value == "Six figures that show how large Aldermoor's ferry is"


def test_a_sentence_is_no_outlet_whatever_names_it_so():
    title = "This is a ferry that sad mechanics built; five more of them"
    assert best(("h1", title), ("title", title), ("meta.og:site_name", title)) == title
