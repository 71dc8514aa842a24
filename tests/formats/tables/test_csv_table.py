"""Tables: told by their line of names, cut by their quotes, read row by row."""

import pytest

from newsfold.formats import detect, read
from newsfold.formats.tables.csv_table import MAX_ROW_CHARACTERS, cut_rows, find_table
from newsfold.model import Record, Rejection


def read_table(text: str, **columns: str) -> list[Record | Rejection]:
    return list(read(text.encode(), name="x.csv", columns=columns))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end_is_read(delimiter: str, end: str) -> None:
    lines = [delimiter.join(cells) for cells in (["Title", "Text"], ["A", "One."], ["B", "Two."])]
    items = read_table(end.join(lines) + end)
    assert [item.body for item in items if isinstance(item, Record)] == ["One.", "Two."]


@pytest.mark.parametrize(
    "text",
    [
        "Title, text and more of the same.\nSecond line.",
        "The mayor, who wrote the text, left.\nHe said so.",
        "Title: Text\nBody: text\n\nMore.",
        "title,text",
        "title,date\nA,2025-01-01\n",
        "Author\tDate\nJane\t2025\n",
    ],
)
def test_prose_and_tables_without_a_text_are_no_tables_of_articles(text: str) -> None:
    assert find_table(text, {}) is None
    assert detect(text.encode()) == "text"


def test_a_quoted_field_keeps_its_lines_and_quotes() -> None:
    (item,) = read_table('title,text\n"A ""b""","One,\n\ntwo."\n')
    assert isinstance(item, Record)
    assert item.body == "One,\n\ntwo."
    assert item.headers[0].value == 'A "b"'


def test_a_broken_row_is_one_rejection_and_the_next_is_read() -> None:
    items = read_table('title,text\nA,One.\nB\nC,Two.,extra\n"D,Three.\nE,Four.\n')
    assert [item.reason_code if isinstance(item, Rejection) else item.body for item in items] == [
        "One.", "malformed", "malformed", "malformed", "Four.",
    ]  # fmt: skip
    assert [item.position for item in items] == [0, 1, 2, 3, 4]


def test_rows_know_their_bytes() -> None:
    data = "\ufefftitle;text\nä;Größe.\nß;Maß.\n".encode()
    second = list(read(data, name="x"))[1]
    assert isinstance(second, Record)
    assert data[second.offset : second.offset + second.length].decode() == "ß;Maß."


def test_an_open_quote_does_not_swallow_more_than_the_limit() -> None:
    text = 'a,"b\n' + "x,y\n" * (MAX_ROW_CHARACTERS // 4 + 10)
    rows = cut_rows(text)
    assert next(rows) == (0, 'a,"b')
    assert next(rows) == (5, "x,y")


def test_the_mapping_names_columns_that_nobody_would_guess() -> None:
    text = "K1;K2;K3\nA;One.;2025-09-25\n"
    assert detect(text.encode()) == "text"
    (item,) = read_table(text, headline="K1", body="k2", published="K3")
    assert isinstance(item, Record)
    assert item.body == "One."
    assert [(header.name, header.value, header.where) for header in item.headers] == [
        ("headline", "A", "K1"),
        ("published", "2025-09-25", "K3"),
    ]


def test_a_long_field_is_read() -> None:
    text = "word " * 60_000
    (item,) = read_table(f"title,text\nA,{text}\n")
    assert isinstance(item, Record)
    assert item.body == text.strip()
