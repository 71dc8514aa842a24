"""The cookbook: each question runs as an analyst on the sample inbox, has an answer, and is answered so on the page."""

import importlib
from contextlib import closing
from types import ModuleType

import pytest

from newsfold.analytics import questions
from newsfold.config.home import project_root
from newsfold.store.connection import connect


@pytest.fixture(scope="module")
def cookbook() -> ModuleType:
    """docs/cookbook.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(project_root() / "docs"))
        return importlib.import_module("cookbook")


@pytest.fixture(scope="module")
def answered(cookbook, sample_analyst_url):
    """Each question with what an analyst is told."""
    with closing(connect(sample_analyst_url)) as connection:
        return [(each, cookbook.answer(connection, each)) for each in cookbook.questions()]


def test_there_are_many_questions_for_each_theme(cookbook):
    themes = [each.theme for each in cookbook.questions()]
    assert len(themes) >= 40
    assert {theme for theme in cookbook.THEMES if themes.count(theme) < 3} == set()


def test_every_question_is_one_statement_over_the_views_for_analysts(cookbook):
    for each in cookbook.questions():
        assert each.sql.count(";") == 1, each.name
        assert each.sql.endswith(";"), each.name
        assert "analytics." in each.sql, each.name


def test_every_question_has_an_answer(answered):
    assert [each.name for each, found in answered if not found.rows] == []


def test_no_answer_has_ids_of_our_own(answered):
    assert [
        each.name for each, found in answered if any(name.endswith("_id") for name in found.columns)
    ] == []


def test_the_page_gives_every_question_with_its_answer(cookbook, answered):
    text = cookbook.PAGE.read_text(encoding="utf-8")
    stale = [each.name for each, found in answered if cookbook.section(each, found) not in text]
    assert stale == [], "run `make docs`"
    assert text == cookbook.page(answered), "run `make docs`"


def test_another_answer_makes_the_page_out_of_date(cookbook, answered):
    question, found = answered[0]
    fewer = cookbook.Answer(found.columns, found.rows[1:])
    assert cookbook.page([(question, fewer), *answered[1:]]) != cookbook.page(answered)


@pytest.mark.parametrize(
    "text",
    [
        "select 1;",
        "-- Which?\nselect 1;",
        "-- Which?\n-- Theme: None such\nselect 1;",
        "-- Not a question\n-- Theme: Search\nselect 1;",
        "-- Which?\n-- Theme: Search\n",
    ],
)
def test_a_file_that_is_no_question_is_refused(text):
    with pytest.raises(ValueError, match=r"some\.sql"):
        questions.read("some", text)


def test_a_cell_is_safe_inside_a_table(cookbook):
    assert cookbook.cell("a|b <c>\nd") == "a\\|b &lt;c> d"
    cut = cookbook.cell("x " * 40 + "**found words that are long enough**")
    assert cut.count("**") == 2
    assert cookbook.cell(["a", "b"]) == "a, b"
    assert cookbook.cell(None) == ""
