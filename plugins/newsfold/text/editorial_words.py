"""The words of editors beside the text, compiled from their lists: marks, urgency, labels, verbs, embargoes."""

import re
from collections.abc import Iterable
from unicodedata import combining, normalize

from newsfold.text.data_files import read
from newsfold.text.set_aside import any_of
from newsfold.text.word_lists import patterns

WORDS = read("editorial_notes")
EMBARGO_WORDS = {name: patterns("embargoes", name) for name in ("openings", "untimed")}
ARTICLE = any_of(WORDS["sentences"]["article"])
# The order in which a word's signals are asked: what ends an article comes before what changes it.
MARK_SIGNALS = ("kill", "withdraw", "correction", "refile", "writethru", "update", "advisory")


def compiled(patterns: Iterable[str], behind: str = "") -> re.Pattern[str]:
    """One pattern of several, without regard to case; `{ARTICLE}` stands for the names of an article."""
    return re.compile(any_of(pattern.replace("{ARTICLE}", ARTICLE) for pattern in patterns) + behind, re.I)


def with_bare_letters(patterns: list[str]) -> list[str]:
    """The patterns, and those with accents once more without: capitals are often written so (`CORRECCION`)."""
    bare = ["".join(c for c in normalize("NFD", pattern) if not combining(c)) for pattern in patterns]
    return list(dict.fromkeys([*patterns, *(pattern for pattern in bare if LATIN_OR_GREEK.match(pattern))]))


LATIN_OR_GREEK = re.compile(r"[\W\d]*[a-z\u0370-\u03ff]", re.I)
MARKS = tuple((signal, compiled(with_bare_letters(WORDS["marks"][signal]))) for signal in MARK_SIGNALS)
ORDINARY_MARK = compiled(WORDS["marks"]["ordinary"])
MARKET = re.compile(rf"(?<!\w){any_of(WORDS['marks']['market'])}", re.I)
BESIDE_MARKS = compiled(WORDS["marks"]["beside"])
URGENCY = compiled(WORDS["urgency"]["words"])
# The label, perhaps a day or a time, then a colon or a dash: `Correction (Sept. 27): `, `EDITORS' NOTE _ `.
BEHIND_LABEL = r"(?:\s?\([^()]{1,40}\)|[,\s]{1,2}(?:[^\s:]{1,12}\s)?\d[^()]{0,40}?)?\s?(?:[:：]|\s[-–—_]{1,2}\s|[—–])\s*(?=\S)"
EDITORS_LABEL = compiled(WORDS["labels"]["editors"], BEHIND_LABEL)
CORRECTION_LABEL = compiled(WORDS["labels"]["correction"], BEHIND_LABEL)
REMOVED_LABEL = compiled(WORDS["labels"]["removed"], BEHIND_LABEL)
THING = re.compile(rf"(?<!\w){any_of(WORDS['labels']['thing'])}(?!\w)|[本此][文稿]|기사|記事", re.I)
ERROR = re.compile(rf"(?<!\w){any_of(WORDS['labels']['error'])}|[错錯误誤]|잘못|바로잡", re.I)
VERBS = tuple(
    (signal, compiled(WORDS["verbs"][signal], r"(?=[\s,])")) for signal in ("correction", "refile", "update")
)
SENTENCES = tuple((signal, compiled(WORDS["sentences"][signal])) for signal in ("correction", "update"))
UPDATED = compiled(
    WORDS["sentences"]["updated"],
    r"[^\w.]{1,3}(?:at |um |à |am |le |a las |às |alle |om |в |on )?(?=.{0,30}\d)",
)
KILL_SENTENCE = compiled(WORDS["sentences"]["kill"])
KILL_REQUEST = compiled(WORDS["sentences"]["requests"])
KILL_MARKS = tuple(with_bare_letters([*WORDS["marks"]["kill"], *WORDS["marks"]["withdraw"]]))
KILL_ALONE = compiled(KILL_MARKS)
ATTENTION = re.compile(rf"{any_of(WORDS['sentences']['attention'])}\s?[:：!,.–—-]+\s*", re.I)
# `(STORNO) `, `ACHTUNG - `, `Intrekking: `: what stands before a request to use an article no more.
KILL_LABEL = re.compile(
    rf"(?:{any_of((*KILL_MARKS, *WORDS['sentences']['attention']))}(?:\s?[:：]|\s[-–—]\s|\s?[—–])"
    rf"|[(\[（［【]{any_of((*KILL_MARKS, *WORDS['sentences']['attention']))}[)\]）］】])\s*(?=\S)",
    re.I,
)
# How a line begins that opens a note: whatever begins otherwise needs no second look.
MAY_OPEN_NOTE = compiled(
    [
        *WORDS["sentences"]["starts"],
        *(word for words in WORDS["marks"].values() for word in words),
        *WORDS["urgency"]["words"],
        *(word for name in ("editors", "correction", "removed") for word in WORDS["labels"][name]),
        *(word for words in WORDS["verbs"].values() for word in words),
        *WORDS["sentences"]["kill"],
        *WORDS["sentences"]["requests"],
        *WORDS["sentences"]["attention"],
        *EMBARGO_WORDS["openings"],
        *EMBARGO_WORDS["untimed"],
    ]
)
EMBARGO = compiled(EMBARGO_WORDS["openings"], r"\s{0,3}")
UNTIMED_EMBARGO = compiled(EMBARGO_WORDS["untimed"])
NOT_FOR_PUBLICATION = compiled(WORDS["not_for_publication"]["openings"])
BEFORE_PREVIOUS = re.compile(rf"(?<!\w){any_of(WORDS['previous']['openings'])}[\s:,]{{1,3}}", re.I)


def with_one_apostrophe(text: str) -> str:
    """`text` with the typographic apostrophe that the word lists use."""
    return text.replace("'", "’")
