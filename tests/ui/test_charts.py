"""From counts to rectangles."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.ui.charts import BOTTOM, HEIGHT, TOP, WIDTH, bar_chart, scale_end, shares_bar

OUTCOMES = ("original", "copy", "quarantined")
counts = st.fixed_dictionaries({name: st.integers(0, 5_000_000) for name in OUTCOMES})


@given(st.lists(counts, max_size=25))
def test_bars_stay_inside_the_chart_and_are_as_high_as_their_counts(rows):
    chart = bar_chart([SimpleNamespace(**row) for row in rows], OUTCOMES)
    largest = max((sum(row.values()) for row in rows), default=0)
    unit = (HEIGHT - TOP - BOTTOM) / scale_end(largest)
    for row, bar in zip(rows, chart.bars, strict=True):
        assert {part.outcome: part.count for part in bar.segments} == {k: v for k, v in row.items() if v}
        assert sum(part.height for part in bar.segments) == pytest.approx(sum(row.values()) * unit)
        assert TOP - 1e-6 <= bar.top <= chart.base
        assert all(part.x >= 0 and part.x + part.width <= WIDTH for part in bar.segments)


@given(st.lists(counts, min_size=1, max_size=25))
def test_parts_of_a_bar_touch_and_never_overlap(rows):
    for bar in bar_chart([SimpleNamespace(**row) for row in rows], OUTCOMES).bars:
        lower = HEIGHT - BOTTOM
        for part in bar.segments:
            assert part.y + part.height == pytest.approx(lower)
            lower = part.y


@given(st.integers(0, 10**12))
def test_the_scale_ends_at_or_above_the_largest_bar_and_not_far_above(largest):
    end = scale_end(largest)
    assert end >= largest
    assert largest <= 4 or end <= 2 * largest


@given(counts)
def test_shares_fill_the_whole_width(row):
    parts = shares_bar(row, OUTCOMES)
    assert sum(part.width for part in parts) == pytest.approx(1000.0 if any(row.values()) else 0.0)


def test_a_count_that_is_not_known_yet_is_drawn_as_none():
    row = SimpleNamespace(original=None, copy=None, quarantined=None)
    assert bar_chart([row], OUTCOMES).bars[0].segments == ()
