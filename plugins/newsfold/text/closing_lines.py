"""The line that closes a text in East Asia and holds only its date: `2025/09/27 14:05 송고`, `2025年9月27日 14时05分`."""

import re

from newsfold.model import HeaderPlace, RawHeader, SetAside
from newsfold.text.date_labels import CLOSING_CHANGED, CLOSING_LABEL
from newsfold.text.date_shapes import EAST_ASIAN_CLOCK, EAST_ASIAN_DAY, EAST_ASIAN_WEEKDAY

MAX_LINE = 80
LAST_PARAGRAPHS = 3  # the notice of the copyright may follow
SIGNS = re.compile(r"[年년].{1,6}[月월].{1,6}[日일号號]")
DATE = rf"(?:{EAST_ASIAN_DAY}|(?:19|20)\d{{2}}(?P<mark>[-/.])\d{{1,2}}(?P=mark)\d{{1,2}}\.?)"
CLOSING = re.compile(
    rf"[（(\[【]?\s?(?P<before>{CLOSING_LABEL})?\s?[:：]?\s?{DATE}\s?{EAST_ASIAN_WEEKDAY}?\s?{EAST_ASIAN_CLOCK}\s?(?P<after>{CLOSING_LABEL})?\s?[)）\]】]?"
)


def split_closing_date(body: str) -> tuple[str, RawHeader | None, SetAside | None]:
    """(text without the line, the line as a header, the same set aside) of a text that such a line closes, else the text.

    The line must be a paragraph of its own with a date and a time, and with the signs for year, month and day or a word that
    says what the date is. The header is `closing date` or, beside a word for a change, `closing change`.
    """
    head, *last = split_off(body)
    for index, paragraph in enumerate(last):
        line = paragraph.strip()
        match = CLOSING.fullmatch(line) if len(line) <= MAX_LINE else None
        if match is None or not (match["before"] or match["after"] or SIGNS.search(line)):
            continue
        kept = [head, *last[:index], *last[index + 1 :]]
        label = match["after"] or match["before"] or ""
        name = "closing change" if CLOSING_CHANGED.fullmatch(label) else "closing date"
        where = "the text's last paragraph" if index == len(last) - 1 else "near the text's end"
        return "\n\n".join(kept), RawHeader(name, line, HeaderPlace(where)), SetAside("notice", line, where)
    return body, None, None


def split_off(body: str) -> list[str]:
    """The text up to its last paragraphs, and these; only one part where there is nothing in front of them."""
    return body.rsplit("\n\n", min(LAST_PARAGRAPHS, body.count("\n\n")))
