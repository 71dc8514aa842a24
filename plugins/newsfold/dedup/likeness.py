"""Whether two texts under one id or address can be states of one article: a version resembles what it replaces.

Far less is asked than for a relation: a live report grows, a stub becomes an article, all figures are put right. Only texts that
have next to nothing in common are two articles.
"""

import re
from dataclasses import dataclass

from newsfold.dedup.calibration import TEMPLATE_NUMBERS, TEMPLATE_SHARE
from newsfold.dedup.relation import is_copied
from newsfold.dedup.signals import most_signals
from newsfold.dedup.text_features import Features

# Any of these is enough, as shares of the shorter text: its word runs, its rare words, names and numbers that occur once, its
# names by weight. Measured on 5,340 pairs of reports that have one outlet or one agency in common and nothing else, of which
# 1.6 and 1.1 % pass, and on 1,200 pairs of rewrites, of which 97 % pass; corrections of a word or a number all do.
LIKE_RUNS = 0.2
LIKE_ANCHORS = 0.4
LIKE_NAMES = 0.5
#: Two shared anchors out of three may be chance.
FEWEST_ANCHORS = 4
#: Shorter texts are compared by all their words: they hold too few rare ones.
SHORT_WORDS = 25
LIKE_WORDS = 1 / 3
_WORD = re.compile(r"\w{4,}|[^\W\d_a-zA-Z]|\d+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two texts have in common, 0 to 1; 0 where it is next to nothing.

    `is_copy`: most of the words are the same. `is_template`: the texts have many numbers, and few of them in common.
    """

    share: float
    is_copy: bool = False
    is_template: bool = False


SAME = Likeness(1.0, is_copy=True)


def likeness(a: Features, b: Features) -> Likeness:
    """Compare two texts of some length. Symmetric."""
    found = most_signals(a, b)
    fewest = min(len(a.anchors), len(b.anchors))
    anchors = len(a.anchors.keys() & b.anchors.keys()) / max(fewest, FEWEST_ANCHORS)
    reached = found.containment >= LIKE_RUNS or anchors >= LIKE_ANCHORS or found.names >= LIKE_NAMES
    return Likeness(
        max(found.containment, anchors, found.names) if reached else 0.0,
        is_copied(found),
        found.fewest_numbers >= TEMPLATE_NUMBERS and found.numbers < TEMPLATE_SHARE,
    )


def is_short(text: Features) -> bool:
    """Whether a text is to be compared by all its words."""
    return text.word_count < SHORT_WORDS


def short_likeness(a: str, b: str) -> Likeness:
    """Compare two texts of which one is short."""
    one, other = (set(_WORD.findall(text.casefold())) for text in (a, b))
    share = len(one & other) / (min(len(one), len(other)) or 1)
    return Likeness(share if share >= LIKE_WORDS else 0.0, share >= 2 * LIKE_WORDS)
