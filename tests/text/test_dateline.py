"""Datelines: what is one, what it says, and where it ends."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.text.date_readings import DateHints
from newsfold.text.dateline import Context, find_dateline

CONTEXT = Context(DateHints("en", None, None, 2026))
TEXT = "The council agreed on a new budget that makes bread cheaper for everyone in town, officials said."


@pytest.mark.parametrize(
    ("dateline", "place", "country", "day", "agency"),
    [
        ("Seoul, Sep 27 (NationPress)", "Seoul", "KR", (None, 9, 27), "NationPress"),
        (" date 2025-09-27 Seoul:", "Seoul", "KR", (2025, 9, 27), None),
        ("SYDNEY, Nov 6 AAP -", "Sydney", "AU", (None, 11, 6), "AAP"),
        ("Karlsruhe (dpa) -", "Karlsruhe", "DE", None, "dpa"),
        ("Berlin/Karlsruhe (dpa/lby) -", "Berlin", "DE", None, "dpa/lby"),
        ("WASHINGTON (AP) —", "Washington", "US", None, "AP"),
        ("(Reuters) -", None, None, None, "Reuters"),
        ("dpa -", None, None, None, "dpa"),
        ("PARIS, 27 sept (AFP) -", "Paris", "FR", (None, 9, 27), "AFP"),
        (
            "Springfield, Illinois, March 5, 2024 (GLOBE NEWSWIRE) --",
            "Springfield",
            "US",
            (2024, 3, 5),
            "GLOBE NEWSWIRE",
        ),
        ("NEW YORK, Sept. 27, 2025 /PRNewswire/ --", "New York", "US", (2025, 9, 27), "PRNewswire"),
        ("LONDON--(BUSINESS WIRE)--", "London", "GB", None, "BUSINESS WIRE"),
        ("BERLIN/PARIS, March 5 (Reuters) -", "Berlin", "DE", (None, 3, 5), "Reuters"),
        ("SEOUL, Sept. 27 (Yonhap) --", "Seoul", "KR", (None, 9, 27), "Yonhap"),
        ("SALVADOR, Feb 26 -", "Salvador", "BR", (None, 2, 26), None),
        ("NEW HYDE PARK, N.Y., March 16 -", "New Hyde Park", "US", (None, 3, 16), None),
        ("BOULDER, Colo., March 12 -", "Boulder", "US", (None, 3, 12), None),
        ("LA PAZ, March 18 -", "La Paz", "BO", (None, 3, 18), None),
        ("RIO DE JANEIRO, April 3 -", "Rio de Janeiro", "BR", (None, 4, 3), None),
        ("WASHINGTON, April 3  -", "Washington", "US", (None, 4, 3), None),
        ("By Jane Doe, LONDON -", "London", "GB", None, None),
        ("МОСКВА, 27 сен - РИА Новости.", "Москва", "RU", (None, 9, 27), "РИА Новости"),
        ("МОСКВА, 27 сентября. /ТАСС/.", "Москва", "RU", (None, 9, 27), "ТАСС"),
        ("القاهرة 27 سبتمبر (رويترز) -", "القاهرة", "EG", (None, 9, 27), "رويترز"),
        ("नई दिल्ली, 27 सितंबर (भाषा)", "नई दिल्ली", "IN", (None, 9, 27), "भाषा"),
        ("(ANSA) - ROMA, 27 SET -", "Roma", "IT", (None, 9, 27), "ANSA"),
        ("MADRID, 27 (EUROPA PRESS) -", "Madrid", "ES", None, "EUROPA PRESS"),
        ("Madrid, 27 sep (EFE).-", "Madrid", "ES", (None, 9, 27), "EFE"),
        ("São Paulo, 27 set (Lusa) –", "São Paulo", "BR", (None, 9, 27), "Lusa"),
        ("AMSTERDAM (ANP) -", "Amsterdam", "NL", None, "ANP"),
        ("CHICAGO (WLS) --", "Chicago", "US", None, "WLS"),
        ("PARIS —", "Paris", "FR", None, None),
        ("(NPS) Thessaloniki, 26 Sept. —", "Thessaloniki", "GR", (None, 9, 26), "NPS"),
        ("АЛМА-АТА, 26 сентября 2025 г. (NPS) —", "Алма-Ата", "KZ", (2025, 9, 26), "NPS"),
        ("Zaragoza, 27 de septiembre de 2025.", "Zaragoza", "ES", (2025, 9, 27), None),
        ("Mumbai:", "Mumbai", "IN", None, None),
        ("PARIS (AFP) — September 27, 2025 —", "Paris", "FR", (2025, 9, 27), "AFP"),
        ("Berlin (dpa), 27. September 2025 -", "Berlin", "DE", (2025, 9, 27), "dpa"),
        ("CAIRO--September 27, 2025--(AP)--", "Cairo", "EG", (2025, 9, 27), "AP"),
        ("MONTRÉAL - Xinhua - 27 septembre 2025 -", "Montréal", "CA", (2025, 9, 27), "Xinhua"),
        ("जयपुर: 27 सितंबर (एएनआई)", "जयपुर", "IN", (None, 9, 27), "एएनआई"),
        ("कोलकाता, रॉयटर्स।", "कोलकाता", "IN", None, "रॉयटर्स"),
        ("[BOGOTA, Sept. 27 (UPI)]", "Bogota", "CO", (None, 9, 27), "UPI"),
        ("(dpa/Seoul, 27. September) -", "Seoul", "KR", (None, 9, 27), "dpa"),
        ("Paris | AFP | 27 September 2025:", "Paris", "FR", (2025, 9, 27), "AFP"),
        ("ТАСС, Москва, 27 сентября 2025 -", "Москва", "RU", (2025, 9, 27), "ТАСС"),
        ("RIO DE JANEIRO, 13 JUNE 2018 (AFP) -", "Rio de Janeiro", "BR", (2018, 6, 13), "AFP"),
        ("ATLANTA (AP) _", "Atlanta", "US", None, "AP"),
        ("MOSCOW, JUNE 18 NationPress -", "Moscow", "RU", (None, 6, 18), "NationPress"),
        ("PITTSBURGH, PA - ", "Pittsburgh", "US", None, None),
    ],
)
def test_a_dateline_is_read_and_cut_exactly(dateline, place, country, day, agency):
    body = f"{dateline} {TEXT}"
    found = find_dateline(body, CONTEXT)
    assert found is not None
    assert (found.place, found.country, found.agency_raw) == (place, country, agency)
    reading = found.reading
    assert ((reading.year, reading.month, reading.day) if reading else None) == day
    assert body[found.end :] == TEXT
    assert found.raw == dateline.strip()


def test_the_writer_in_front_of_the_place_is_kept():
    assert find_dateline(f"By Jane Doe, LONDON - {TEXT}", CONTEXT).names == "Jane Doe"


@pytest.mark.parametrize(
    "body",
    [
        "London: A Novel by an Unknown Hand",
        "Paris is a city - it has many people living there and they say that they are fine with that.",
        "Berlin – a city of three million people – is governed by a mayor who has lots to say about it.",
        "Acme (ACME) - The company reported results that beat what analysts had expected for the quarter.",
        "Seoul (South Korea) is a large city in the north of the country - and more people come to it each year.",
        "UPDATE: The mayor has resigned from his post after long talks with the council of the city, officials say.",
        "On March 5 - the day after - people went to the streets to say that they had enough of all of that.",
        "Paris, 5 March 2024 was a day that many will remember as the day on which the rain came down: it rained.",
        "BREAKING — The mayor has resigned from his post after long talks with the council of the city.",
        "In Berlin, March 5 - a day like others for most people - was a day on which nothing at all had happened.",
        "Chicago (the musical) - A review of the show that has been running for twenty years on the same stage.",
        "Q: Do you like it? A: I do - and so does everyone else in the small town by the river that I come from.",
        "(Berlin and Paris) The council met on Monday to speak of the budget for the year that is to come.",
        "(Paris, the city of light) - It has many people in it and they all go to work in the early morning.",
        "[Photo by AP] The council met on Monday to speak of the budget for the year that is to come, it said.",
        "",
        "Seoul, Sep 27 (NationPress) ",
    ],
)
def test_ordinary_text_is_not_cut(body):
    assert find_dateline(body, CONTEXT) is None


def test_the_sources_country_tells_places_of_one_name_apart():
    found = find_dateline(
        f"BIRMINGHAM, March 5 - {TEXT}", Context(DateHints("en", "US", None, 2026), country="US")
    )
    assert (found.country, found.zone) == ("US", "America/Chicago")


PLACES = [
    ("Seoul", "KR"),
    ("Berlin", "DE"),
    ("Nairobi", "KE"),
    ("New Delhi", "IN"),
    ("São Paulo", "BR"),
    ("Los Angeles", "US"),
    ("Kyiv", "UA"),
    ("Tokyo", "JP"),
    ("Buenos Aires", "AR"),
]
AGENCIES = ["Reuters", "AP", "AFP", "dpa", "Xinhua", "Kyodo", "EFE", "ANSA", "PTI", "Yonhap"]
TEMPLATES = [
    "{upper}, {month} {day} ({agency}) - ",
    "{upper}, {month} {day} ({agency}) -- ",
    "{upper}, {month}. {day}, {year} ({agency}) — ",
    "{place}, {month} {day} ({agency}) ",
    "{place}, {day} {month} ({agency}) – ",
    "{upper}, {month} {day} {agency} - ",
    "{upper} ({agency}) — ",
    "{place} ({agency}) - ",
    "({agency}) - {upper}, {day} {month} - ",
    " date {iso} {place}: ",
    "{upper}, {month} {day} - ",
    "{upper}, {full} {day}, {year} /{agency}/ -- ",
    "{place}, {iso} ({agency}): ",
]


@given(
    st.sampled_from(PLACES),
    st.sampled_from(AGENCIES),
    st.dates(min_value=date(1990, 1, 1), max_value=date(2026, 1, 1)),
    st.sampled_from(TEMPLATES),
)
def test_a_generated_dateline_comes_back(place, agency, day, template):
    name, country = place
    words = {
        "place": name,
        "upper": name.upper(),
        "agency": agency,
        "day": day.day,
        "year": day.year,
        "month": f"{day:%b}",
        "full": f"{day:%B}",
        "iso": day.isoformat(),
    }
    body = template.format(**words) + TEXT
    found = find_dateline(body, CONTEXT)
    assert found is not None
    assert (found.place, found.country) == (name, country)
    assert body[found.end :] == TEXT
    if "{agency}" in template:
        assert found.agency.name == agency
    if "{day}" in template or "{iso}" in template:
        assert (found.reading.month, found.reading.day) == (day.month, day.day)
    if "{year}" in template or "{iso}" in template:
        assert found.reading.year == day.year


@given(st.text(max_size=400))
def test_no_text_makes_the_reader_raise(text):
    found = find_dateline(text, CONTEXT)
    assert found is None or 0 < found.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "(NPS) Thessaloniki is a town. It has a port, and nobody there minds the rain, officials said.",
        "Zaragoza, 27 de septiembre. El consejo aprobó un nuevo presupuesto que abarata el pan.",
        "Fiestas, 27 de septiembre de 2025. El consejo aprobó un nuevo presupuesto que abarata el pan.",
    ],
)
def test_a_bracket_or_a_full_stop_alone_makes_no_dateline(text):
    assert find_dateline(text, CONTEXT) is None


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("SEOUL, March 4", "Seoul"),
        ("NEW YORK, Sept. 27, 2025", "New York"),
        ("EXAMPLETON, Mar 4", "Exampleton"),
        ("PORT ABLE, 4 March", "Port Able"),
    ],
)
def test_a_place_in_capitals_and_a_day_need_no_mark(dateline, place):
    found = find_dateline(f"{dateline} {TEXT}", CONTEXT)
    assert (found.place, found.reading is not None) == (place, True)
    assert f"{dateline} {TEXT}"[found.end :] == TEXT


@pytest.mark.parametrize(
    "opening",
    [
        "SUNDAY, March 4 The fair opens and the council",
        "OPENING HOURS OF THE MUSEUM, May 4 The council",
        "Seoul, March 4 The council",
        "SEOUL, March 4 was the day on which the council",
        "CATCH THE Ferries and Old Tugs as they cross the harbour of Exampleton, Oct. 5–7, in Samplehaven, where the council",
        "VISIT the fish market, Oct. 11–21, in Exampleton, where the council",
        "SEE THE Quay and the boats in it, Oct. 11 – 21, in Exampleton, where the council",
    ],
)
def test_capitals_that_open_a_sentence_are_no_place(opening):
    assert find_dateline(f"{opening} agreed on a new budget, officials said.", CONTEXT) is None
