"""In which order day and month stand in the dates of a file: those of its rows that can be read one way only tell it for all."""

import re
from collections.abc import Iterable
from dataclasses import replace

from newsfold.model import HeaderPlace, RawHeader, Record, Rejection

# Day and month with the year behind them, in numbers; full stops divide no month-first date.
NUMERIC_DAY = re.compile(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")


def order_of_dates(values: Iterable[str]) -> str:
    """`DMY` or `MDY` where dates among `values` can only be so and none only otherwise; else an empty text."""
    orders = set()
    for value in values:
        match = NUMERIC_DAY.match(value.strip())
        first, second = (int(match[1]), int(match[3])) if match else (0, 0)
        if first > 12 >= second > 0:
            orders.add("DMY")
        elif second > 12 >= first > 0:
            orders.add("MDY")
    return orders.pop() if len(orders) == 1 else ""


def with_order(item: Record | Rejection, order: str) -> Record | Rejection:
    """The record with the order of its file as the header `date.order`."""
    if not order or isinstance(item, Rejection):
        return item
    header = RawHeader("date.order", order, HeaderPlace("other dates of the file"))
    return replace(item, headers=(*item.headers, header))
