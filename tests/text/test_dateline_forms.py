"""Datelines in forms of single agencies: brackets, days and regions in places of their own; and sentences that only look so."""

from datetime import date

import pytest

from newsfold.text.bracket_datelines import find_bracket_dateline
from newsfold.text.date_readings import DateHints
from newsfold.text.dateline import Context, Dateline, find_dateline

DAY = date(2025, 9, 27)
REST = "The harbour of Aldenport opened again after a storm closed it for two days, the port office said."


def read(opening: str, rest: str = REST) -> tuple[Dateline | None, str]:
    body = opening + rest
    context = Context(DateHints(this_year=2026), None, body)
    found = find_bracket_dateline(body, context) or find_dateline(body, context)
    return found, body


@pytest.mark.parametrize(
    ("opening", "place"),
    [
        ("New Delhi [India], September 27, 2025 (ANI): ", "New Delhi"),
        ("JAKARTA (ANTARA) - Sept 27, 2025. ", "Jakarta"),
        ("TORONTO, ON / ACCESSWIRE / September 27, 2025 / ", "Toronto"),
        ("Ouagadougou, 27 sept. 2025 (AIB)-", "Ouagadougou"),
        ("Warszawa, 27 września 2025 r. (PAP) – ", "Warszawa"),
        ("Budapest, 2025. szeptember 27., szombat (MTI) - ", "Budapest"),
        ("Hà Nội (TTXVN 27/9/2025) - ", "Hà Nội"),
        ("CHICAGO (September 27, 2025) — ", "Chicago"),
        ("الكويت – 27 – 9 – 2025 (كونا) -- ", "الكويت"),
        ("(9Colonne) Roma, 27 set 2025 - ", "Roma"),
        ("令和7年9月27日　東京　", "東京"),
        ("大阪　2025年9月27日　", "大阪"),
        ("Москва. 27 сентября 2025. INTERFAX.RU - ", "Москва"),
        ("АСТАНА. КАЗИНФОРМ – 27 сентября 2025. ", "Астана"),
        ("Рига, 27 сентября 2025, ЛЕТА. ", "Рига"),
        ("КИЇВ. 27 вересня 2025. УНН. ", "Київ"),
        ("TT, Stockholm, 27 september 2025. ", "Stockholm"),
        ("27.09.2025 Warszawa (PAP) - ", "Warszawa"),
        ("2025년 9월 27일 (서울=연합뉴스) - ", "서울"),
        ("（東京＝共同）2025年9月27日　", "東京"),
        ("(도쿄=연합뉴스) 2025년 9월 27일 = ", "도쿄"),
        ("塔斯社莫斯科2025年9月27日电/", "莫斯科"),
        ("本报北京2025年9月27日讯 ", "北京"),
        ("date 2025-09-27 Seoul | ", "Seoul"),
        ("Date 2025-09-27 Seoul：", "Seoul"),
        ("2025-09-27 Seoul\n\n", "Seoul"),
    ],
)
def test_a_dateline_is_read_and_cut(opening, place):
    found, body = read(opening)
    assert found is not None
    assert found.reading is not None
    assert (found.place, found.reading.as_date()) == (place, DAY)
    assert body[found.end :].lstrip() == REST


@pytest.mark.parametrize(
    ("opening", "place"),
    [
        ("'s-Hertogenbosch (ANP) - ", "'s-Hertogenbosch"),
        ("Paris (ats afp) ", "Paris"),
        ("دمشق-سانا: ", "دمشق"),
        ("الكويت - 27 - 9 (كونا) -- ", "الكويت"),
        ("27.09. Warszawa (PAP) - ", "Warszawa"),
        ("Hà Nội (TTXVN 27/9) - ", "Hà Nội"),
        ("Roma, 27/9 (ANSA) - ", "Roma"),
        ("(dpa/lno) Hannover - ", "Hannover"),
        ("АСТАНА. КАЗИНФОРМ – ", "Астана"),
        ("JAKARTA, KOMPAS.com - ", "Jakarta"),
    ],
)
def test_a_place_with_its_agencies_is_read(opening, place):
    found, body = read(opening)
    assert found is not None
    assert found.place == place
    assert body[found.end :] == REST


@pytest.mark.parametrize(
    "opening",
    [
        "New Delhi [India] has sent two ships, ",
        "Paris (the city of light) ",
        "London | Paris | Rome: three ports, ",
        "Chicago (September 2025) sees more of it. ",
    ],
)
def test_a_sentence_stays_whole(opening):
    found, _ = read(opening)
    assert found is None


def test_a_day_and_an_agency_without_a_place_are_read():
    found, body = read("27 сентября 2025 /Корр. БЕЛТА/. ")
    assert found is not None
    assert found.agency is not None
    assert (found.agency.name, found.reading and found.reading.as_date()) == ("BelTA", DAY)
    assert body[found.end :] == REST


@pytest.mark.parametrize(
    "opening",
    [
        "LONDON 24/7 - the film that nobody saw opens on Monday. ",
        "27 September 2025 was a day like others in Oban, said the mayor. ",
        "In Berlin, 27 September 2025, nobody spoke of the storm. ",
        "Berlin, 27. September 2025, Parlament. ",
        "Stratford-upon-Avon: a town without a theatre. ",
        "3/4 of London - and nobody else - went to the polls. ",
        "昨日　東京　風が強い。",
    ],
)
def test_a_sentence_that_only_looks_so_stays(opening):
    found, _ = read(opening)
    assert found is None
