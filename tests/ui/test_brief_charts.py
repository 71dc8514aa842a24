"""From counts to bars, dots and labels."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from newsfold.analytics.brief import DayLine, PlaceLine
from newsfold.ui.brief_charts import (
    CELL,
    MAP_HEIGHT,
    MAP_WIDTH,
    TREND_HEIGHT,
    WORLD,
    land_path,
    map_dots,
    scaled,
    trend_bars,
)

places = st.builds(
    PlaceLine,
    place=st.text(min_size=1, max_size=40),
    country=st.none(),
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
    articles=st.integers(1, 10**6),
    reports=st.just(1),
)


@given(st.lists(places, max_size=40))
def test_dots_and_their_names_stay_on_the_map(lines):
    dots = map_dots(lines)
    assert [dot.line for dot in dots] == lines
    for dot in dots:
        assert 0 <= dot.x <= MAP_WIDTH
        assert 0 <= dot.y <= MAP_HEIGHT
        if dot.label:
            assert 0 <= dot.label_x <= MAP_WIDTH
            assert 0 <= dot.label_y <= MAP_HEIGHT


def test_two_names_on_one_spot_do_not_cover_each_other():
    dots = map_dots([PlaceLine(name, None, 48.2, 16.4, 5, 5) for name in ("Vienna", "Wien", "Bec")])
    spots = {(dot.label_x, dot.label_y, dot.anchor) for dot in dots if dot.label}
    assert len(spots) == sum(bool(dot.label) for dot in dots) > 1


def test_a_place_without_coordinates_is_not_drawn():
    assert map_dots([PlaceLine("Nowhere", None, None, None, 3, 3)]) == []


@given(st.lists(st.tuples(st.integers(0, 10**6), st.floats(0, 1)), max_size=28))
def test_the_bars_of_the_days_are_as_high_as_their_counts(counts):
    lines = [DayLine(date(2025, 9, 1), articles, int(articles * part)) for articles, part in counts]
    for bar in trend_bars(lines):
        assert 0 <= bar.reports <= bar.articles <= TREND_HEIGHT + 1e-6
    if any(line.articles for line in lines):
        assert max(bar.articles for bar in trend_bars(lines)) > TREND_HEIGHT - 1e-6


def test_a_bar_never_leaves_its_track():
    assert [scaled(value, 10) for value in (None, 0, 5, 10, 20)] == [0, 0, 50, 100, 100]
    assert scaled(3, 0) == 0


def test_the_world_fits_the_map():
    rows = [line for line in WORLD.read_text(encoding="utf-8").splitlines() if not line.startswith(";")]
    assert len(rows) * CELL == MAP_HEIGHT
    assert max(map(len, rows)) * CELL <= MAP_WIDTH
    assert land_path().count("M") == sum(line.count("#") for line in rows) > 1000
