"""The names in a text: what is a person, an organization, a place, and what is told of each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.analytics.text_names import LONGEST_NAME, MOST_NAMES, TextName, text_names


def kinds(body: str, language: str = "en") -> dict[str, str | None]:
    return {each.name: each.kind for each in text_names(body, language)}


def one(body: str, name: str, language: str = "en") -> TextName:
    return next(each for each in text_names(body, language) if each.name == name)


BRIDGE = (
    "The rebuilt bridge opened on Friday, governor Marta Vilela said in Lisbon. Vilela thanked the Ministry of Works, and "
    "the Harbour Pilots Association (HPA) sent boats from Portugal and Spain. Mr. Quist, 61, of the Tagus Ferries Group did "
    "not comment. The Association will meet on Monday."
)


def test_persons_organizations_and_places_are_told_apart():
    found = kinds(BRIDGE)
    assert found["Marta Vilela"] == "person"
    assert found["Quist"] == "person"
    assert found["Ministry of Works"] == "organization"
    assert found["Harbour Pilots Association"] == "organization"
    assert found["Tagus Ferries Group"] == "organization"
    assert {found["Lisbon"], found["Portugal"], found["Spain"]} == {"place"}
    assert not found.keys() & {"The", "Friday", "Monday", "Mr", "Vilela"}


def test_a_surname_alone_counts_for_its_person_and_a_city_has_its_id():
    vilela = one(BRIDGE, "Marta Vilela")
    assert (vilela.mentions, vilela.first) == (2, BRIDGE.index("Marta"))
    assert one(BRIDGE, "Lisbon").geoname_id == 2267057
    assert one(BRIDGE, "Portugal").geoname_id is None


# The name that a sentence has, and what it is. Traps have None: capitals that are no such thing.
CASES = [
    ("It was late when New York Gov. Ada Hollenbeck spoke to them.", "Ada Hollenbeck", "person"),
    ("They met Judge Rosa Lindqvist of Utah there in the morning.", "Rosa Lindqvist", "person"),
    ("A nurse, Ingeborg Tamm, was there.", "Ingeborg Tamm", "person"),
    ("Told by fisherman Aksel Rostad, 71, it was long.", "Aksel Rostad", "person"),
    ("He wrote to President-elect Quillon at once.", "Quillon", "person"),
    (
        "It went to the Department of Health and Safety Works.",
        "Department of Health and Safety Works",
        "organization",
    ),
    ("The talks were held by NATO on a ship.", "NATO", "organization"),
    ("Nobody at Greylark Holdings answered.", "Greylark Holdings", "organization"),
    ("A fire broke out near Thessaloniki at night.", "Thessaloniki", "place"),
    ("The men came from South Korea by boat.", "South Korea", "place"),
    ("They saw the White House at noon.", "White House", "organization"),
    ("They walked over the Plaza Mayor at noon.", "Plaza Mayor", None),
    ("They spoke of the Cold War for hours.", "Cold War", None),
    ("They sang in the Blue Room at noon.", "Blue Room", None),
]


@pytest.mark.parametrize(("body", "name", "kind"), CASES)
def test_what_a_name_is_told_by(body, name, kind):
    assert kinds(body).get(name) == kind


@pytest.mark.parametrize(
    ("language", "body", "name", "kind"),
    [
        ("de", "Wie die Stadt mitteilte, sagte Ministerin Elisabeth Zorn in Rostock die Reise ab.", "Elisabeth Zorn", "person"),
        ("de", "Wie die Stadt mitteilte, sagte Ministerin Elisabeth Zorn in Rostock die Reise ab.", "Rostock", "place"),
        ("de", "Die Universität Greifswald teilte das mit.", "Universität Greifswald", "organization"),
        ("fr", "Le ministre Claude Verdier est arrivé à Nantes lundi.", "Claude Verdier", "person"),
        ("es", "El Banco de Andalucía cerró, dijo la alcaldesa Carmen Olmedo en Sevilla.", "Banco de Andalucía", "organization"),
        ("es", "El Banco de Andalucía cerró, dijo la alcaldesa Carmen Olmedo en Sevilla.", "Carmen Olmedo", "person"),
        ("it", "Lo ha detto il sindaco Marco Zanetti a Venezia.", "Marco Zanetti", "person"),
    ],
)  # fmt: skip
def test_other_languages(language, body, name, kind):
    assert kinds(body, language).get(name) == kind


def test_german_nouns_are_no_names():
    assert kinds("Die Verluste der Woche trafen die Stadt und das Land hart.", "de") == {}


def test_headings_and_scripts_without_capitals_give_none():
    assert text_names("Mayor Rosa Lindqvist Opens New Bridge In Lisbon Today", "en") == []
    assert text_names("東京で大きな地震があった。", "ja") == []
    assert text_names("", None) == []


@given(st.text(max_size=400), st.sampled_from(["en", "de", "fr", "ar", "zh", None]))
def test_any_text_has_names_within_bounds(body, language):
    found = text_names(body, language)
    assert len(found) <= MOST_NAMES
    assert len({each.name for each in found}) == len(found)
    for each in found:
        assert 0 < len(each.name) <= LONGEST_NAME
        assert each.mentions >= 1
        assert 0 <= each.first < max(1, len(body))
        assert each.kind in (None, "person", "organization", "place")


@given(
    st.lists(
        st.sampled_from(
            [
                "The",
                "Sen.",
                "Ada",
                "Lindqvist",
                "of",
                "de",
                "and",
                "Bank",
                "La",
                "DE",
                "U.S.",
                "said",
                ",",
                "(",
                ".",
                "\n",
                "’s",
            ]
        ),
        max_size=40,
    )
)
def test_any_row_of_names_and_marks_ends(parts):
    assert len(text_names(" ".join(parts), "en")) <= MOST_NAMES
