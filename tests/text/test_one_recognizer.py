"""Each thing is known once: no second list of months or weekdays, no second word for `by`, outside of `text/words/`."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import newsfold
from newsfold.text.calendar_names import months, weekdays
from newsfold.text.word_lists import words

PACKAGE = Path(newsfold.__file__).parent
ENOUGH_FOR_A_LIST = 5
OTHERWISE_MEANT = {
    "dedup/segmentation.py",  # short forms that end in a full stop: `Sept. 27` is no end of a sentence
    "operate/gates.py",  # what operators are shown
}
LETTERS = re.compile(r"[^\W\d_]+")
BY = words("by") | words("by_or_name")


@cache
def package_texts() -> tuple[tuple[str, int, str], ...]:
    """Module, line and text of every string of the package."""
    return tuple(
        (str(path.relative_to(PACKAGE)), line, text)
        for path in PACKAGE.rglob("*.py")
        for line, text in texts_of(path.read_text("utf-8"))
    )


def texts_of(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each string in the code, and of each collection of strings as one text; docstrings are left out."""
    tree = ast.parse(source)
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value
        elif isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict | ast.JoinedStr):
            inner = [
                each
                for each in ast.walk(node)
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            ]
            yield node.lineno, "|".join(each.value for each in inner)


def lists_months(text: str) -> bool:
    """Whether a text names months one after the other: their numbers count, as a language's names have it."""
    named = [
        set(months()[word.casefold()].values())
        for word in LETTERS.findall(text)
        if word.casefold() in months()
    ]
    return len(set().union(*named)) >= 10 if len(named) >= ENOUGH_FOR_A_LIST else False


def lists_weekdays(text: str) -> bool:
    return (
        len({weekdays()[word.casefold()] for word in LETTERS.findall(text) if word.casefold() in weekdays()})
        >= ENOUGH_FOR_A_LIST
    )


def lists_words_for_by(text: str) -> bool:
    """Whether a pattern has three words for `by` side by side."""
    runs = re.findall(r"(?:[^\W\d_]+\|){2,}[^\W\d_]+", text)
    return any(len(BY.intersection(run.split("|"))) >= 3 for run in runs)


def found_in(source: str, rule) -> list[int]:
    return sorted({line for line, text in texts_of(source) if rule(text)})


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (
            lists_months,
            'MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]',
        ),
        (
            lists_months,
            'MONTH = r"(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)"',
        ),
        (lists_weekdays, 'DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")'),
        (lists_words_for_by, r'BY = re.compile(r"^\s*(?:by|von|par|por)\s+", re.I)'),
    ],
)
def test_the_look_finds_a_list(rule, source):
    assert found_in(source, rule) == [1]


@pytest.mark.parametrize("rule", [lists_months, lists_weekdays, lists_words_for_by])
def test_there_is_no_second_list(rule):
    found = {
        f"{module}:{line}"
        for module, line, text in package_texts()
        if module not in OTHERWISE_MEANT and rule(text)
    }
    assert found == set()
