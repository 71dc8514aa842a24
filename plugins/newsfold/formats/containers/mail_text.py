"""The text of a mail without what mail programs and lists put around it: signatures, quoted mails, footers.

Signatures begin with the line `-- ` (RFC 3676, 4.3). The words of the other blocks are in `mail.toml`.
"""

import re
from collections.abc import Sequence

from newsfold.text.characters import fold, split_lines, weight
from newsfold.text.data_files import read
from newsfold.text.raw_headers import Collector

WORDS = read("mail")


def any_of(words: Sequence[str]) -> str:
    """One group that matches any of `words`."""
    return f"(?:{'|'.join(map(re.escape, words))})"


PREFIX = re.compile(
    rf"{any_of(WORDS['subject_prefixes'])}(?:\[\d{{1,3}}\]|\s?\(\d{{1,3}}\))?\s?[:：]\s*", re.I
)
LIST_MARK = re.compile(r"\[[^\[\]]{1,60}\]\s*")
FORWARDED = re.compile(
    rf"[-_ ]{{0,60}}{any_of(WORDS['forwarded'])}[-_ ]{{2,60}}|[-_ ]{{0,60}}{any_of(WORDS['forwarded'])}\s?[:：]?",
    re.I,
)
UNSUBSCRIBE = re.compile(any_of(WORDS["unsubscribe"]), re.I)
POINTER = re.compile(any_of(WORDS["pointers"]), re.I)
QUOTED_ENDS = tuple(WORDS["quoted"])
MAX_NOTE_WEIGHT = 300
MAX_SIGNATURE_LINES = 30
MAX_FOOTER_BLOCKS = 6
MAX_FOOTER_WEIGHT = 1_500
MAX_ATTRIBUTION_LINES = 3
MIN_TEXT_WEIGHT = 200


def strip_subject(subject: str, *, is_from_list: bool) -> str:
    """The subject without `Re:` and its like, and without the list's mark in brackets."""
    for _ in range(10):
        match = PREFIX.match(subject) or (LIST_MARK.match(subject) if is_from_list else None)
        if match is None or match.end() == len(subject):
            break
        subject = subject[match.end() :]
    return subject


def is_pointer(text: str) -> bool:
    """True for a plain part that says nothing but where to see the mail."""
    return weight(text) < 2 * MIN_TEXT_WEIGHT and POINTER.search(text) is not None


def join_flowed(text: str) -> str:
    """Text whose lines end in a space where they go on (`format=flowed`, RFC 3676), with whole paragraphs on a line."""
    joined: list[str] = []
    goes_on = False
    for stuffed in text.splitlines():
        line = stuffed.removeprefix(" ")
        if goes_on and not line.startswith(">"):
            joined[-1] += line
        else:
            joined.append(line)
        goes_on = line.endswith(" ") and line != "-- "
    return "\n".join(joined)


def own_text(text: str, found: Collector) -> str:
    """What the sender wrote, or sent on. Signature, quoted mails and the list's footer go to `found`."""
    lines = cut_forwarded(split_lines(text), found)
    lines = cut_signature(lines, found)
    lines = cut_quoted(lines, found)
    return "\n".join(cut_footer(lines, found))


def cut_forwarded(lines: list[str], found: Collector) -> list[str]:
    """The mail that was sent on, where little stands above it; else what stands above the mail that is answered."""
    for number, line in enumerate(lines):
        if not FORWARDED.fullmatch(line.strip()):
            continue
        above, below = lines[:number], lines[number + 1 :]
        if weight(fold(" ".join(above))) < MAX_NOTE_WEIGHT:
            found.block("notice", "\n".join(above), "mail, above the mail sent on")
            return below
        found.block("notice", "\n".join(below), "mail, the mail that is answered")
        return above
    return lines


def cut_signature(lines: list[str], found: Collector) -> list[str]:
    """The lines above the signature, and those below it that are quoted."""
    for number in range(len(lines) - 1, -1, -1):
        if lines[number] not in ("-- ", "--"):
            continue
        below = lines[number + 1 :]
        quoted = next((n for n, line in enumerate(below) if line.startswith(">")), len(below))
        is_short = quoted <= MAX_SIGNATURE_LINES
        if is_short and any(line.strip() for line in lines[:number]):
            found.block("notice", "\n".join(below[:quoted]), f"mail, signature at line {number + 1}")
            return [*lines[:number], *below[quoted:]]
        return lines
    return lines


def cut_quoted(lines: list[str], found: Collector) -> list[str]:
    """The lines without those that begin with `>` and what introduces them. Where all is quoted, the quotation is the text."""
    own = [line for line in lines if not line.startswith(">")]
    if len(own) == len(lines):
        return lines
    kept: list[str] = []
    quoted: list[str] = []
    for line in lines:
        if not line.startswith(">"):
            kept.append(line)
            continue
        if not quoted or (kept and kept[-1].strip()):
            drop_attribution(kept)
        quoted.append(line.lstrip("> "))
    if weight(fold(" ".join(kept))) < MIN_TEXT_WEIGHT / 4 < weight(fold(" ".join(quoted))):
        return quoted
    found.block("notice", "\n".join(quoted), "mail, quoted lines")
    return kept


def drop_attribution(lines: list[str]) -> None:
    """Take `On 27 September Jane Doe wrote:` off the end of `lines`, wrapped as it may be."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    if not end or not lines[end - 1].strip().lower().endswith(QUOTED_ENDS):
        return
    start = end - 1
    while start and end - start < MAX_ATTRIBUTION_LINES and lines[start - 1].strip():
        start -= 1
    if start and lines[start - 1].strip():  # a paragraph that only ends so
        start = end - 1
    del lines[start:]


def cut_footer(lines: list[str], found: Collector) -> list[str]:
    """The lines above the footer that says how to leave the list."""
    starts = [n for n, line in enumerate(lines) if line.strip() and (not n or not lines[n - 1].strip())]
    for start in starts[-MAX_FOOTER_BLOCKS:]:
        below = "\n".join(lines[start:])
        above = fold(" ".join(lines[:start]))
        block = below.partition("\n\n")[0]
        if (
            UNSUBSCRIBE.search(block)
            and weight(below) <= MAX_FOOTER_WEIGHT
            and weight(above) >= min(MIN_TEXT_WEIGHT, weight(below))
        ):
            found.block("newsletter", below, f"mail, footer at line {start + 1}")
            return lines[:start]
    return lines
