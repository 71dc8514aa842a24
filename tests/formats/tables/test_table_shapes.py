"""Tables and JSON as programs write them: with lines above the head, columns of any order, a call around them."""

import json
from itertools import product

import pytest

from newsfold.formats import detect, read
from newsfold.model import Record, Rejection

ROWS = [
    (
        "Ferry to Tiree sails again",
        "2025-09-27",
        "Jane Roe",
        'The ferry, said its owner, "sails again".\n\nFrom Monday.',
    ),
    (
        "Lighthouse of Coll is lit",
        "2025-09-26",
        "Omar Said",
        "The lighthouse of Coll was lit; nobody was there.",
    ),
]
NAMES = ("title", "date", "author", "text")


def read_all(data: str, **columns: str) -> list[Record | Rejection]:
    return list(read(data.encode(), name="x", columns=columns))


def told(items: list[Record | Rejection]) -> list[tuple[str, str, str, str]]:
    """Headline, date, author and body of each record."""
    found = []
    for item in items:
        assert isinstance(item, Record), item
        values = {header.name: header.value for header in item.headers}
        found.append((values["headline"], values["published"], values["author"], item.body))
    return found


def as_table(delimiter: str, end: str, escape: str) -> str:
    lines = [delimiter.join(NAMES)]
    for row in ROWS:
        lines.append(delimiter.join(f'"{cell.replace(chr(34), escape)}"' for cell in row))
    return end.join(lines) + end


ABOVE = [
    "",
    "sep={delimiter}\n",
    "# export of today\n",
    "Oban articles export\n\n",
    "Oban articles,28 Sep 2025 11:42\n",
    "\n\n",
]


@pytest.mark.parametrize(("above", "delimiter", "escape"), list(product(ABOVE, ",;\t|", ['""', '\\"'])))
def test_lines_above_the_head_and_quotes_of_any_kind(above, delimiter, escape):
    data = above.format(delimiter=delimiter) + as_table(delimiter, "\n", escape)
    assert told(read_all(data)) == list(ROWS)


def test_lines_that_end_in_a_carriage_return_with_line_feeds_in_their_fields():
    assert told(read_all(as_table(",", "\r", '""'))) == list(ROWS)


OBJECTS = [dict(zip(NAMES, row, strict=True)) for row in ROWS]
COLUMNS = {name: {str(i): row[at] for i, row in enumerate(ROWS)} for at, name in enumerate(NAMES)}
SHAPES = {
    "a list": json.dumps(OBJECTS),
    "a call": f"callback({json.dumps(OBJECTS)});",
    "a call with a wrapper": f"/**/ my.call_1({json.dumps({'articles': OBJECTS})})",
    "a variable": f"var articles = {json.dumps(OBJECTS)};\n",
    "a window's variable": f"window.data = {json.dumps({'items': OBJECTS})}",
    "text sequences": "".join(f"\x1e{json.dumps(each)}\n" for each in OBJECTS),
    "Python's list": repr(OBJECTS),
    "Python's lines": "\n".join(map(repr, OBJECTS)),
    "columns": json.dumps(COLUMNS),
    "split": json.dumps({"columns": NAMES, "index": [0, 1], "data": ROWS}),
    "index": json.dumps({str(i): each for i, each in enumerate(OBJECTS)}),
    "lists": json.dumps({name: [row[at] for row in ROWS] for at, name in enumerate(NAMES)}),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_objects_in_whatever_shape(shape):
    assert told(read_all(SHAPES[shape])) == list(ROWS)


@pytest.mark.parametrize("count", [3, 40])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_of_unknown_columns_is_refused_with_their_names(count, delimiter):
    names = ["K1", "K2", "Spalte drei"]
    rows = [[f"Text {i}", f"2025-09-{i % 28 + 1:02d}", f"more {i}"] for i in range(count)]
    (item,) = read_all("\n".join(delimiter.join(row) for row in [names, *rows]))
    assert isinstance(item, Rejection)
    assert item.reason_code == "unsupported_format"
    assert "K1, K2, Spalte drei" in item.detail


@pytest.mark.parametrize(
    "text",
    [
        "Ferry, lighthouse, pier\n\nThe ferry, the lighthouse and the pier were closed.\n\nThey open on Monday.",
        "Results\nOban, 3, 1\nColl, 2, 2\nTiree, 0, 5\nMull, 1, 1\n",
        "Call me, maybe, she said.\nHe did, twice, on Monday.\nShe was, of course, out.\nHe left, alone, at nine.\n",
        "callback (noun): what a caller gets.\n\nThe word is older than the telephone.",
        "var is a small word.\n\nIt opens many a line.",
        "['s-Gravenhage] The council met on Monday.\n\nIt met again on Tuesday.",
    ],
)
def test_prose_is_neither_a_table_nor_json(text):
    assert detect(text.encode()) == "text"


def test_days_and_times_and_parts_of_dates_in_columns_of_their_own():
    items = read_all("title,date,time,text\nA,2025-09-27,10:15,One.\n") + read_all(
        "title,year,month,day,text\nA,2025,9,7,One.\n"
    )
    published = [
        header.value
        for item in items
        if isinstance(item, Record)
        for header in item.headers
        if header.name == "published"
    ]
    assert published == ["2025-09-27 10:15", "2025-09-07"]


@pytest.mark.parametrize("empty", ["nan", "NaN", "None", "NULL", "N/A", "<NA>", "\\N"])
def test_a_word_for_no_value_is_no_value(empty):
    (item,) = read_all(f"title,author,text\n{empty},{empty},One.\n")
    assert isinstance(item, Record)
    assert item.headers == ()
    (item,) = read_all(
        f"Title: Ferry sails\nAuthor: {empty}\nDate: 2025-09-27\n\nThe ferry sails again from Monday.\n"
    )
    assert isinstance(item, Record)
    assert [header.name for header in item.headers] == ["title", "date"]


@pytest.mark.parametrize(
    "written", ['["Jane Roe", "Omar Said"]', "['Jane Roe', 'Omar Said']", '["Jane Roe","Omar Said"]']
)
def test_all_authors_of_a_list_are_read(written):
    quoted = written.replace('"', '""')
    for item in read_all(f'title,authors,text\nA,"{quoted}",One.\n') + read_all(
        f"Title: Ferry sails\nAuthors: {written}\nDate: 2025-09-27\n\nThe ferry sails again from Monday.\n"
    ):
        assert isinstance(item, Record)
        assert [header.value for header in item.headers if header.name == "author"] == [
            "Jane Roe",
            "Omar Said",
        ]
