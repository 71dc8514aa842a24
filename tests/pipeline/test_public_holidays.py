"""Public holidays of whole countries."""

from datetime import date

from newsfold.pipeline.public_holidays import public_holidays

CHRISTMAS, AN_ORDINARY_DAY = date(2025, 12, 25), date(2025, 9, 30)


def test_a_holiday_is_known_by_country_and_an_ordinary_day_is_none():
    found = public_holidays({"DE", "GB", "CN"}, [CHRISTMAS, AN_ORDINARY_DAY])
    assert set(found) == {("DE", CHRISTMAS), ("GB", CHRISTMAS)}
    assert all(found.values())


def test_a_country_that_nobody_knows_and_a_source_without_one_have_none():
    assert public_holidays({"ZZ", None}, [CHRISTMAS]) == {}
