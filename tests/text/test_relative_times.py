"""Times told from now."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from newsfold.text.relative_times import read_relative

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
