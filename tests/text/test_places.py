"""Places: country, zone, and which of several places of one name."""

import pytest

from newsfold.text.places import look_up, region_of


@pytest.mark.parametrize(
    ("name", "country", "zone"),
    [
        ("Seoul", "KR", "Asia/Seoul"),
        ("PEKING", "CN", "Asia/Shanghai"),
        ("München", "DE", "Europe/Berlin"),
        ("Frankfurt", "DE", "Europe/Berlin"),
        ("St Louis", "US", "America/Chicago"),
        ("Washington", "US", "America/New_York"),
        ("القاهرة", "EG", "Africa/Cairo"),
        ("नई दिल्ली", "IN", "Asia/Kolkata"),
        ("ソウル", "KR", "Asia/Seoul"),
        ("Москва", "RU", "Europe/Moscow"),
        ("Jordan", "JO", "Asia/Amman"),
        ("W. GERMANY", "DE", "Europe/Berlin"),
    ],
)
def test_a_place_has_its_country_and_zone(name, country, zone):
    place = look_up(name)
    assert place.country == country
    assert place.zone == zone or (name == "W. GERMANY" and place.zone is None)


def test_the_region_beside_a_name_decides():
    assert look_up("Paris", region="Texas").country == "US"
    assert look_up("Portland", region="Ore.").zone == "America/Los_Angeles"


def test_the_sources_country_decides_between_places_of_like_size():
    assert look_up("Birmingham").country == "GB"
    assert look_up("Birmingham", country="US").country == "US"
    assert look_up("London", country="CA").country == "GB"


@pytest.mark.parametrize(
    ("name", "country", "found"),
    [("Geneva", "US", "CH"), ("Wellington", "US", "NZ"), ("Cartagena", "ES", "ES"), ("Lincoln", "US", "US")],
)
def test_a_small_namesake_at_home_does_not_beat_the_famous_place(name, country, found):
    assert look_up(name, country=country).country == found


def test_rivals_are_named():
    assert look_up("Birmingham", country="US").rivals


@pytest.mark.parametrize("name", ["", "Nowhere at all", "x" * 500])
def test_unknown_names_give_none(name):
    assert look_up(name) is None


@pytest.mark.parametrize(
    ("word", "country"),
    [("Calif.", "US"), ("N.J.", "US"), ("Ontario", "CA"), ("NSW", "AU"), ("Belgien", "BE"), ("한국", "KR")],
)
def test_regions_lead_to_their_country(word, country):
    assert region_of(word)[0] == country
