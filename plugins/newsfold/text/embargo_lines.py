"""Lines that state an embargo in words that nobody listed: an embargo's word, and nothing that an article would say.

Whatever is held back must never be seen because a wording was new, so a line at the head or foot of a text that holds such a
word withholds, unless it speaks like an article about embargoes: it has a verb of reports, names what states forbid each
other, or goes on as a headline.
"""

import re
from functools import cache

from newsfold.text.calendar_names import fold, month_words, short_weekdays
from newsfold.text.clock_times import ZONES, ZONES_BY_COUNTRY
from newsfold.text.data_files import read
from newsfold.text.date_shapes import CLOCK
from newsfold.text.editorial_words import with_one_apostrophe
from newsfold.text.word_lists import any_pattern, finder, words

MAX_LINE = 240
MAX_SEARCHED = 600
MAX_OPEN_WORDS = 8  # `until the minister for the harbour stands up`
MAX_BESIDE_SURE = 2
MAX_BESIDE_CLOCK = 3
LEAST_HEADLINE_WORDS = 3
MAX_CAPITAL_WORDS = 6
WORD = re.compile(r"[^\W\d_]+(?:[-’ʼ][^\W\d_]+)*")
# Latin, Greek and Cyrillic, whose words `beside` lists. What stands around an embargo's word in others is not asked.
LISTED_SCRIPTS = re.compile("[a-z\u00c0-\u052f\u1e00-\u1fff]", re.I)
MAX_UNLISTED = 80
MAX_UNTIMED_UNLISTED = 16
find_sure = finder(rf"(?<![0-9a-z\u00c0-\u052f]){any_pattern('embargoes', 'sure')}")
find_bare = finder(rf"(?<!\w){any_pattern('embargoes', 'bare')}(?!\w)")
UNTIL = re.compile(
    r"(?<!\w)(?:until|till|before|after|bis|vor|jusqu’\w*|avant|hasta|antes|até|fino|prima|tot|до|do|til|till|kadar|sampai|hingga)(?!\w)",
    re.I,
)
# What follows a colon or a dash and could be the headline itself.
BEHIND = re.compile(r"[:：]\s+|\s[-–—]\s|[—–]")


@cache
def listed(name: str) -> frozenset[str]:
    """One list of words of `embargoes.toml`, over all languages, folded."""
    return frozenset(fold(word) for found in read("embargoes")[name].values() for word in found)


@cache
def explained() -> frozenset[str]:
    """The words that an embargo's line may hold besides the embargo's own."""
    zones = {fold(name) for name in (*ZONES, *ZONES_BY_COUNTRY)}
    days = {
        fold(word) for name in ("today", "tomorrow", "tonight", "noon", "midnight") for word in words(name)
    }
    known = {*listed("beside"), *listed("events"), *listed("fillers"), *zones, *days}
    return frozenset({*known, *month_words(), *short_weekdays()})


def names_embargo(line: str) -> bool:
    """Whether an embargo's word stands in the line: whatever has none needs no second look."""
    shown = with_one_apostrophe(line[:MAX_SEARCHED])
    return find_sure(shown) is not None or find_bare(shown) is not None


def states_embargo_in_other_words(line: str) -> bool:
    """Whether a line of its own is an embargo, by the words that it does not hold."""
    shown = with_one_apostrophe(line.strip(" -–—*#+=_|!"))
    if not shown or len(shown) > MAX_LINE:
        return False
    sure = find_sure(shown)
    found = sure or find_bare(shown)
    if found is None:
        return False
    if not LISTED_SCRIPTS.search(found[0]):
        is_sentence = shown.endswith(("。", "다.", "다", "।", "."))
        longest = MAX_UNLISTED if re.search(r"\d", shown) else MAX_UNTIMED_UNLISTED
        return len(shown) <= longest and not is_sentence
    open_words = unexplained(f"{shown[: found.start()]} , {shown[found.end() :]}")
    if not listed("reports").isdisjoint(open_words) or goes_on_as_headline(shown, found.end()):
        return False
    if not open_words:
        return sure is not None or len(shown.split()) > 1 or shown.isupper()
    timed = CLOCK.search(shown) is not None
    if sure is None:
        opens = shown.startswith(found[0]) and UNTIL.match(shown[found.end() :].lstrip())
        return len(open_words) <= (MAX_BESIDE_CLOCK if timed else MAX_BESIDE_SURE if opens else 0)
    if UNTIL.search(shown) or timed:
        return len(open_words) <= MAX_OPEN_WORDS
    return len(open_words) <= (MAX_CAPITAL_WORDS if found[0].isupper() else MAX_BESIDE_SURE)


def unexplained(text: str) -> list[str]:
    """The words of a line that neither an embargo nor a time explains, folded."""
    found = []
    for word in WORD.findall(text):
        folded = fold(word)
        if folded not in explained() and not all(
            fold(part) in explained() for part in re.split("[-’ʼ]", word)
        ):
            found.append(folded)
    return found


def goes_on_as_headline(line: str, start: int) -> bool:
    """Whether words of another kind follow a colon or a dash behind the embargo's word: `Embargo: ministers agree on timber`."""
    behind = list(BEHIND.finditer(line, start))
    if not behind:
        return False
    rest = WORD.findall(line[behind[-1].end() :])
    known = [word for word in rest if fold(word) in explained()]
    return len(rest) >= LEAST_HEADLINE_WORDS and len(known) * 2 < len(rest)
