"""Months and digits of every language, and days of other calendars: converted with evidence, or left unknown."""

from datetime import date, timedelta

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.text import calendars
from newsfold.text.calendar_names import FULL_LOCALES, LOCALES, OWN_SCRIPT_LOCALES
from newsfold.text.date_forms import find_dates, read_date
from newsfold.text.date_readings import DateHints
from newsfold.text.foreign_dates import months

DAY = date(2025, 9, 27)
# Zero to nine in scripts that news are written in.
DIGITS = [
    "0123456789",
    "٠١٢٣٤٥٦٧٨٩",
    "۰۱۲۳۴۵۶۷۸۹",
    "०१२३४५६७८९",
    "০১২৩৪৫৬৭৮৯",
    "๐๑๒๓๔๕๖๗๘๙",
    "០១២៣៤៥៦៧៨៩",
    "၀၁၂၃၄၅၆၇၈၉",
    "௦௧௨௩௪௫௬௭௮௯",
]


def read(text: str, language: str | None = None, country: str | None = None) -> date | None:
    reading = read_date(text, DateHints(language, country, this_year=2026))
    return reading.as_date() if reading else None


@pytest.mark.parametrize("code", sorted({*LOCALES, *FULL_LOCALES, *OWN_SCRIPT_LOCALES}))
def test_every_month_of_every_language_dates_a_text(code):
    locale = Locale.parse(code)
    for number, name in locale.months["format"]["wide"].items():
        if any(character.isdigit() for character in name):
            continue
        for text in (f"27 {name} 2025", f"{name} 27, 2025", f"2025 {name} 27"):
            assert read(text, locale.language) == date(2025, number, 27), text


@pytest.mark.parametrize("digits", DIGITS)
@pytest.mark.parametrize(
    "form", ["2025-09-27", "27.09.2025", "27/9/2025", "27 September 2025", "2025年9月27日"]
)
def test_a_date_is_read_in_the_digits_of_every_script(digits, form):
    shown = form.translate(str.maketrans("0123456789", digits))
    assert read(shown) == DAY


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("۵ مهر ۱۴۰۴", "fa"),
        ("شنبه ۵ مهر ۱۴۰۴ - ۱۰:۱۵", "fa"),
        ("۵ میزان ۱۴۰۴", "fa"),
        ("5 Mehr 1404", None),
        ("۱۴۰۴/۰۷/۰۵", "fa"),
        ("1404-07-05", "fa"),
        ("1447/04/05", "ar"),
        ("٥ ربيع الآخر ١٤٤٧ هـ", "ar"),
        ("5 ربيع الثاني 1447", "ar"),
        ("ה' בתשרי תשפ\"ו", "he"),
        ("ה׳ בתשרי ה'תשפ״ו", "he"),
        ("5 בתשרי 5786", "he"),
        ("27 בספטמבר 2025", "he"),
        ("27 กันยายน พ.ศ. 2568", "th"),
        ("๒๗ กันยายน ๒๕๖๘", "th"),
        ("27 ก.ย. 2568 10:15 น.", "th"),
        ("27/9/2568", "th"),
        ("27 กันยายน 2025", "th"),
        ("114/09/27", "zh"),
        ("民國114年9月27日", "zh"),
        ("民國114.9.27", None),
        ("二〇二五年九月二十七日", "zh"),
        ("令和7年9月27日", "ja"),
        ("令和七年九月二十七日", "ja"),
        ("R7.9.27", "ja"),
        ("መስከረም 17 ቀን 2018", "am"),
        ("११ असोज २०८२", "ne"),
        ("२०८२ असोज ११", "ne"),
        ("ngày 27 tháng 9 năm 2025", "vi"),
        ("27 Th9 2025", "vi"),
        ("2025. gada 27. septembris", "lv"),
    ],
)
def test_a_day_of_another_calendar_is_the_gregorian_one(text, language):
    assert read(text, language) == DAY


@pytest.mark.parametrize("text", ["1404-07-05", "1404/07/05", "1447/04/05"])
@pytest.mark.parametrize("language", [None, "en"])
def test_a_year_without_its_calendar_stays_unknown(text, language):
    readings = find_dates(text, DateHints(language, this_year=2026))
    assert readings
    assert all(reading.problem for reading in readings)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("27 सितंबर 2025", "hi", DAY),
        ("11 माघ 2025", "hi", None),  # a month of Hindi beside a Gregorian year is no Nepali date
        ("27 September 1914", "en", date(1914, 9, 27)),
        ("1758-09-27", "en", date(1758, 9, 27)),
        ("30 اسفند 1404", "fa", None),  # no leap year
        ("30 มกราคม 2568", "th", date(2025, 1, 30)),
        ("114/13/27", "zh", None),
        ("99/09/27", "zh", None),
    ],
)
def test_what_is_no_day_of_another_calendar_is_not_made_one(text, language, day):
    assert read(text, language) == day


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("persian", (1300, 1, 1), date(1921, 3, 21)),
        ("islamic", (1365, 1, 1), date(1945, 12, 5)),
        ("hebrew", (5700, 7, 1), date(1939, 9, 14)),
        ("ethiopic", (1900, 1, 1), date(1907, 9, 12)),
        ("bikram_sambat", (1992, 1, 1), date(1935, 4, 13)),
    ],
)
def test_each_day_follows_the_one_before(name, first, last):
    """All days of a hundred years, in order, without a gap: the property of a calendar."""
    convert = calendars.CALENDARS[name]
    year, month, _ = first
    expected = last
    order = [*range(month, 14), *range(1, month)] if name == "hebrew" else range(1, 14)
    for each in range(year, year + 100):
        for number in order:
            for counted in range(1, 33):
                found = convert(each, number, counted)
                if found is None:
                    continue
                assert found == expected, (each, number, counted)
                expected += timedelta(days=1)


def test_every_month_of_every_calendar_is_known_by_its_name():
    assert {calendar for known in months().values() for calendar, _ in known} == set(calendars.CALENDARS)


@settings(deadline=None)
@given(
    st.text(alphabet="0123456789۰۱۴/.-'\"״׳ אבתשרפו مهر محرم R年月日", max_size=60),
    st.sampled_from([None, "fa", "ar", "he", "zh", "th"]),
)
def test_no_text_raises(text, language):
    for reading in find_dates(text, DateHints(language, this_year=2026)):
        reading.as_date()
