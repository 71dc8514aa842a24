from datetime import UTC, datetime

import pytest

from newsfold.headers.seen_times import seen_at
from newsfold.model import HeaderPlace, RawHeader

NOW = datetime(2025, 9, 27, 20, 0, tzinfo=UTC)


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
