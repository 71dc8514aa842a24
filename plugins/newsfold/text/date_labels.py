"""What a date beside or behind a label is: of the publication, of a change, the page's clock, a member's day."""

import re

from newsfold.text.word_lists import any_pattern

FILE = "date_labels"
PUBLISHED_WORDS = re.compile(any_pattern(FILE, "published"), re.I)
CHANGED_WORDS = re.compile(any_pattern(FILE, "changed"), re.I)
CLOCK_WORDS = re.compile(any_pattern(FILE, "clock"), re.I)
JOINED_WORDS = re.compile(any_pattern(FILE, "joined"), re.I)
#: A line that begins with what a date is called.
LABEL = re.compile(rf"\W{{0,3}}{any_pattern(FILE, 'labels')}(?![^\W\d_-])", re.I)
#: The same behind a name: `By Jane Doe Published:`.
LABEL_BEHIND = re.compile(rf"(?:[\s,;|]+|^){any_pattern(FILE, 'labels')}[\s:：]*$", re.I)
LABEL_START = 25  # characters within which a line says what its date is
CLOSING_CHANGED = re.compile(any_pattern(FILE, "closing_changed"))
#: For the line that closes a text, as a part of its pattern.
CLOSING_LABEL = any_pattern(FILE, "closing_published", "closing_changed")


def says_changed(name: str, text: str) -> bool:
    """Whether an element's name or its text calls a date one of a change; a date in front of such words is the publication's.

    What its readers are told counts more than what its makers called it.
    """
    told = CHANGED_WORDS.search(text[:LABEL_START])
    if told and not any(map(str.isdigit, text[: told.start()])) and not PUBLISHED_WORDS.search(text):
        return True
    if PUBLISHED_WORDS.search(f"{name} {text}"):
        return False
    if CHANGED_WORDS.search(name):
        return True
    word = CHANGED_WORDS.search(text)
    return word is not None and (
        re.search(r"\d{4}\D", text[: word.start()]) is None or word[0] in ("更新", "수정")
    )


def says_published(name: str, text: str) -> bool:
    """Whether an element's name or its text calls a date the publication's."""
    return PUBLISHED_WORDS.search(f"{name} {text}") is not None


def is_no_articles(name: str, text: str) -> bool:
    """Whether a date is the page's clock, or the day on which somebody became a member."""
    label = f"{name} {text}"
    return CLOCK_WORDS.search(label) is not None or JOINED_WORDS.search(label) is not None
