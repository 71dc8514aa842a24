"""What a bar says of what is done."""

import pytest

from newsfold.cli.console import amount


@pytest.mark.parametrize(
    ("done", "total", "records", "seconds", "said"),
    [
        (3, 40, None, 5.0, "3/40"),
        (3, None, None, None, "3"),
        (2_250_000_000, 5_000_000_000, 12_345, 60.0, "45% of 5.0 GB, 12,345 records, 206 a second"),
        (0, 5_000_000_000, 0, None, "0% of 5.0 GB, 0 records"),
        (0, None, 1_200, 10.0, "1,200 records, 120 a second"),
    ],
)
def test_what_is_done_is_said(done, total, records, seconds, said):
    assert amount(done, total, records, seconds) == said
