"""Lines that hold only a byline or only a date, in whatever language. Whom they name is read in `newsfold.text.byline`, the
date in `newsfold.text.date_forms`.
"""

import re

from newsfold.text.clock_times import time_in
from newsfold.text.date_shapes import DATE_LIKE, EAST_ASIAN_DATE, NUMERIC_DATE, YEAR, names_month
from newsfold.text.datelines import opens_with_dateline
from newsfold.text.word_lists import any_of, words

MAX_BYLINE_CHARACTERS = 130
MAX_BYLINE_WORDS = 16
MAX_CREDIT_CHARACTERS = 70
MAX_CREDIT_WORDS = 9
ARTICLES = r"(?:(?:an?|eine?|un|une|una|blog|the)\s){0,2}"
BYLINE_OPENING = re.compile(
    rf"(?i:(?:{any_of('by_whom')}\s)?{any_of('by', 'by_or_name')}|{any_of('by_title')})\s?:?\s+(?=[^\W\d_])"
    rf"|(?i:{ARTICLES}{any_of('kinds_of_text')}\s{any_of('by', 'by_or_name', 'by_behind_kind')}\s)(?=[^\W\d_])"
    rf"|(?i:{any_of('author_labels')})\s?[:：]\s?(?=[^\W\d_])"
    rf"|{any_of('by_unspaced')}\s?[/／:：=]?\s?(?=\S)"
)
# `Par Jeanne Exemple, envoyée spéciale`: what the writer is, in small letters.
ROLE_BEHIND = re.compile(rf"(?:,|\s[-–—|/])\s+{any_of('our_writers', 'job_titles')}(?!\w)[^.!?]{{0,40}}$")
KOREAN_BYLINE = re.compile(
    r"[가-힣]{2,4}(?:[·, ]+[가-힣]{2,4}){0,3}\s?(?:선임)?기자(?:\s?[=:]?\s?\S+@\S+)?|기자\s[가-힣]{2,4}"
)
# Words in small letters that stand between names; what else is written small makes a sentence, not a byline.
BETWEEN_NAMES = words("and") | words("name_particles") | words("beside_names")
LATIN_OR_CYRILLIC = re.compile(r"[a-zа-яà-ž]", re.I)
DATE_TOKEN = re.compile(
    r"\d{1,2}h\d{0,2}[.,]?|[\d:./+-][\d:./+年月日時时分년월일시분-]*(?:st|nd|rd|th|er|h|º|ª|°|t[\d:.+-]+z?|z)?[.,]?|\d{1,2}[-.][^\W\d_]{3,9}[-.]\d{2,4}"
    r"|[^\W\d_][^\s\d.,:;!?'()]{0,13}(?:\.[^\W\d_]{1,3})*[.,]?|[-–—|/@()·•]|\([^\W\d_]{1,6}\)",
    re.I,
)
# What stands in front of the word for `by` in a label of its own: `Written by`, `Article by`, `Reviewed by`.
CREDIT_KINDS = words("by_whom") | words("credit_kinds") | words("kinds_of_text")
AUTHOR_LABELS = words("author_labels")
OTHER_WORK = words("other_work")
BY_WORDS = words("by") | words("by_or_name")
MAX_LABEL = 40
AROUND_TIME = " \t()[]|*·•,;-–—"
WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]+)?")
NUMBER = re.compile(r"\d+")


def is_credit_label(text: str, *, loosely: bool = False) -> bool:
    """True for what stands in front of a writer's name, such as `Written by` or `Author:`; loosely also for `by` alone."""
    if len(text) > MAX_LABEL:
        return False
    parts = label_words(text)
    if len(parts) < 2:
        return bool(parts) and (parts[0] in AUTHOR_LABELS or (loosely and parts[0] in BY_WORDS))
    if parts[-1] not in BY_WORDS:
        return False
    kinds = parts[:-1]
    return (
        " ".join(kinds) in CREDIT_KINDS or all(kind in CREDIT_KINDS for kind in kinds)
    ) and not is_other_label(text)


def is_other_label(text: str) -> bool:
    """True for what stands in front of the name of somebody who isn't the writer: `Reviewed by`, `Photos by`."""
    parts = label_words(text) if len(text) <= MAX_LABEL else []
    work = " ".join(parts[:-1])
    return len(parts) > 1 and parts[-1] in BY_WORDS and (work in OTHER_WORK or parts[0] in OTHER_WORK)


def label_words(text: str) -> list[str]:
    """The words of a label in small letters, without the colon behind it."""
    return text.casefold().rstrip(" :：\t\n").split()


def opens_with_byline(text: str) -> bool:
    """True where `text` begins with `By` or its like and a name."""
    opening = BYLINE_OPENING.match(text)
    return opening is not None and not text[opening.end()].islower()


def names_writing(text: str) -> bool:
    """True where `text` opens with more than `by`: `Written by Jane Doe`, `Author: Jane Doe`."""
    opening = BYLINE_OPENING.match(text)
    return opening is not None and is_credit_label(opening[0].strip()) and opens_with_byline(text)


def is_byline(text: str) -> bool:
    """True where `text` is a byline and nothing else: an opening word, then names and little besides."""
    text = text.strip(" \t*_|·•-–—")
    if not text or len(text) > MAX_BYLINE_CHARACTERS or NUMBER.search(text):
        return False
    if KOREAN_BYLINE.fullmatch(text):
        return True
    text = ROLE_BEHIND.sub("", text)
    opening = BYLINE_OPENING.match(text)
    if opening is None or re.search(r"[^\W\d_]{3}[.!?。]$", text):
        return False
    words = re.findall(r"[^\W\d_][^\s,;|/]*", text[opening.end() :])
    if not words or len(words) > MAX_BYLINE_WORDS or words[0][0].islower():
        return False
    return all(not word[0].islower() or word in BETWEEN_NAMES or "@" in word or "'" in word for word in words)


def is_credit(text: str) -> bool:
    """True for names side by side, without a word for `by`: `Jane Doe | Leeds`, `dpa · Berlin`. No sentence has that form."""
    if len(text) > MAX_CREDIT_CHARACTERS:
        return False
    parts = [part for part in re.split(r"\s+[|·•]\s+", text.strip()) if part]
    if len(parts) < 2:
        return False
    words = [word for part in parts for word in part.split()]
    if len(words) > MAX_CREDIT_WORDS or NUMBER.search(text) or re.search(r"[.!?:;…\"“”«»]$|[:?!]", text):
        return False
    return all(word[0].isalpha() and (not word[0].islower() or word in BETWEEN_NAMES) for word in words[1:])


def is_date_alone(text: str) -> bool:
    """True where `text` is a date and nothing else: numbers, a month or a numeric date, and a few short words beside."""
    text = re.sub(
        r"\d", lambda digit: str(int(digit[0])), text.strip(" \t()[]|*·•")[:80]
    )  # other scripts' digits, too
    if EAST_ASIAN_DATE.fullmatch(text):
        return True
    if not 6 <= len(text) <= 70 or (opens_with_dateline(text) and text[:3].isupper()):
        return False
    numeric = NUMERIC_DATE.search(text)
    if numeric and sum(len(word) > 3 for word in WORD.findall(text[numeric.end() :])) > 1:
        return False  # behind a numeric date stand `Uhr`, `a.m.` or a zone, and hardly a longer word
    if not numeric:
        if not (YEAR.search(text) and len(NUMBER.findall(text)) >= 2):
            return False
        if LATIN_OR_CYRILLIC.search(text) and not names_month(text):
            return False
    if not all(DATE_TOKEN.fullmatch(token) for token in re.split(r"[\s,،]+", text) if token):
        return False
    # Beside the numbers: weekday, month, `de`, `Uhr`, `a.m.`, a zone.
    return len(WORD.findall(text)) <= (6 if len(NUMBER.findall(text)) >= 3 else 4)


def is_time_alone(text: str) -> bool:
    """True where `text` is a time of day and nothing else but its date: `10.15 Uhr`, `28.09.2025, 10:15`, `오후 3시 5분`."""
    text = text.strip(AROUND_TIME)
    time = time_in(text)
    if time is None:
        return False
    rest = f"{text[: time.start]} {text[time.end :]}".strip(AROUND_TIME)
    return not rest or DATE_LIKE.search(rest) is not None
