"""Exports of press databases and texts that hold several articles: each article is one record, its fields are headers."""

from itertools import product

import pytest

from newsfold.formats import read
from newsfold.model import Record

TEXTS = [
    (
        "Ferry to Tiree sails again",
        "The ferry between Oban and Tiree sails again from Monday, its owner said.",
        "The repair took longer than planned because a bearing had to be cast anew.",
    ),
    (
        "Lighthouse of Coll is lit",
        "The lighthouse of Coll was lit on Sunday for the first time in nine years.",
        "Its lamp was made in a workshop in Leith, the keepers of the tower added.",
    ),
    (
        "Pier at Scarinish closed",
        "The pier at Scarinish is closed until the spring, the council of the island said.",
        "Divers found a crack below the water, as wide as a hand and as long as a boat.",
    ),
]


def nexis(number: int, count: int, title: str, *body: str) -> str:
    noun = "DOCUMENT" if count == 1 else "DOCUMENTS"
    text = "\n\n".join(body)
    return (
        f"                               {number} of {count} {noun}\n\n\n"
        "                         The Oban Courier (Scotland)\n\n                            September 27, 2025 Saturday\n"
        f"                                 First Edition\n\n{title}\n\nBYLINE: Jane Roe\n\nSECTION: NEWS; Pg. {number}\n\n"
        f"LENGTH: 57  words\n\n{text}\n\nLOAD-DATE: September 28, 2025\n\nLANGUAGE: ENGLISH\n\nPUBLICATION-TYPE: Newspaper\n\n\n"
        "                    Copyright 2025 Oban Newspapers Limited\n                              All Rights Reserved\n\n\n"
    )


def nexis_uni(number: int, count: int, title: str, *body: str) -> str:
    text = "\n\n".join(body)
    return (
        f"{title}\nThe Oban Courier\nSeptember 27, 2025 Saturday\n\nCopyright 2025 Oban Courier Ltd All Rights Reserved\n\n"
        f"Section: NEWS; Pg. {number}\nLength: 57 words\nByline: Jane Roe\nBody\n\n\n{text}\n\nClassification\n\n\n"
        "Language: ENGLISH\n\nSubject: FERRIES (90%)\n\nLoad-Date: September 28, 2025\n\n\nEnd of Document\n\n\n"
    )


def nexis_french(number: int, count: int, title: str, *body: str) -> str:
    text = "\n\n".join(body)
    return (
        f"{title}\nLe Courrier d'Oban\nsamedi 27 septembre 2025\n\nCopyright 2025 Courrier Tous droits réservés\n\n"
        f"Rubrique: ÉCONOMIE; Pg. {number}\nLongueur: 57 mots\nAuteur: Jane Roe\nBody\n\n\n{text}\n\nClassification\n\n\n"
        "Langue: FRENCH; FRANÇAIS\n\nDate de chargement: 28 septembre 2025\n\n\nFin du document\n\n\n"
    )


def factiva_codes(number: int, count: int, title: str, lead: str, rest: str) -> str:
    return (
        f"SE  News\nHD  {title}\nBY  By Jane Roe\nWC  57 words\nPD  27 September 2025\nET  10:15\nSN  Oban Courier\nSC  OBAC\n"
        f"LA  English\nCY  (c) 2025 Oban Courier Ltd\nLP\n{lead}\nTD\n{rest}\nNS  gship : Ships | gcat : Political\n"
        f"PUB  Oban Courier Ltd\nAN  Document OBAC000020250927el9r0000{number}\n\n"
    )


def factiva_print(number: int, count: int, title: str, *body: str) -> str:
    text = "\n\n".join(body)
    return (
        f"NEWS\n{title}\nBy Jane Roe\n57 words\n27 September 2025\n10:15\nOban Courier\nOBAC\nFirst\n4\nEnglish\n"
        f"(c) 2025 Oban Courier Ltd\n\n{text}\n\nOban Courier Ltd\n\nDocument OBAC000020250927el9r0000{number}\n\n\n"
    )


def proquest(number: int, count: int, title: str, *body: str) -> str:
    text = "\n\n".join(body)
    return (
        f"____________________________________________________________\n\nDocument {number} of {count}\n\n{title}\n\n"
        f"Author: Roe, Jane\n\nPublication info: Oban Courier ; Oban [Oban]27 Sep 2025: A.4.\n\n"
        f"https://search.example/docview/{number}\n\nAbstract: In short.\n\nLinks: None\n\nFull text: {text}\n\n"
        f"Subject: Ships; Piers;\n\nTitle: {title}\n\nPublication title: Oban Courier\n\nPublication date: Sep 27, 2025\n\n"
        f"ProQuest document ID: {number}\n\nLast updated: 2025-09-28\n\nDatabase: Example Newsstream\n\n"
    )


def gopress(number: int, count: int, title: str, *body: str) -> str:
    text = "\n\n".join(body)
    return f"{number}. {title}\n\nDe Courant, zaterdag 27 september 2025, p. {number}, 57w.\n\n{text}\n\n\n"


EXPORTS = [nexis, nexis_uni, nexis_french, factiva_codes, factiva_print, proquest, gopress]
WITHOUT_BYLINE = {"gopress"}
LEFTOVERS = (
    "LOAD-DATE", "LENGTH", "Classification", "Document", "57 ", "Copyright", "All Rights", "Subject", "Section", "(c)", "By ",
)  # fmt: skip


def read_all(text: str) -> list[Record]:
    records = list(read(text.encode(), name="export.txt"))
    assert all(isinstance(record, Record) for record in records), records
    return [record for record in records if isinstance(record, Record)]


def value(record: Record, *names: str) -> str:
    return next((header.value for header in record.headers if header.name in names), "")


@pytest.mark.parametrize(("export", "count"), list(product(EXPORTS, [1, 2, 3])))
def test_each_article_of_an_export_is_one_record(export, count):
    records = read_all("".join(export(number, count, *TEXTS[number - 1]) for number in range(1, count + 1)))
    assert [record.body for record in records] == ["\n\n".join(text[1:]) for text in TEXTS[:count]]
    assert [value(record, "headline") for record in records] == [text[0] for text in TEXTS[:count]]
    for record in records:
        assert "27" in value(record, "published")
        assert (value(record, "author") != "") == (export.__name__ not in WITHOUT_BYLINE)
        assert not [word for word in LEFTOVERS if word in record.body]
        assert value(record, "export.last updated", "publisher", "export.line") or export is proquest


@pytest.mark.parametrize("export", EXPORTS)
def test_the_pieces_of_an_export_are_the_whole_file(export):
    text = "".join(export(number, 3, *TEXTS[number - 1]) for number in (1, 2, 3))
    records = read_all(text)
    assert [record.position for record in records] == [0, 1, 2]
    assert records[0].offset == 0
    assert [record.offset + record.length for record in records] == [
        *(record.offset for record in records[1:]),
        len(text.encode()),
    ]


KEYS = [
    ("Title", "Date", "Author"),
    ("Headline", "Published", "Source"),
    ("Titel", "Datum", "Autor"),
    ("title", "url", "date"),
]
VALUES = {"author": "Jane Roe", "autor": "Jane Roe", "source": "Oban Courier", "url": "https://x.example/1"}


@pytest.mark.parametrize(
    ("keys", "rule"),
    list(product(KEYS, ["---", "====================", "* * *", "#####", "", "___________"])),
)
def test_a_header_block_that_repeats_begins_the_next_article(keys, rule):
    blocks = []
    for title, *body in TEXTS:
        values = [title, *(VALUES.get(key.casefold(), "2025-09-27") for key in keys[1:])]
        head = "\n".join(f"{key}: {value}" for key, value in zip(keys, values, strict=True))
        blocks.append(f"{head}\n\n" + "\n\n".join(body))
    records = read_all(f"\n\n{rule}\n\n".join(blocks))
    assert [record.body for record in records] == ["\n\n".join(text[1:]) for text in TEXTS]
    assert [value(record, "title", "headline") for record in records] == [text[0] for text in TEXTS]


BODY = "\n\n".join(TEXTS[0][1:])


@pytest.mark.parametrize(
    "text",
    [
        f"Title: Ferry sails\nDate: 2025-09-27\n\n{BODY}\n\n---\n\n{BODY}",
        f"Title: Ferry sails\nDate: 2025-09-27\n\n{BODY}\n\nDate: the fruit that nobody in Oban wanted to eat.\n\n{BODY}",
        f"Ferry sails\n\n{BODY}\n\n* * *\n\n{BODY}",
        f"Ferry sails\n\n1. First the bearing\n\n{BODY}\n\n2. Then the visor\n\n{BODY}",
        f"Ferry sails\n\nThe council read document 1 of 2 on Monday.\n\n{BODY}",
        f"Ferry sails\n\n{BODY}\n\nSubject: a column on ferries that opens with one word\n\n{BODY}",
    ],
)
def test_a_text_with_rules_numbers_or_keys_inside_stays_one_article(text):
    (record,) = read_all(text)
    assert record.body.endswith(TEXTS[0][2])
    assert TEXTS[0][1] in record.body
