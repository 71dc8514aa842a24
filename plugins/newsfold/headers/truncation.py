"""Whether the text of a record is all of it: what the record states, what its text ends with, how long it is said to be."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newsfold.headers.evidence import evidence
from newsfold.headers.header_names import in_order, listed, rules
from newsfold.model import Candidate, Evidence, RawHeader, Record, SetAside
from newsfold.text.cut_marks import BROKEN_OFF, LINK_TO_REST, Cut, find_cut, is_link_to_rest

FIELD = "is_truncated"
# Whole texts stand there: an ellipsis may be the author's, and a link leads to another text.
WHOLE_FORMATS = frozenset(
    ("html", "text", "iptc-7901", "anpa-1312", "nitf", "newsml", "newsml-g2", "sgml", "trec", "mediawiki")
)
MAX_TEASER = 150  # words: a longer text that ends in an ellipsis is no teaser
LEAST_STATED = 80
LEAST_SHARE = 0.5  # of the words that are stated; counting differs
AS_CHARACTERS = 0.04  # some state how many characters there are as the count of words
COUNT = re.compile(r"\s*(\d{1,3}(?:[., ]\d{3})+|\d{1,6})\b\D{0,20}")
NOT_CUT = frozenset(("", "false", "0", "no"))
SURE, LIKELY = 0.9, 0.7


class Wholeness(NamedTuple):
    """The text without the mark that it breaks off, the mark as a block, and the evidence, None where nothing says so."""

    text: str
    set_aside: tuple[SetAside, ...]
    evidence: Evidence | None

    @property
    def is_truncated(self) -> bool | None:
        """True for a text that is known to break off. None for all others: nothing says that they are whole."""
        return True if self.evidence is not None else None


def read_wholeness(record: Record, body: str, words: int) -> Wholeness:
    """Whether a text of so many words breaks off, by all that says so."""
    found = [
        Candidate("true", header.value[:200], header.where, rule.rule, rule.confidence)
        for header in in_order(record.headers, FIELD)
        if header.value.strip().lower() not in NOT_CUT and (rule := rules(FIELD)[header.name.lower()])
    ]
    cut = find_cut(body)
    if cut is not None and not counts(cut, record.format, words):
        cut = None
    if cut is not None:
        found.append(Candidate("true", cut.mark, "the text's end", cut.kind, SURE if cut.is_sure else LIKELY))
    if record.format != "html":
        links = [block for block in record.set_aside if is_link_to_rest(block.text)]
        found.extend(Candidate("true", each.text, each.where, LINK_TO_REST, SURE) for each in links[:1])
    if words <= MAX_TEASER:
        walls = [header for header in record.headers if header.name == "wall line"]
        found.extend(
            Candidate("true", str(each.place), each.where, "a short text and a wall", LIKELY)
            for each in walls[:1]
        )
    found.extend(too_short(record.headers, body, words))
    aside = (SetAside("notice", cut.mark, "the text's end"),) if cut is not None and cut.is_sure else ()
    return Wholeness(cut.text if cut is not None else body, aside, evidence(FIELD, found))


def counts(cut: Cut, format_name: str, words: int) -> bool:
    """Whether a mark says that the text breaks off: below a page's text a link leads to another, unless there it breaks off."""
    if format_name == "html" and cut.kind == LINK_TO_REST:
        return BROKEN_OFF.search(cut.text[-20:]) is not None
    return cut.is_sure or (format_name not in WHOLE_FORMATS and words <= MAX_TEASER)


def too_short(headers: Sequence[RawHeader], body: str, words: int) -> Iterator[Candidate]:
    """A stated count of words of which the text has not half."""
    for header in headers:
        counted = COUNT.fullmatch(header.value) if header.name.lower() in listed("word_count") else None
        stated = int(re.sub(r"\D", "", counted[1])) if counted else 0
        is_characters = abs(stated - len(body)) <= AS_CHARACTERS * len(body)
        if stated >= LEAST_STATED and words < LEAST_SHARE * stated and not is_characters:
            rule = f"{words} words of the {stated} that are stated"
            yield Candidate("true", header.value, header.where, rule, LIKELY)
            return
