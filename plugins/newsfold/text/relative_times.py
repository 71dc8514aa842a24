"""Times told from now: `2 hours ago`, `vor 3 Tagen`, `il y a 2 heures`, `yesterday`, `2時間前`.

Now is the time at which the record was taken from the web or sent, where it says so, else that of the fetch.
"""

import re
from datetime import date, datetime, timedelta, tzinfo

from newsfold.text.calendar_names import fold
from newsfold.text.word_lists import any_of
from newsfold.text.word_lists import words as word_list

# Words for a unit of time, by their beginnings, over our languages. Months and years are too coarse for a day.
UNITS: tuple[tuple[str, timedelta], ...] = (
    (
        r"seconds?|secs?|sekunden?|secondes?|segundos?|second[oi]|seconden?|секунд\w*|秒|초|सेकंड|ثوان\w*|ثانية",
        timedelta(seconds=1),
    ),
    (
        r"minutes?|mins?\.?|minuten?|minutos?|minut[oi]|мин(?:ут\w*|\.)?|分钟|分鐘|分|분|मिनट|دقيقة|دقائق",
        timedelta(minutes=1),
    ),
    (
        r"hours?|hrs?|h|stunden?|std\.?|heures?|horas?|or[ae]|uur|uren|час\w*|ч\.?|小时|小時|時間|시간|घंटे|घंटा|ساعة|ساعات",
        timedelta(hours=1),
    ),
    (
        r"days?|d|tag(?:en)?|jours?|d[ií]as?|giorn[oi]|dag(?:en)?|дн\w*|день|天|日|일|दिन|يوم|أيام",
        timedelta(days=1),
    ),
    (
        r"weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken|недел\w*|周|週間|주|सप्ताह|أسبوع|أسابيع",
        timedelta(weeks=1),
    ),
)
ONE = r"an?|one|eine[mr]?|une?|un['’]?|una|um|uma|één|een|один|одну|एक"
NUMBER = rf"(?P<number>\d{{1,3}}|{ONE})"
# Words that are number and unit in one: `منذ ساعتين`, `час назад`.
ALONE = (
    (re.compile(r"(?:منذ|قبل)\s(?:دقيقتين|دقيقة)"), timedelta(minutes=1)),
    (re.compile(r"(?:منذ|قبل)\sساعتين"), timedelta(hours=2)),
    (re.compile(r"(?:منذ|قبل)\sساعة|(?<!\w)час назад", re.I), timedelta(hours=1)),
    (re.compile(r"(?:منذ|قبل)\sيومين"), timedelta(days=2)),
    (re.compile(r"(?:منذ|قبل)\sيوم(?!\w)|(?<!\w)день назад", re.I), timedelta(days=1)),
    (re.compile(r"(?:منذ|قبل)\sأسبوعين"), timedelta(weeks=2)),
    (re.compile(r"(?:منذ|قبل)\sأسبوع(?!\w)|(?<!\w)неделю назад", re.I), timedelta(weeks=1)),
)
# `2 days, 3 hours ago`: the days in front of the smaller unit.
DAYS_BEFORE = re.compile(
    r"(?<!\d)(\d{1,3})\s{0,3}(?:days?|tagen?|jours?|d[ií]as?|giorni|dagen|дн\w{1,3}|天|日|일)[\s,]{0,3}(?:and|und|et|y|e|en|и)?\s{0,3}$",
    re.I,
)
BEFORE = any_of("ago_before")
AFTER = any_of("ago_behind")
PATTERNS = tuple(
    (
        re.compile(
            rf"(?:{BEFORE}\s{{0,3}}{NUMBER}\s{{0,3}}(?:{words})(?!\w))"
            rf"|(?<!\w)(?:(?P<second>\d{{1,3}}|{ONE})\s{{0,3}}(?:{words})\s{{0,3}}{AFTER})",
            re.I,
        ),
        unit,
    )
    for words, unit in UNITS
)


def read_relative(text: str, seen: datetime, zone: tzinfo | None) -> tuple[date, str] | None:
    """(day, note) that a relative time means, in the source's zone where it is known; None for other text.

    `seen` is when the text was seen. Such a time is rounded by who printed it, so that it gives a day, never an instant.
    """
    if len(text) > 120:
        return None
    local = seen.astimezone(zone) if zone else seen
    for pattern, unit in PATTERNS:
        match = pattern.search(text)
        if match:
            shown = match["number"] or match["second"]
            count = int(shown) if shown.isdigit() else 1
            days = DAYS_BEFORE.search(text[: match.start()]) if unit < timedelta(days=1) else None
            before = count * unit + timedelta(days=int(days[1]) if days else 0)
            return (local - before).date(), f"{match[0]!r} before it was seen"
    for pattern, before in ALONE:
        if match := pattern.search(text):
            return (local - before).date(), f"{match[0]!r} before it was seen"
    for word in re.findall(r"[^\W\d_][\w’']*", text)[:4]:
        named = fold(word).replace("’", "'")
        if named in word_list("today") or named in word_list("yesterday"):
            return (
                local - timedelta(days=int(named in word_list("yesterday")))
            ).date(), f"{word!r}, as seen then"
    return None
