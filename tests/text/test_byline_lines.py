"""Lines between a headline and the text: names without a word for `by`, names beside dates, offices without a name."""

from itertools import product

import pytest

from newsfold.formats import read
from newsfold.text.byline import read_credit
from newsfold.text.byline_lines import find_byline_line

NAMES = ["Jane Roe", "Omar Said", "Ana Belén Roca", "Maëlle Kervadec", "Erika Muster"]
DATES = [
    "September 27, 2025",
    "27 September 2025",
    "27 Sept. 2025",
    "27.09.2025",
    "2025-09-27",
    "27 de septiembre de 2025",
]
BESIDE = [
    "{name} | {date}", "{name} - {date}", "{date} By {name}", "Posted by {name} on {date}", "By {name} | Published: {date}",
    "By {name} | {date} 10:15 AM", "{name} • {date}, 14:30 Uhr",
]  # fmt: skip
ALONE = [
    "Published by {name}", "Analysis by {name}", "Text: {name}", "{name}, AFP", "{name} / Reuters", "{name}, Staff Writer",
    "By {name}; Photographs by Sam Example", "Reporting by {name}; Editing by Mary Major", "Von unserem Korrespondenten {name}",
    "Von unserer Redakteurin {name}", "De notre correspondante à Lyon, {name}", "dal nostro inviato {name}",
    "Van onze verslaggever {name}", "{name} / Corresponsal", "By {name} Associated Press", "By {name} / Special to the Courier",
    "By {name} of the Courier staff",
]  # fmt: skip


@pytest.mark.parametrize(("form", "name", "date"), list(product(BESIDE, NAMES, DATES)))
def test_a_name_beside_a_date(form, name, date):
    found = find_byline_line(form.format(name=name, date=date))
    assert found is not None
    assert read_credit(found.byline).persons == (name,)
    assert found.date.startswith(date.strip("."))
    assert not found.is_change


@pytest.mark.parametrize(("form", "name"), list(product(ALONE, NAMES)))
def test_a_name_with_what_says_that_it_is_a_writers(form, name):
    found = find_byline_line(form.format(name=name))
    assert found is not None
    assert read_credit(found.byline).persons == (name,)


@pytest.mark.parametrize("between", [" and ", " & ", ", AFP and "])
def test_names_side_by_side(between):
    found = find_byline_line(f"Jane Roe{between}Omar Said")
    assert found is not None
    assert read_credit(found.byline).persons == ("Jane Roe", "Omar Said")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Иван ПРИМЕРОВ", "Иван Примеров"),
        ("Jeanne EXEMPLE", "Jeanne Exemple"),
        ("Της Μαρίας Παράδειγμα", "Μαρία Παράδειγμα"),
        ("（山田太郎）", "山田太郎"),
        ("撰稿：王小明", "王小明"),
        ("بقلم أحمد مثال", "أحمد مثال"),
    ],
)
def test_other_ways_of_writing_a_name(text, name):
    found = find_byline_line(text)
    assert found is not None
    assert read_credit(found.byline).persons == (name,)


OFFICES = [
    "Our Correspondent", "By Our Special Correspondent", "Express News Service", "Web Desk", "By Online Desk", "Redacción",
    "Da Redação", "di Redazione", "संवाददाता, नई दिल्ली", "Staff Reporter", "News Desk", "By The Newsroom", "Von der Redaktion",
    "la rédaction", "Agencies",
]  # fmt: skip


@pytest.mark.parametrize("text", OFFICES)
def test_an_office_without_a_name_is_nobody(text):
    found = find_byline_line(text)
    assert found is not None
    credit = read_credit(found.byline)
    assert (credit.persons, credit.organizations) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "Storm Hits Oban", "Jane Roe", "New York | September 27, 2025", "Oban and Tiree", "Saturday, 27 September 2025",
        "Ferry and Pier Closed", "By election rivals unite", "Jane Roe said on September 27, 2025 that she would leave.",
        "Text: what the treaty says", "Our correspondents were told to leave the country.", "Updated: September 27, 2025",
        "Published by the council, the report has 200 pages.", "Analysis by numbers", "Berlin, Hamburg",
    ],
)  # fmt: skip
def test_other_lines_are_no_bylines(text):
    assert find_byline_line(text) is None


@pytest.mark.parametrize(
    "line",
    [
        "Par Jeanne Exemple, envoyée spéciale",
        "Exclusive by Jane Roe",
        "Napisał Jan Przykład",
        "Por Juana Ejemplo, corresponsal en Lima",
        "By Jane Roe | Aldenport Courier",
    ],
)
def test_a_writer_beside_a_role_a_kind_or_the_outlet_is_read(line):
    text = f"Harbour opens\n\n{line}\n\nThe harbour of Oban opened again after a storm closed it for two days.\n\nAll said so.\n"
    [record] = read(text.encode(), name="x.txt")
    named = next(header.value for header in record.headers if header.name == "byline line")
    assert line.endswith(named)
    assert record.body.startswith("The harbour")
