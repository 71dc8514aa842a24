"""Where the evidence stands in a record's raw text."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from newsfold.explain.highlights import LINE_WIDTH, find_marks, marked_lines

TEXT = """The bridge at Setubal opens
By Ana Prado

Setubal, Sep 26 (MNA) The rebuilt bridge opened to traffic.
"""


def row(field: str, raw: str, where: str = "", value: str | None = "x") -> dict[str, object]:
    return {"field": field, "raw": raw, "where": where, "value": value}


def marked(text: str, *rows: dict[str, object]) -> list[tuple[str, tuple[str, ...]]]:
    return [(text[mark.start : mark.end], mark.fields) for mark in find_marks(text, rows)]


def test_a_part_of_the_dateline_is_marked_there_and_not_where_the_word_comes_first() -> None:
    found = marked(
        TEXT,
        row("dateline_country", "Setubal", "dateline"),
        row("dateline_place", "Setubal, Sep 26 (MNA)", "dateline"),
        row("byline", "By Ana Prado", "line 2"),
    )
    assert found == [
        ("By Ana Prado", ("byline",)),
        ("Setubal, Sep 26 (MNA)", ("dateline_place", "dateline_country")),
    ]


def test_the_line_that_is_named_comes_before_the_first_place() -> None:
    text = "Storm\n\nStorm\nIt rained."
    (mark,) = find_marks(text, [row("headline", "Storm", "line 3")])
    assert mark.start == 7


def test_the_element_that_is_named_comes_before_the_first_place() -> None:
    page = '<title>Storm</title><meta property="og:title" content="Storm"><h1>Storm</h1>'
    (mark,) = find_marks(page, [row("headline", "Storm", 'meta[property="og:title"]')])
    assert page[: mark.start].endswith('content="')
    (mark,) = find_marks(page, [row("headline", "Storm", "h1 in article")])
    assert page[: mark.start].endswith("<h1>")


def test_white_space_and_character_references_may_differ() -> None:
    page = "<h1>Caf&eacute;   Luna &amp;\n Sol</h1>"
    assert marked(page, row("headline", "Café Luna & Sol", "h1")) == [
        ("Caf&eacute;   Luna &amp;\n Sol", ("headline",))
    ]


def test_what_has_no_value_or_is_a_guess_from_the_whole_text_has_no_mark() -> None:
    assert marked(TEXT, row("byline", "By Ana Prado", value=None)) == []
    assert marked(TEXT, row("language", "The bridge", "body")) == []
    assert marked(TEXT, row("headline", "words that are not there")) == []


def test_a_long_text_is_shown_around_its_marks_and_a_long_line_is_cut() -> None:
    text = "\n".join(["a line of text"] * 100 + ["x" * 5_000 + " 2025-09-26 " + "y" * 5_000] + ["more"] * 100)
    lines = marked_lines(text, find_marks(text, [row("published_on", "2025-09-26")]))
    assert [line.number for line in lines] == [100, 101, 102]
    (mark,) = lines[1].marks
    assert lines[1].text[mark.start : mark.end] == "2025-09-26"
    assert len(lines[1].text) <= LINE_WIDTH + 2


@given(st.text(max_size=300), st.lists(st.tuples(st.text(max_size=30), st.text(max_size=20)), max_size=6))
def test_marks_never_overlap_and_lie_in_their_lines(text: str, rows: list[tuple[str, str]]) -> None:
    marks = find_marks(text, [row("headline", raw, where) for raw, where in rows])
    assert all(one.end <= other.start for one, other in itertools.pairwise(marks))
    for line in marked_lines(text, marks):
        assert all(0 <= mark.start < mark.end <= len(line.text) for mark in line.marks)


def test_what_would_steer_a_terminal_is_shown_and_does_nothing() -> None:
    (line,) = marked_lines(
        "By \x1b[31mJane\u202e\x9b Doe\ttab", find_marks("By \x1b[31mJane", [row("byline", "Jane")])
    )
    assert line.text == "By \ufffd[31mJane\ufffd\ufffd Doe\ttab"
    (mark,) = line.marks
    assert line.text[mark.start : mark.end] == "Jane"
