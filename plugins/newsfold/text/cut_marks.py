"""Telling that a text breaks off: what feeds, mails, interfaces and walls write where the rest stands elsewhere.

`[…]`, `[+1234 chars]` and a link to the rest (`Continue reading`) say so whatever the text is; an ellipsis may be its author's.
"""

import re
from typing import NamedTuple

from newsfold.text.word_lists import any_pattern

LINK_TO_REST = "a link to the rest"
MAX_MARK = 200
MAX_TITLE = 120  # of what may stand behind `Continue reading`: the headline, or where
REST = any_pattern("cut_marks", "rest")
DOTS = r"(?:…|(?<!\.)\.{3,12}|(?<!\. )\. \. \.)"
ARROWS = r"[\s\[\](){}<>«»‹›→➔➜►▶⇒>.…:|*_#-]{0,8}"
COUNTED = re.compile(
    rf"(?:{DOTS}\s{{0,2}})?[\[(]\s{{0,2}}\+?\s?\d[\d.,  ]{{0,9}}\s{{0,2}}{any_pattern('cut_marks', 'left_out')}"
    r"\s{0,2}[\])]\s{0,4}\Z",
    re.I,
)
BRACKETED = re.compile(rf"(?:\[\s?{DOTS}\s?\]|\(\s?{DOTS}\s?\)|\[\s?&(?:hellip|#8230);\s?\])\s{{0,4}}\Z")
# Alone on its line, or behind the ellipsis where the text breaks off; what it leads to may stand behind the second kind.
LEADS = rf"(?:(?:{REST})(?!\w){ARROWS}|(?:{any_pattern('cut_marks', 'leading')})(?!\w)\s?[^:：\n]{{1,{MAX_TITLE}}})"
LINK = re.compile(rf"{ARROWS}{LEADS}", re.I)
AT_END = re.compile(rf"({DOTS}\s?[\])]?)\s?{ARROWS}{LEADS}\Z", re.I)
BROKEN_OFF = re.compile(rf"{DOTS}\s{{0,4}}\Z")
ELLIPSIS = re.compile(rf"[^\W_][\"”’»]?,?\s?{DOTS}\s{{0,4}}\Z")


class Cut(NamedTuple):
    """Where a text breaks off: the text without the mark, the mark, what it is; `is_sure` unless it is an ellipsis alone."""

    text: str
    mark: str
    kind: str
    is_sure: bool


def find_cut(text: str) -> Cut | None:
    """How a text breaks off, None for one that ends. Looks at its last paragraph, which goes where it is a mark alone."""
    above, _, last = text.rpartition("\n\n")
    last = last.strip()
    if above and is_link_to_rest(last):
        rest = find_cut(above)
        return Cut(rest.text if rest else above, last, LINK_TO_REST, True)
    end = last[-2 * MAX_MARK :]
    behind = AT_END.search(end)
    if behind is not None:
        kept = text[: len(text.rstrip()) - (len(end) - behind.end(1))]
        return Cut(without_brackets(kept), end[behind.end(1) :].strip(), LINK_TO_REST, True)
    for pattern, kind in (
        (COUNTED, "a count of what is left out"),
        (BRACKETED, "a mark for what is left out"),
    ):
        found = pattern.search(end)
        if found is not None and len(end) > len(found[0]):
            kept = text[: len(text.rstrip()) - len(found[0].rstrip())]
            return Cut(f"{kept.rstrip()} …", found[0].strip(), kind, True)
    return Cut(text, "…", "an ellipsis in the middle of a sentence", False) if ELLIPSIS.search(end) else None


def without_brackets(text: str) -> str:
    """A text that breaks off with an ellipsis in brackets, with the ellipsis alone."""
    found = BRACKETED.search(text[-20:])
    return f"{text[: len(text) - len(found[0])].rstrip()} …" if found else text.rstrip()


def is_link_to_rest(line: str) -> bool:
    """Whether a line only leads to the rest of the text above it."""
    return 0 < len(line.strip()) <= MAX_MARK and LINK.fullmatch(line.strip()) is not None
