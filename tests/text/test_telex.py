"""The frame of telex copy, labels and contacts of press releases, labels of the text: read, and not left in the body."""

from itertools import product

import pytest

from newsfold.formats import read
from newsfold.model import Record

BODY = "The ferry between Oban and Tiree sails again from Monday, its owner said.\n\nThe repair took longer than planned."
TITLE = "Ferry to Tiree sails again"


def read_one(text: str) -> Record:
    (record,) = read(text.encode(), name="x.txt")
    assert isinstance(record, Record)
    return record


def value(record: Record, *names: str) -> str:
    return next((header.value for header in record.headers if header.name in names), "")


CODES = [
    "u w\n",
    "XRG27091\nR CRO S0A QBXB\n",
    "%A\n#Harbour_BC1\n:(BRISBANE)\n&AAPIS\\Roej\n*07000000\n@QLD\n",
    "",
]


@pytest.mark.parametrize(
    ("first", "codes"), list(product(["ZCZC ABC0123", "ZCZC1234/SXA", "ZCZC AAP"], CODES))
)
def test_the_frame_of_telex_copy(first, codes):
    record = read_one(f"{first}\n{codes}{TITLE}\n\n{BODY}\n\n     XYZ\n27-SEP-25 10:15 NNNN\n")
    assert record.body == BODY
    assert value(record, "first line") == TITLE
    assert value(record, "item.versioncreated") == "27-SEP-25 10:15"


def test_a_headline_behind_its_sign():
    record = read_one(f"ZCZC AAP\n%A\n${TITLE}\n:(BRISBANE)\n{BODY}\n\nAAP RTV\nNNNN\n")
    assert (value(record, "headline"), record.body) == (TITLE, BODY)


@pytest.mark.parametrize(
    "end",
    [
        *[
            "(END)",
            "(Schluss) jr/mm",
            "jr/mm",
            "JR // MM",
            "-- BERNAMA",
            "--IANS\n\njr/mm",
            "--Reuters",
            "- 30 -",
        ],
        *[
            "(KONIEC)",
            "jr/ mm/",
            "jmi-bur/dp/har",
            "dpa mb yyno em",
            "AFP",
            "(AFP)",
            "==Kyodo",
            "(完)",
            "(끝)",
        ],
        *["/انتهى/", "(MORE)", "(PTI) JR MM", "(Xinhua) Enditem", "(©NTB)", "ITEM ENDS"],
    ],
)
def test_marks_of_the_end(end):
    record = read_one(f"{TITLE}\n\n{BODY}\n\n{end}\n")
    assert record.body == BODY
    assert [block.kind for block in record.set_aside] == ["notice"] * len(end.split("\n\n"))


@pytest.mark.parametrize("words", ["Verkehr/Häfen/Österreich\n\n", ""])
@pytest.mark.parametrize("foot", ["APA0123    2025-09-27/10:15", ""])
def test_the_head_of_a_service(words, foot):
    record = read_one(
        f"APA0123 5 CI 0057       Sa, 27.Sep 2025\n\n{words}{TITLE}\n\n{BODY}\n\n(Schluss) jr/mm\n\n{foot}\n"
    )
    assert (record.body, value(record, "first line"), value(record, "item.infosource")) == (
        BODY,
        TITLE,
        "APA",
    )
    assert "27" in value(record, "item.versioncreated")


@pytest.mark.parametrize("end", [" Enditem", " (END)", " ENDS", " (Fin)", "（完）"])
def test_marks_behind_the_last_sentence(end):
    assert read_one(f"{TITLE}\n\n{BODY}{end}\n").body == BODY


def test_the_marks_of_the_end_in_other_formats():
    item = f"<item><title>{TITLE}</title><description>{BODY}\n\n==Kyodo</description></item>"
    assert read_one(f"<rss version='2.0'><channel>{item}</channel></rss>").body == BODY


@pytest.mark.parametrize(
    "line",
    [
        "Not for publication before 6am on 28 December 2026",
        "NOT FOR PUBLICATION until 28 December 2026, 06:00 GMT",
    ],
)
def test_an_embargo_is_no_part_for_editors(line):
    for text in (f"{line}\n\n{TITLE}\n\n{BODY}\n", f"{TITLE}\n\n{BODY}\n\n{line}\n"):
        record = read_one(text)
        assert record.body == BODY
        assert value(record, "item.signal") == "embargo"


@pytest.mark.parametrize("frame", ["ZCZC ABC{0}\n{1}\nNNNN\n\n", "{1}\nNNNN\n\n", "ZCZC ABC{0}\n{1}\n\n"])
def test_several_telexes_in_a_file(frame):
    text = "".join(frame.format(number, f"{TITLE} {number}\n\n{BODY}\n") for number in (1, 2, 3))
    found = list(read(text.encode(), name="x.txt"))
    assert [getattr(record, "body", record) for record in found] == [BODY] * 3


def test_the_part_for_editors_names_the_writer():
    record = read_one(
        f"{TITLE}\n\n{BODY}\n\n# Notizblock\n\n## Kontakte\n- Autor: Jane Roe (Oban), +44 20 555\ndpa jr mm\n"
    )
    assert (record.body, value(record, "author")) == (BODY, "Jane Roe")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Source: Xinhua | 2025-09-27 10:15:00|Editor: huaxia", {"source", "date"}),
        ("Date: 2025-09-27 | Author: Jane Roe", {"date", "author"}),
        ("Autor: Jane Roe · Datum: 27.09.2025", {"date", "author"}),
    ],
)
def test_several_fields_on_one_line(line, names):
    record = read_one(f"{TITLE}\n\n{line}\n\n{BODY}\n")
    assert record.body == BODY
    assert names <= {header.name for header in record.headers}


@pytest.mark.parametrize(
    "end", ["Oban | Tiree", "He said so.", "The end", "- to be continued", "(Ends in May)", "Kind regards"]
)
def test_other_last_lines_are_text(end):
    assert read_one(f"{TITLE}\n\n{BODY}\n\n{end}\n").body == f"{BODY}\n\n{end}"


LABELS = [
    "FOR IMMEDIATE RELEASE",
    "PRESSEMITTEILUNG",
    "Press release",
    "COMMUNIQUÉ DE PRESSE",
    "Nota de prensa",
    "보도자료",
]
CONTACTS = [
    "Media contact: Jane Roe, 555-0100",
    "Pressekontakt:\nMax Beispiel, Telefon 040 555010",
    "Contact presse : 01 55 50",
]


@pytest.mark.parametrize(("label", "contact"), list(product(LABELS, CONTACTS)))
def test_a_press_release(label, contact):
    record = read_one(f"{label}\n\n{TITLE}\n\n{BODY}\n\n###\n\n{contact}\n")
    assert value(record, "first line") == TITLE
    assert record.body.removesuffix("\n\n###") == BODY
    assert any("55" in block.text for block in record.set_aside)


@pytest.mark.parametrize(
    "label", ["Body: ", "BODY:\n", "Content:\n\n", "Text: ", "=====\n\n", "Inhalt: ", "Texto:\n"]
)
def test_the_label_of_the_text_is_no_text(label):
    record = read_one(f"Title: {TITLE}\nDate: 2025-09-27\n{label}{BODY}\n")
    assert record.body == BODY
