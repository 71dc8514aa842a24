"""Dates of tables and JSON: the order that the file's other dates show, and the shapes in which databases write one."""

import json

import pytest

from newsfold.formats import read
from newsfold.formats.tables.date_order import order_of_dates
from newsfold.formats.tables.named_fields import date_texts
from newsfold.model import Record

TEXT = "The ferry to Tiree sails again, its owner said on Saturday."


def orders(data: str) -> list[str]:
    return [
        next((header.value for header in record.headers if header.name == "date.order"), "")
        for record in read(data.encode(), name="x")
        if isinstance(record, Record)
    ]


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["15/4/2019", "2/5/2019"], "DMY"),
        (["9/27/2025", "9/5/2025"], "MDY"),
        (["9-27-25 10:15", "9-5-25"], "MDY"),
        (["2/5/2019", "3/5/2019"], ""),
        (["15/4/2019", "4/15/2019"], ""),
        (["2019-04-15", "27.09.2025", "", "soon"], ""),
    ],
)
def test_the_order_is_that_of_the_dates_which_can_be_read_one_way(dates: list[str], order: str) -> None:
    assert order_of_dates(dates) == order
    rows = "\n".join(f'Ferry {number},{day},"{TEXT}"' for number, day in enumerate(dates))
    assert orders(f"title,date,text\n{rows}\n") == [order] * len(dates)
    items = [{"title": "Ferry", "date": day, "text": TEXT} for day in dates]
    assert orders(json.dumps(items)) == [order] * len(dates)
    assert orders("\n".join(map(json.dumps, items))) == [order] * len(dates)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2025-09-27", "2025-09-27"),
        (1758964500, "1758964500"),
        ([2025, 9, 27], "2025-09-27"),
        ([2025, 9, 27, 10, 15], "2025-09-27T10:15:00"),
        ([2025, 9, 27, 10, 15, 30, 0], "2025-09-27T10:15:30"),
        ({"$date": "2025-09-27T10:15:00Z"}, "2025-09-27T10:15:00Z"),
        ({"$date": 1758964500000}, "1758964500000"),
        ({"$date": {"$numberLong": "1758964500000"}}, "1758964500000"),
        ({"seconds": 1758964500, "nanoseconds": 0}, "1758964500"),
        ({"_seconds": 1758964500, "_nanoseconds": 0}, "1758964500"),
        ({"year": 2025, "month": 9, "day": 27}, "2025-09-27"),
        ({"date": "2025-09-27", "timezone": "Europe/London"}, "2025-09-27"),
        ({"iso": "2025-09-27T10:15:00Z"}, "2025-09-27T10:15:00Z"),
        (["2025-09-27", "2025-09-28"], "2025-09-27"),
        ([[2025, 9, 27]], "2025-09-27"),
    ],
)
def test_a_date_of_a_database_is_read(value: object, text: str) -> None:
    assert date_texts(value)[:1] == [text]


DEEP = {"date": {"date": {"date": {"date": {"date": [2025, 9, 27]}}}}}


@pytest.mark.parametrize("value", [None, [], {}, [1, 2, 3], [True], DEEP, [[[[[[1]]]]]]])
def test_other_values_are_no_dates(value: object) -> None:
    assert not any("-" in text for text in date_texts(value))
