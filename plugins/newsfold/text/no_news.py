"""Telling texts that people or programs left beside the news: check sums, logs, code, data, lists of addresses, subtitles, notes
on files, messages of programs.

News holds numbers, addresses and code, too. So a text is none only where nearly all of its lines are of such a kind, and no
line is a sentence; notes and messages only where they are the whole text.
"""

import re
from collections.abc import Sequence

from newsfold.text.characters import ends_sentence, fold, weight
from newsfold.text.data_files import read
from newsfold.text.set_aside import any_of

MAX_LINES = 400
MAX_LINE = 4_000
MAX_CHARACTERS = 60_000
#: How much of the text the lines of machines must have.
SHARE = 0.8
MIN_WORDS_OF_PROSE = 7
MIN_WEIGHT = 6
MAX_MESSAGE = 120
MAX_NOTE_ON_FILES = 3_000
MIN_FIELDS = 4
MIN_FIELDS_OF_ONE_ROW = 8
MIN_SYMBOLS = 0.09
MIN_CODED = 40
LETTERS_ONLY = "a file written in letters"
WORDS = read("no_news")


def whole(name: str) -> re.Pattern[str]:
    """One pattern for the expressions of all languages in a list."""
    return re.compile(any_of(word for words in WORDS[name].values() for word in words), re.I)


MESSAGE = whole("messages")
NOTE_ON_FILES = whole("notes_on_files")
HEAD_OF_NOTE = whole("notes_on_files_heads")
# How a text begins that is for programs, whatever stands below.
STARTS = {kind: re.compile(any_of(patterns)) for kind, patterns in WORDS["starts"].items()}
# The lines of machines, by what a text of such lines is called.
LINES = {kind: re.compile(any_of(patterns)) for kind, patterns in WORDS["lines"].items()}
CODE = re.compile(any_of(WORDS["code"]["lines"]))
SURE_CODE = re.compile(any_of(WORDS["code"]["sure"]))
SYMBOL = re.compile(r"[{}=<>\[\]_\\|$#@&*+~^;`]")
LETTER_RUN = re.compile(r"[^\W\d_]{3,}")


def find_no_news(text: str) -> tuple[str, str] | None:
    """The reason code and what a text is that is no news; None where it may be some.

    The codes are `pointer` for a list of addresses, `no_article` for everything else.
    """
    start = text[:MAX_CHARACTERS].lstrip("\ufeff \t\r\n")
    for begins, pattern in STARTS.items():
        if pattern.match(start):
            return "no_article", begins
    lines = [line.rstrip() for line in start.splitlines()[:MAX_LINES] if line.strip()]
    if not lines:
        return None
    shown = [fold(line[:MAX_LINE]) for line in lines]
    message = find_message(shown)
    if message:
        return "no_article", message
    if any(map(is_prose, shown)):
        return None
    kind = find_kind_of_lines(shown) or find_rows(lines) or find_numbers(shown)
    if kind is None:
        return None
    return ("pointer" if kind == "a list of addresses" else "no_article"), kind


def is_prose(line: str) -> bool:
    """Whether a line is a sentence, or as long as one in words: several of them, and hardly a symbol of programs."""
    words = LETTER_RUN.findall(line)
    if not line.isascii() and weight(line) > len(line):
        return ends_sentence(line) and len(words) > 0 and len(SYMBOL.findall(line)) * 20 < len(line)
    return (
        len(words) >= MIN_WORDS_OF_PROSE
        and len(line.split()) >= MIN_WORDS_OF_PROSE
        and len(SYMBOL.findall(line)) * 40 < len(line)
        and not re.match(r"\s*(?://|/\*|#|--|\*)", line)
        and sum(map(len, words)) * 2 > len(line)
        and "\t" not in line
        and not LINES["a log"].fullmatch(line)
    )


def find_message(lines: Sequence[str]) -> str | None:
    """What a short text is that tries a delivery, answers for a program, or speaks of the files beside it; None for news."""
    joined = " ".join(lines)
    letters = sum(map(str.isalnum, joined))
    if weight(joined) <= MAX_MESSAGE or joined.casefold().startswith("lorem ipsum"):
        if MESSAGE.fullmatch(joined.strip(" .!?*#=-:()[]<>\"'")):
            return "the message of a program, or a trial"
        if letters == 0 or weight(joined) < MIN_WEIGHT:
            return f"a text of {len(joined)} characters"
    if len(joined) > MAX_NOTE_ON_FILES:
        return None
    head = lines[0].strip("#*=_- :")
    sentences = [piece for line in lines for piece in re.split(r"(?<=[.!?])\s+", line) if len(piece) > 3]
    spoken = [piece for piece in sentences if NOTE_ON_FILES.match(piece.lstrip("-*#> "))]
    headed = HEAD_OF_NOTE.fullmatch(head) is not None
    if spoken and (2 * len(spoken) > len(sentences) or (headed and len(sentences) <= 4 + 4 * len(spoken))):
        return "a note on files"
    return None


def find_kind_of_lines(lines: Sequence[str]) -> str | None:
    """What nearly all lines are; None where they differ, or are none of what is known."""
    total = sum(map(len, lines))
    for kind, pattern in LINES.items():
        fitting = [line for line in lines if pattern.fullmatch(line)]
        if kind == "subtitles":
            is_kind = 4 * sum("-->" in line or line.startswith("[") for line in fitting) >= len(lines)
        else:
            is_kind = sum(map(len, fitting)) >= SHARE * total
        if is_kind and not (kind == LETTERS_ONLY and total < MIN_CODED):
            return str(kind)
    return "a program, a style sheet or settings" if is_code(lines, total) else None


def is_code(lines: Sequence[str], total: int) -> bool:
    """Whether lines of `total` characters are a program: half of them can be nothing else, and symbols stand in them."""
    symbols = sum(len(SYMBOL.findall(line)) + line.count("(") for line in lines)
    sure = sum(SURE_CODE.search(line) is not None for line in lines)
    fitting = sum(len(line) for line in lines if CODE.fullmatch(line))
    return (
        symbols > 0
        and 2 * sure >= len(lines)
        and (fitting >= SHARE * total or symbols >= MIN_SYMBOLS * total)
    )


def find_rows(lines: Sequence[str]) -> str | None:
    """`the rows of a table without names` where every line has as many fields as the others, divided by tabs or the like."""
    for delimiter in "\t|;":
        counts = {line.count(delimiter) for line in lines}
        least = MIN_FIELDS if len(lines) > 1 else MIN_FIELDS_OF_ONE_ROW
        if len(counts) == 1 and counts.pop() >= least:
            return "the rows of a table without the names of its columns"
    counts = {line.count(",") for line in lines}
    if (
        len(counts) == 1
        and counts.pop() >= MIN_FIELDS - 1
        and len(lines) > 2
        and not any(", " in line for line in lines)
    ):
        return "the rows of a table without the names of its columns"
    return None


def find_numbers(lines: Sequence[str]) -> str | None:
    """`numbers` where hardly a letter stands in the text."""
    joined = "".join("".join(line.split()) for line in lines)
    letters = sum(map(str.isalpha, joined))
    return (
        "numbers"
        if letters * 3 < len(joined) and len(LETTER_RUN.findall(" ".join(lines))) <= len(lines) // 4
        else None
    )
