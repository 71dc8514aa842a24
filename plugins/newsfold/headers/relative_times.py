"""Times told from now: `2 hours ago`, `vor 3 Tagen`, `il y a 2 heures`, `yesterday`, `2時間前`. Now is the time of the fetch."""

import re
from datetime import date, datetime, timedelta, tzinfo

from newsfold.headers.calendar_names import fold
from newsfold.headers.word_lists import words as word_list

# Words for a unit of time, by their beginnings, over our languages. Months and years are too coarse for a day.
UNITS: tuple[tuple[str, timedelta], ...] = (
    (
        r"seconds?|secs?|sekunden?|secondes?|segundos?|second[oi]|seconden?|секунд\w*|秒|초|सेकंड|ثوان\w*|ثانية",
        timedelta(seconds=1),
    ),
    (
        r"minutes?|mins?|minuten?|minutos?|minut[oi]|минут\w*|分钟|分鐘|分|분|मिनट|دقيقة|دقائق",
        timedelta(minutes=1),
    ),
    (
        r"hours?|hrs?|stunden?|heures?|horas?|or[ae]|uur|uren|час\w*|小时|小時|時間|시간|घंटे|घंटा|ساعة|ساعات",
        timedelta(hours=1),
    ),
    (
        r"days?|tag(?:en)?|jours?|d[ií]as?|giorn[oi]|dag(?:en)?|дн\w*|день|天|日|일|दिन|يوم|أيام",
        timedelta(days=1),
    ),
    (
        r"weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken|недел\w*|周|週間|주|सप्ताह|أسبوع|أسابيع",
        timedelta(weeks=1),
    ),
)
NUMBER = r"(?P<number>\d{1,3}|an?|one|eine[mr]?|une?|una|um|uma|één|один)"
BEFORE = r"(?:vor|il y a|hace|há|قبل|منذ)"
AFTER = r"(?:ago|fa|atrás|geleden|назад|前|전|पहले)"
PATTERNS = tuple(
    (
        re.compile(
            rf"(?:{BEFORE}\s{{0,3}}{NUMBER}\s{{0,3}}(?:{words})(?!\w))"
            rf"|(?:(?P<second>\d{{1,3}}|an?|one|una?|um|uma|één)\s{{0,3}}(?:{words})\s{{0,3}}{AFTER})",
            re.I,
        ),
        unit,
    )
    for words, unit in UNITS
)


def read_relative(text: str, fetched_at: datetime, zone: tzinfo | None) -> tuple[date, str] | None:
    """(day, note) that a relative time means, in the source's zone where it is known; None for other text.

    Such a time is rounded by who printed it, so that it gives a day, never an instant.
    """
    if len(text) > 120:
        return None
    local = fetched_at.astimezone(zone) if zone else fetched_at
    for pattern, unit in PATTERNS:
        match = pattern.search(text)
        if match:
            shown = match["number"] or match["second"]
            count = int(shown) if shown.isdigit() else 1
            return (local - count * unit).date(), f"{match[0]!r} before the fetch"
    for word in re.findall(r"[^\W\d_][\w’']*", text)[:4]:
        named = fold(word).replace("’", "'")
        if named in word_list("today") or named in word_list("yesterday"):
            return (
                local - timedelta(days=int(named in word_list("yesterday")))
            ).date(), f"{word!r}, as seen from the fetch"
    return None
