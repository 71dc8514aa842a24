"""Times told from now."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from newsfold.headers.relative_times import read_relative, seen_at
from newsfold.model import HeaderPlace, RawHeader

NOW = datetime(2025, 9, 27, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2 hours ago", date(2025, 9, 27)),
        ("an hour ago", date(2025, 9, 27)),
        ("3 days ago", date(2025, 9, 24)),
        ("vor 2 Tagen", date(2025, 9, 25)),
        ("il y a 3 jours", date(2025, 9, 24)),
        ("hace 1 semana", date(2025, 9, 20)),
        ("há 2 dias", date(2025, 9, 25)),
        ("2 giorni fa", date(2025, 9, 25)),
        ("2 dagen geleden", date(2025, 9, 25)),
        ("2 часа назад", date(2025, 9, 27)),
        ("3天前", date(2025, 9, 24)),
        ("2 時間前", date(2025, 9, 27)),
        ("2일 전", date(2025, 9, 25)),
        ("yesterday", date(2025, 9, 26)),
        ("heute", date(2025, 9, 27)),
        ("2h ago", date(2025, 9, 27)),
        ("2 days, 3 hours ago", date(2025, 9, 25)),
        ("vor einem Tag", date(2025, 9, 26)),
        ("il y a une semaine", date(2025, 9, 20)),
        ("hace un día", date(2025, 9, 26)),
        ("un'ora fa", date(2025, 9, 27)),
        ("een dag geleden", date(2025, 9, 26)),
        ("день назад", date(2025, 9, 26)),
        ("5 мин. назад", date(2025, 9, 27)),
        ("منذ 3 أيام", date(2025, 9, 24)),
        ("قبل يومين", date(2025, 9, 25)),
        ("2 小時前", date(2025, 9, 27)),
        ("昨日", date(2025, 9, 26)),
        ("3일 전", date(2025, 9, 24)),
        ("2 दिन पहले", date(2025, 9, 25)),
        ("एक घंटे पहले", date(2025, 9, 27)),
    ],
)
def test_a_relative_time_is_a_day_before_the_fetch(text, day):
    assert read_relative(text, NOW, None)[0] == day


def test_the_day_is_the_one_in_the_sources_zone():
    assert read_relative("1 hour ago", NOW, ZoneInfo("Asia/Seoul"))[0] == date(2025, 9, 28)


@pytest.mark.parametrize("text", ["", "long ago", "5 apples", "x" * 500])
def test_other_text_gives_none(text):
    assert read_relative(text, NOW, None) is None


@pytest.mark.parametrize(
    ("name", "value", "seen"),
    [
        ("warc.date", "2024-03-05T06:07:08Z", datetime(2024, 3, 5, 6, 7, 8, tzinfo=UTC)),
        ("mail.date", "Tue, 5 Mar 2024 08:07:08 +0200", datetime(2024, 3, 5, 6, 7, 8, tzinfo=UTC)),
        ("mail.date", "2024-03-05 08:07:08+02:00", datetime(2024, 3, 5, 6, 7, 8, tzinfo=UTC)),
        ("warc.date", "2024-03-05T06:07:08", NOW),
        ("warc.date", "2026-03-05T06:07:08Z", NOW),
        ("warc.date", "no date", NOW),
        ("mail.date", "Tue, 99 Foo 2024", NOW),
        ("date", "2024-03-05T06:07:08Z", NOW),
    ],
)
def test_now_is_when_the_container_says_the_record_was_seen(name, value, seen):
    assert seen_at([RawHeader(name, value, HeaderPlace("container"))], NOW) == seen
