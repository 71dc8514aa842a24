"""Who is credited, among all the headers that credit somebody."""

from newsfold.config.sources import Source
from newsfold.headers.authorship import read_authorship
from newsfold.model import HeaderPlace, RawHeader

SOURCE = Source("inbox", "/inbox")
TEXT = "The council agreed on a new budget.\n\nIt makes bread cheaper for everyone in town."


def read(*headers, body=TEXT, publishers=frozenset()):
    rows = [
        RawHeader(name, value, where if isinstance(where, HeaderPlace) else HeaderPlace(where))
        for name, value, where in headers
    ]
    return read_authorship(rows, body, None, SOURCE, "en", publishers)


def test_an_agency_in_the_place_of_the_author_is_the_byline():
    result = read(("jsonld.author", "Associated Press", HeaderPlace("ld+json 1", value_types=("Person",))))
    assert result.names == ("Associated Press",)
    assert result.candidates[0].rule == "schema.org author, an agency"
    assert [(role.agency, role.role) for role in result.agencies] == [("AP", "origin")]


def test_an_agency_or_an_office_is_never_called_a_person():
    called = read(
        ("jsonld.author", "Associated Press", HeaderPlace("ld+json 1, NewsArticle", value_types=("Person",)))
    )
    assert called.candidates[0].where == "ld+json 1, NewsArticle"
    right = read(
        (
            "jsonld.author",
            "Associated Press",
            HeaderPlace("ld+json 1, NewsArticle", value_types=("Organization",)),
        )
    )
    assert right.names == ("Associated Press",)
    assert right.candidates[0].where == "ld+json 1, NewsArticle (Organization)"
    office = read(
        ("jsonld.author", "Example Editorial Team", HeaderPlace("ld+json 1", value_types=("Person",)))
    )
    assert office.candidates[0].where == "ld+json 1"
    person = read(("jsonld.author", "Jane Doe", HeaderPlace("ld+json 1", value_types=("Person",))))
    assert person.candidates[0].where == "ld+json 1 (Person)"


def test_a_line_of_wire_copy_that_names_the_agency_credits_nobody():
    assert read(("byline line", "By Reuters", "line 2")).names == ()


def test_the_word_for_by_is_no_part_of_an_agencys_name():
    assert read(("visible byline", "By Reuters", HeaderPlace("span.byline", landmarks=("main",)))).names == (
        "Reuters",
    )


def test_a_person_stands_before_an_agency():
    headers = (
        ("meta.author", "AFP", "meta"),
        ("visible byline", "By Jane Doe", HeaderPlace("span.byline", landmarks=("main",))),
    )
    assert read(*headers).names == ("Jane Doe",)


def test_an_agency_with_an_entry_of_its_own_is_one_of_the_authors():
    first = ("jsonld.author", "Jane Doe", HeaderPlace("ld+json 1, NewsArticle", value_types=("Person",)))
    second = ("jsonld.author", "SDA", HeaderPlace("ld+json 1, NewsArticle", value_types=("Organization",)))
    assert read(first, second).names == ("Jane Doe", "SDA")
    assert read(second, first).names == ("SDA", "Jane Doe")


def test_the_agency_behind_a_name_is_where_the_person_works():
    assert read(
        ("jsonld.author", "Jane Doe, AFP", HeaderPlace("ld+json 1", value_types=("Person",)))
    ).names == ("Jane Doe",)


def test_a_user_name_gives_way_to_the_name_spelled_out():
    user = ("jsonld.author", "jane.doe", HeaderPlace("ld+json 1", value_types=("Person",)))
    assert read(user).names == ("jane.doe",)
    assert read(user, ("meta.dcsext.author", "Jane Q. Doe", "meta")).names == ("Jane Q. Doe",)
    assert read(user, body=f"{TEXT} (Jane Q. Doe) +++").names == ("Jane Q. Doe",)


def test_accents_do_not_keep_a_user_name_from_its_name():
    user = ("meta.author", "gaston_lefevre", "meta")
    assert read(
        user, ("visible byline", "Gastôn Lefèvre", HeaderPlace("p.byline", landmarks=("main",)))
    ).names == ("Gastôn Lefèvre",)


def test_the_address_of_the_authors_page_serves_where_no_name_stands():
    result = read(("meta.article:author", "https://a.example/author/jane-doe", "meta"))
    assert result.names == ("Jane Doe",)
    assert result.candidates[0].rule == "Open Graph author, name in its address"


def test_a_doubtful_single_word_comes_behind_the_office_that_is_credited():
    office = ("jsonld.author", "Example Editorial Team", HeaderPlace("ld+json 1", value_types=("Person",)))
    word = ("visible byline", "Headphones", HeaderPlace("div.author-info", landmarks=("main",)))
    assert read(office, word).names == ("Example Editorial Team",)
    assert read(word).names == ("Headphones",)


def test_a_name_alone_beside_the_date_counts_where_nobody_is_credited():
    line = (
        "visible date",
        "04.02.2022 | 13:10 Uhr | Erika Muster",
        HeaderPlace("small", landmarks=("main",)),
    )
    result = read(line)
    assert result.names == ("Erika Muster",)
    assert result.candidates[0].confidence < 0.5
    assert read(line, ("meta.author", "Example Verlag", "meta")).names == ("Example Verlag",)


def test_two_names_sign_a_text_whose_author_is_the_outlet():
    outlet = ("jsonld.author", "Example Times", HeaderPlace("ld+json 1", value_types=("Organization",)))
    body = f"The council agreed.\n\nJane Doe/John Roe\n\n{TEXT}"
    assert read(outlet, body=body).names == ("Jane Doe", "John Roe")


def test_no_header_credits_nobody():
    result = read()
    assert (result.names, result.candidates, result.agencies) == ((), (), ())


def in_sight(value, selector="div.byline"):
    return ("visible byline", value, HeaderPlace(selector, landmarks=("main",)))


def test_the_element_that_holds_the_name_alone_goes_before_the_line_around_it():
    around = in_sight("By Jane Roe Kestrel Wire")
    assert read(around, in_sight("Jane Roe", "a.author")).names == ("Jane Roe",)
    assert read(in_sight("Jane Roe", "a.author"), around).names == ("Jane Roe",)


def test_a_longer_name_stays_where_the_data_of_the_page_states_it_or_another_writes_with_them():
    stated = ("jsonld.author", "Ana Mora Gil", HeaderPlace("ld+json 1", value_types=("Person",)))
    shorter = in_sight("Ana Mora", "a.author")
    assert read(stated, in_sight("By Ana Mora Gil"), shorter).names == ("Ana Mora Gil",)
    both = in_sight("By Ana Mora Gil and Luis Paz")
    assert read(both, shorter).names == ("Ana Mora Gil", "Luis Paz")


def test_an_office_with_an_entry_of_its_own_is_one_of_the_authors():
    person = ("jsonld.author", "Jane Doe", HeaderPlace("ld+json 1, NewsArticle", value_types=("Person",)))
    office = ("jsonld.author", "Gear Team", HeaderPlace("ld+json 1, NewsArticle", value_types=("Person",)))
    assert read(person, office).names == ("Jane Doe", "Gear Team")
    assert read(office).names == ("Gear Team",)
    outlet = (
        "jsonld.author",
        "Gear Weekly",
        HeaderPlace("ld+json 1, NewsArticle", value_types=("Organization",)),
    )
    assert read(person, outlet).names == ("Jane Doe",)
    line = ("jsonld.author", "Jane Doe, Gear Team", HeaderPlace("ld+json 1, NewsArticle"))
    assert read(line).names == ("Jane Doe",)


def test_a_byline_below_the_text_is_one():
    assert read(body=f"{TEXT}\n\nVon Erika Muster").names == ("Erika Muster",)
    assert read(body=f"{TEXT}\n\nBy noon the rain had stopped.").names == ()
