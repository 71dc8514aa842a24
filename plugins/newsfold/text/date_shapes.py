"""What looks like a date or a time of day, without reading it: one pattern for each form, for whoever looks for dates.

Reading a date is the business of `newsfold.text.date_forms`; names of months and weekdays are those of `calendar_names`.
"""

import re
from datetime import date
from urllib.parse import unquote, urlsplit

from newsfold.text.calendar_names import MARKS, fold, month_words
from newsfold.text.date_readings import day_or_none
from newsfold.text.word_lists import any_of

WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{MARKS}])*")
YEAR = re.compile(r"(?<!\d)(?:19|20|25)\d\d(?!\d)")
# `27.09.2025`, `9/27/25`, `20250927`, `2025年9月`, with nothing said about its order.
NUMERIC_DATE = re.compile(
    r"(?<!\d)\d{1,4}([./-])\d{1,2}\1\d{1,4}(?!\d)|(?<!\d)(?:19|20)\d{6}(?!\d)|\d\s?(?:年|년)\s?\d{1,2}\s?(?:月|월)"
)
# A day with its year, which a text without any other sign must hold.
FULL_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s?[./年년-]\s?\d{1,2}\s?[./月월-]\s?\d{1,2}(?!\d)|(?<!\d)\d{1,2}\s?([./|-])\s?\d{1,2}\s?\1\s?(?:20|19)?\d\d(?!\d)"
    r"|(?<!\d)\d{1,2}(?:st|nd|rd|th|\.|º|er)?\s(?:de\s)?[^\W\d_]{3,10}\.?,?\s(?:de\s)?(?:19|20)\d\d(?!\d)"
    r"|[^\W\d_]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d(?!\d)"
)
# Without one of these a text holds no `FULL_DATE`; this is found much faster.
DIGIT = re.compile(r"\d")
PART_OF_DATE = re.compile(r"(?:19|20)\d\d|\d\s?[./|-]\s?\d")
# What an element for dates may hold: a part of a date, a time, or a time told from now.
DATE_LIKE = re.compile(
    r"(?:19|20)\d\d|\d{1,2}\s?[./|-]\s?\d{1,2}\s?[./|-]\s?\d{2,4}|\d{1,2}:\d\d"
    rf"|\b(?:{any_of('now_signs')}|vor \d)\b|前|전$|назад",
    re.I,
)
# A date as programs write it, alone: ISO 8601, perhaps with a time, or seconds since 1970.
MACHINE_DATE = re.compile(r"\s*(?:(?:19|20)\d\d-\d\d?-\d\d?(?!\d)[\w\s:.,+-]*|\d{10}|\d{13})\s*")
ISO_DATE = re.compile(
    r"(?:19|20)\d\d-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)

# Chinese, Japanese and Korean, in digits and in Chinese numerals: parts for patterns.
ERA = r"(?:明治|大正|西暦|令和|平成|昭和|民國|民国)"
YEAR_NUMBER = r"(?:\d{1,4}|元|[〇○零一二三四五六七八九]{4}|[一二三四五六七八九十]{1,3})"
MONTH_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
DAY_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
YEAR_SIGN, MONTH_SIGN, DAY_SIGN = "[年년]", "[月월]", "[日일号號]"
EAST_ASIAN_WEEKDAY = (
    r"(?:[（(]?(?:星期|周|週)?[月火水木金土日一二三四五六天월화수목금토일](?:曜日|曜|요일)?[）)]?)"
)
EAST_ASIAN_CLOCK = (
    r"(?:(?:上午|下午|午前|午後|오전|오후)?\s?\d{1,2}\s?[:：时時點点시]\s?"
    r"(?:\d{1,2}\s?[分분]?(?::\d{2}|\d{1,2}[秒초])?)?)"
)
EAST_ASIAN_DAY = (
    rf"(?:{ERA}?\s?{YEAR_NUMBER}\s?{YEAR_SIGN}\s?{MONTH_NUMBER}\s?{MONTH_SIGN}\s?{DAY_NUMBER}\s?{DAY_SIGN})"
)
# The same without what a dateline leaves out: the year, the month.
SHORT_EAST_ASIAN_DAY = rf"(?:(?:{YEAR_NUMBER}\s?年\s?)?(?:{MONTH_NUMBER}\s?月\s?)?{DAY_NUMBER}\s?日)"
# `2025年9月27日`, `二〇二五年九月二十七日`, `令和7年9月27日（土）14時26分`, `2025년 9월 27일 오후 2시 26분`, and nothing else.
EAST_ASIAN_DATE = re.compile(rf"{EAST_ASIAN_DAY}(?:\s?{EAST_ASIAN_WEEKDAY})?(?:\s{{0,3}}{EAST_ASIAN_CLOCK})?")

# A time of day, by its form or by a word for it.
CLOCK = re.compile(
    r"\d{1,2}[:.h]\d{2}(?!\d)|(?<!\d)\d{3,4}\s?(?:gmt|utc|z\b|h\b|hrs|hours|uhr|[a-z]{1,3}[sd]?t\b|cest|mez|msk|мск)|(?<!\d)\d{1,2}\s?(?:uhr|h\b|heures?|horas?|hs\b|ore\b"
    rf"|uur|час\w*|[ap]\.?\s?m\b|시|時|时|बजे)|{any_of('noon', 'midnight')}",
    re.I,
)
# `0600 GMT`, `0001hrs`: four digits are a time where a zone or a word for hours follows.
COMPACT_TIME = re.compile(
    r"(?<![\d:.])([01]\d|2[0-3])([0-5]\d)(?=\s?(?:hrs|hours|h|uhr|z|[a-z]{2,4}t|utc|mez|mesz|msk)\b)", re.I
)
DAY_WITH_SIGN = re.compile(r"\d\s?(?:年|月|日|년|월|일)|[०-९٠-٩]|الساعة \d", re.I)

# The day in an address: `/2025/09/27/`, `2025-09-27`, `/20250927/`.
ADDRESS_DAYS = (
    re.compile(r"/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})(?=[/\-_.]|$)"),
    re.compile(r"(?<![\d-])((?:19|20)\d{2})[\-_.](\d{1,2})[\-_.](\d{1,2})(?![\d])"),
    re.compile(r"/((?:19|20)\d{2})(?:/|-)?(\d{2})(\d{2})(?=[/\-_.]|$)"),
    re.compile(r"(?<=[/\-_])((?:19|20)\d{2})(\d{2})(\d{2})(?=[/\-_.]|$)"),
)
# Quick to find: without it an address holds no day.
DATED_PATH = re.compile(r"[/_.-](?:19|20)\d\d[/_.-]?\d\d[/_.-]?\d\d(?!\d)")


def names_month(text: str) -> bool:
    """True where a word of the text is the name of a month, in any language."""
    known = month_words()
    return any(fold(word) in known for word in WORD.findall(text))


def holds_full_date(text: str) -> bool:
    """True where a day with its year stands in the text. Most have no digit, which is seen at once."""
    digit = DIGIT.search(text)
    return (
        digit is not None
        and PART_OF_DATE.search(text, digit.start()) is not None
        and FULL_DATE.search(text) is not None
    )


def holds_time(text: str) -> bool:
    """True where a day or a time of day stands in the text."""
    if CLOCK.search(text) or NUMERIC_DATE.search(text) or DAY_WITH_SIGN.search(text):
        return True
    return DIGIT.search(text) is not None and names_month(text)


def day_in_path(address: str) -> date | None:
    """The day that the path of an address holds, None where it holds none."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return None
    match = next((match for pattern in ADDRESS_DAYS if (match := pattern.search(path))), None)
    return day_or_none(int(match[1]), int(match[2]), int(match[3])) if match else None
