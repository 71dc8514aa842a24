import ast
from pathlib import Path

import pytest

import newsfold
from newsfold.model import EditorsNote, HeaderPlace
from newsfold.text.raw_headers import NOTE, Collector, as_place, on_line

PACKAGE = Path(newsfold.__file__).parent
# The rooms that a record's headers travel through.
ROOMS = ("text", "formats", "headers", "pipeline", "explain")
# Evidence that was stored as JSON has no other form of its place than the sentence.
READS_STORED_EVIDENCE = {"explain/highlights.py"}


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (on_line(3), "line 3"),
        (HeaderPlace(line=3, last_line=4), "line 3 and 4"),
        (on_line(3, NOTE), "line 3, note"),
        (on_line(3, remark='"Date"'), 'line 3 ("Date")'),
        (on_line(1, role="message number"), "line 1, role message number"),
        (HeaderPlace('meta[property="og:title"]'), 'meta[property="og:title"]'),
        (HeaderPlace("time", attribute="data-ts", landmarks=("body",)), "time[data-ts] in body"),
        (
            HeaderPlace("span.date", landmarks=("main", "article"), is_away=True),
            "span.date in main > article, away from the headline",
        ),
        (
            HeaderPlace("ld+json 1, NewsArticle", value_types=("Person", "Organization")),
            "ld+json 1, NewsArticle (Person, Organization)",
        ),
    ],
)
def test_a_place_is_a_sentence_for_a_person(place, shown):
    assert str(place) == shown


def test_a_place_that_is_only_text_is_an_element_within_the_limit():
    assert as_place("newsItem/\n@guid") == HeaderPlace("newsItem/ @guid")
    assert len(str(as_place("x" * 5_000))) == 200
    assert len(str(as_place(HeaderPlace("x", role="r" * 5_000)))) < 250


def test_a_note_of_the_editors_is_known_by_its_kind_and_not_by_words_in_its_place():
    found = Collector()
    found.note("EDITORS: hold until six.", on_line(2, NOTE))
    found.block("notice", "Something else", "table, note")
    assert [isinstance(block, EditorsNote) for block in found.blocks] == [True, False]
    assert [block.kind for block in found.blocks] == ["notice", "notice"]


def readings_of_where(source: str) -> list[int]:
    """The lines on which a sentence about a place is read by a program: a method of it, a search in it, a part of it."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        parts: list[ast.AST] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ("search", "match", "fullmatch", "findall", "finditer", "sub", "split"):
                parts = list(node.args)
            parts.append(node.func.value)
        elif isinstance(node, ast.Compare) and any(isinstance(op, ast.In | ast.NotIn) for op in node.ops):
            parts = list(node.comparators) if isinstance(node.left, ast.Constant | ast.JoinedStr) else []
        elif isinstance(node, ast.Subscript):
            parts = [node.value]
        names = [getattr(part, "attr", None) or getattr(part, "id", None) for part in parts]
        if "where" in names:
            lines.append(node.lineno)
    return lines


@pytest.mark.parametrize(
    "source",
    [
        'row.where.endswith(", note")',
        'row.where.partition(" in ")[0]',
        '"(Person" in row.where',
        "PATTERN.search(header.where)",
        're.search(" in ", header.where)',
        "row.where[:5]",
        'where.split(" (")',
    ],
)
def test_the_look_for_readings_of_where_finds_each_way(source):
    assert set(readings_of_where(source)) == {1}


def test_programs_ask_for_the_place_and_never_read_its_sentence():
    found = {
        f"{path.relative_to(PACKAGE)}:{line}"
        for room in ROOMS
        for path in (PACKAGE / room).rglob("*.py")
        if str(path.relative_to(PACKAGE)) not in READS_STORED_EVIDENCE
        for line in readings_of_where(path.read_text("utf-8"))
    }
    assert found == set()
