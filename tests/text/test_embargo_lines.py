"""Embargoes in wordings that nobody listed: whatever stands around the word, in all languages of datelines."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.formats.editorial_parts import with_editorial_parts
from newsfold.formats.plain_text import read_article
from newsfold.model import Record
from newsfold.text.embargo_lines import states_embargo_in_other_words
from newsfold.text.embargoes import embargo_words
from newsfold.text.paragraphs import Line
from newsfold.text.raw_headers import Collector

HEADLINE = "Harbour opens after storm"
TEXT = (
    "The harbour of Aldenport opened again after a storm closed it for two days, the port office said.",
    "More than forty vessels waited outside the breakwater, and the first ferry left at noon.",
    "Engineers will look at the damaged crane next week, the office added.",
)
BEFORE = ["", "Editors: ", "PLEASE NOTE - ", "++ ", "Attention, editors: ", "*** "]
WORDS = [
    "embargo",
    "strict embargo",
    "embargoed",
    "STRICTLY EMBARGOED",
    "under embargo",
    "EMBARGO",
    "news embargo",
]
LINKS = ["", ":", " until", " to", " till", ", not for use before", " lifts", " -"]
TIMES = [
    "0001 Sunday December 27",
    "00:01 GMT, 27 December 2026",
    "10PM SUNDAY DECEMBER 27 2026",
    "6 a.m. ET Dec. 27, 2026",
    "noon on Sunday 27 December",
    "midnight Saturday",
    "27/12/2026 18:00",
    "2026-12-27T00:01Z",
]
AFTER = ["", " ++", " (London time)", " - please do not publish"]
FOREIGN = [
    "Achtung Sperrfrist: Sonntag, 27. Dezember 2026, 0.00 Uhr",
    "Frei zur Veröffentlichung ab 27. Dezember 2026, 10:00 Uhr",
    "Sperrfrist Redebeginn! Es gilt das gesprochene Wort",
    "SOUS EMBARGO JUSQU'AU 27 DÉCEMBRE 2026 À 18H00",
    "Ne pas diffuser avant le 27 décembre à 6h",
    "Embargo hasta las 00.01 del domingo 27 de diciembre de 2026",
    "No publicar antes de las 18.00 del 27 de diciembre",
    "Sob embargo até 27 de dezembro de 2026, às 18h00",
    "Não publicar antes das 18h de 27 de dezembro",
    "Sotto embargo fino alle ore 18 del 27 dicembre",
    "Non pubblicare prima delle ore 18 del 27 dicembre",
    "Onder embargo tot zondag 27 december 2026, 18.00 uur",
    "Не публиковать до 18:00 мск 27 декабря 2026",
    "Под эмбарго до 27 декабря, 18:00",
    "Ембарго до 27 грудня, 18:00",
    "Embargo do 27 grudnia 2026 r., godz. 18:00",
    "Embargo till kl 06.00 den 27 december 2026",
    "Julkaisuvapaa 27.12.2026 klo 6.00",
    "Sperrefrist: 27. desember kl 06.00",
    "Ambargolu: 27 Aralık 2026, saat 18:00",
    "엠바고: 2026년 12월 27일 18시",
    "보도유예 12월 27일 오후 6시까지",
    "解禁：12月27日午後6時",
    "【報道解禁】12月27日18時",
    "12月27日18时前请勿发布",
    "ممنوع النشر قبل 27 ديسمبر 2026 الساعة 18:00",
    "ห้ามเผยแพร่ก่อน 27 ธันวาคม 2569",
    "प्रकाशन प्रतिबंध 27 दिसंबर 2026",
]
# Articles that speak of embargoes, and releases that nobody holds back.
ORDINARY = [
    "EU lifts arms embargo on Syria",
    "Oil embargo until 2030 would cost the port a third of its trade",
    "Embargo on grain lifted: ministers agree",
    "UN extends embargo until 31 December 2026",
    "Cuba embargo enters its 65th year",
    "The embargo stands until the minister speaks, the office said.",
    "The figures were embargoed until Sunday.",
    "FOR IMMEDIATE RELEASE",
    "For immediate release: Sunday 27 December 2026",
    "Sperrfrist für Düngung: Bauern klagen",
    "Sperrfrist beim Arbeitslosengeld: Was gilt",
    "L'embargo sur le pétrole est levé",
    "El embargo a Cuba cumple 60 años",
    "Embargo de bienes del alcalde hasta 2027",
    "Эмбарго на поставки нефти",
    "Embargo: ministers agree on timber",
    "Embargo tot 2030 voor hout",
    "Gun embargo: what the town thinks",
    "Press the button before noon on Sunday",
    "Do not use the old bridge, the council says",
    "Not for sale: the last lighthouse",
    "Harbour opens on Sunday 27 December",
]


def headers_of(lines: list[str]) -> tuple[list[str], dict[str, str]]:
    found = Collector()
    body = read_article([Line(number, text) for number, text in enumerate(lines, 1)], found)
    return body, {header.name: header.value for header in found.headers}


def test_whatever_stands_around_the_word_withholds():
    lines = [
        f"{before}{word}{link} {time}{after}"
        for before, word, link, time, after in product(BEFORE, WORDS, LINKS, TIMES, AFTER)
    ]
    assert [line for line in lines if not embargo_words(line)] == []


@pytest.mark.parametrize("line", FOREIGN)
@pytest.mark.parametrize("position", ["above", "below", "foot"])
def test_an_embargo_is_told_wherever_it_stands(line, position):
    top = {"above": [line, "", HEADLINE], "below": [HEADLINE, "", line], "foot": [HEADLINE]}[position]
    text = [part for paragraph in TEXT for part in (paragraph, "")]
    body, headers = headers_of([*top, "", *text, *([line] if position == "foot" else [])])
    assert headers["item.embargoed"]
    assert headers["first line"] == HEADLINE
    assert body == list(TEXT)


@pytest.mark.parametrize("line", FOREIGN)
@pytest.mark.parametrize("position", [0, 3])
def test_a_record_of_any_format_tells_it_at_its_head_and_foot(line, position):
    paragraphs = [*TEXT[:position], line, *TEXT[position:]]
    record = with_editorial_parts(Record(0, "nitf", (), "\n\n".join(paragraphs)))
    assert any(header.name == "item.embargoed" for header in record.headers)
    assert record.body == "\n\n".join(TEXT)


@pytest.mark.parametrize(
    "line", ["EMBARGOED UNTIL DELIVERY - CHECK AGAINST DELIVERY", "Embargoed until the minister stands up"]
)
def test_an_event_withholds(line):
    assert embargo_words(line)


@pytest.mark.parametrize("line", ORDINARY)
def test_an_article_about_embargoes_is_none(line):
    assert embargo_words(line) is None
    _, headers = headers_of([line, "", *(part for text in TEXT for part in (text, ""))])
    assert "item.embargoed" not in headers


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_text_raises(text):
    states_embargo_in_other_words(text)
