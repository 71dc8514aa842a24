"""No regular expression of the package takes much more than its share for a longer text, whatever is in it.

What is given to some is cut before: those are measured at that length, and `test_documents.py` shows that it is.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import pytest

from newsfold.formats.pages import page_credits
from newsfold.text import (
    agencies,
    byline,
    byline_lines,
    credit_lines,
    date_forms,
    date_place_lines,
    dateline,
    editorial_notes,
    header_lines,
    header_shapes,
    headline_marks,
    no_news,
    set_aside,
    sighted_names,
    slug_lines,
    value_lists,
)
from tests.growth.attacks import ENDINGS, GENERAL, attacks
from tests.growth.costs import KILO, Bound, explodes, seconds
from tests.growth.package_patterns import Found, package_patterns

SHORT = Bound(largest=16 * KILO, small=0.02, patience=0.3)
LONG = Bound(largest=64 * KILO, small=0.015, patience=0.6)
#: By the beginnings of places: the longest text that their patterns are given, by what cuts or refuses longer ones.
LONGEST = {
    "newsfold.formats.pages.html_visible.MACHINE_DATE": 60,
    "newsfold.text.date_shapes.MACHINE_DATE": 60,
    "newsfold.formats.pages.page_credits": 2 * page_credits.MAX_NAME,
    "newsfold.formats.tables.json_shapes.WRAPPED_END": 200,
    "newsfold.formats.wire.reuters_sgml.SIGN_OFF": 201,
    "newsfold.text.agencies:": agencies.MAX_NAMED,
    "newsfold.text.bracket_datelines": dateline.MAX_HEAD,
    "newsfold.text.byline.": byline.MAX_TEXT,
    "newsfold.text.byline:": byline.MAX_TEXT,
    "newsfold.text.byline_lines": byline_lines.MAX_LINE,
    "newsfold.text.credit_lines:": credit_lines.MAX_BYLINE_CHARACTERS,
    "newsfold.text.date_place_lines": date_place_lines.MAX_LINE,
    "newsfold.text.dateline.": dateline.MAX_HEAD,
    "newsfold.text.dateline_judgement": dateline.MAX_HEAD,
    "newsfold.text.dateline_parts": dateline.MAX_HEAD,
    "newsfold.text.datelines": 160,
    "newsfold.text.editorial_notes": editorial_notes.MAX_NOTE,
    "newsfold.text.editors_part": header_lines.MAX_VALUE_CHARACTERS,
    "newsfold.text.foreign_dates": date_forms.MAX_TEXT,
    "newsfold.text.headline_marks": headline_marks.MAX_HEADLINE,
    "newsfold.text.header_shapes": header_shapes.MAX_LINE,
    "newsfold.text.no_news": no_news.MAX_LINE,
    "newsfold.text.set_aside.BETWEEN_LINKS": set_aside.MAX_IMPRINT_CHARACTERS,
    "newsfold.text.sighted_names": 2 * sighted_names.MAX_LINE,
    "newsfold.text.slug_lines": slug_lines.MAX_SLUG_LINE,
    "newsfold.text.value_lists.QUOTED_LIST": value_lists.MAX_LIST,
}
#: Those of headers and bylines see texts whose white space is folded.
FOLDED = ("newsfold.headers.", "newsfold.text.byline.", "newsfold.text.byline:")
#: Seconds of CPU that the longest text may take.
MOST = 0.1
FEW = (" ", "\n", "a", "1.", "a,", '"')


@pytest.fixture(scope="module")
def patterns() -> list[Found]:
    """All of them."""
    return package_patterns()


def test_patterns_are_found_wherever_they_are_made(patterns: list[Found]) -> None:
    places = {found.where for found in patterns}
    assert len(patterns) > 500
    assert any(place.startswith("newsfold.text.header_shapes.SHAPES") for place in places), "in a tuple"
    assert any(re.fullmatch(r"newsfold\.text\.byline:\d+", place) for place in places), "in a function"


def test_a_pattern_that_explodes_is_seen() -> None:
    for text in (r"(?:a+)+b", r"\s*;", r"a.*b.*c", r"(?s)<!--.*?-->", r"^\s*x", r"(?:a|a)*b"):
        assert faults(
            [Found(re.compile(text, re.M), "here", frozenset({"finditer"}))], FEW, ("\x00",), SHORT
        ), text


def test_a_pattern_that_does_not_is_not() -> None:
    for text in (r"(?<!\s)\s*+;", r"\w+", r"(?<!a)(?>a+)b", r"^[^\S\n]*x", r"a{1,40}b", r"[^<>]{0,20}>"):
        assert not faults(
            [Found(re.compile(text, re.M), "here", frozenset({"finditer"}))], FEW, ("\x00",), SHORT
        ), text


def test_no_pattern_explodes(patterns: list[Found]) -> None:
    wrong = faults(patterns, FEW, ("\x00",), SHORT)
    assert not wrong, "\n".join(wrong)


@pytest.mark.long
def test_no_pattern_explodes_on_longer_texts(patterns: list[Found]) -> None:
    wrong = faults(patterns, GENERAL, ENDINGS, LONG)
    assert not wrong, "\n".join(wrong)


USES: dict[str, Callable[[re.Pattern[Any], Any], object]] = {
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "search": lambda pattern, text: pattern.search(text),
    "finditer": lambda pattern, text: sum(1 for _ in pattern.finditer(text)),
}


def faults(
    patterns: Iterable[Found], general: Iterable[str], endings: Iterable[str], bound: Bound
) -> list[str]:
    """A line for each pattern that takes too long: where it is made, its use, the attack, the figures."""
    wrong = []
    for found in patterns:
        # Who goes through all matches also searches.
        ways = found.ways - ({"search"} if "finditer" in found.ways else set())
        longest = next((most for place, most in LONGEST.items() if found.where.startswith(place)), None)
        for way in sorted(ways):
            use = partial(USES[way], found.pattern)
            for attack in attacks(found.pattern, general, endings):
                text_of = partial(attack_text, attack, found)
                figures = (
                    explodes(use, text_of, bound) if longest is None else too_long(use, text_of(longest))
                )
                if figures:
                    wrong.append(
                        f"{found.where} {way} {attack!r:.80}: {figures}: {found.pattern.pattern!r:.160}"
                    )
                    break
    return wrong


def too_long(use: Callable[[Any], object], text: str | bytes) -> str | None:
    """The figure, where the longest text takes too long; else None."""
    if seconds(use, text, MOST * 5) < MOST:
        return None
    taken = min(seconds(use, text, MOST * 5) for _ in range(5))
    return f"{taken * 1000:.0f} ms for {len(text)} characters" if taken >= MOST else None


def attack_text(attack: tuple[str, str, str], found: Found, size: int) -> str | bytes:
    """Opening, so many pumps as fill `size`, ending."""
    opening, pump, ending = attack
    text = opening + pump * (size // len(pump)) + ending
    if found.where.startswith(FOLDED):
        text = " ".join(text.split())
    return text if isinstance(found.pattern.pattern, str) else text.encode()
