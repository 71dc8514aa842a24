"""Which column or property of a table holds which field, by what stands in it: for tables whose names nobody knows."""

import re
from collections.abc import Mapping, Sequence

from newsfold.formats.tables.named_fields import BESIDE_TEXT, comparable
from newsfold.text.date_forms import find_dates
from newsfold.text.date_readings import DateHints

MANY = 0.9
LEAST_ROWS = 3
MIN_TEXT = 200
MIN_HEADLINE, MAX_HEADLINE = 15, 300
MAX_DATE = 60
NAME = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w'’.-]{0,30}(?: [^\W\d_a-zß-öø-ÿ][\w'’.-]{0,30}){1,3}")


def columns_of(rows: Sequence[Mapping[str, str]]) -> dict[str, tuple[str, str]]:
    """Which column or property of a table holds which field, by what stands in it: field -> its name and the reason."""
    if len(rows) < LEAST_ROWS:
        return {}
    values = {name: [row[name] for row in rows if row.get(name)] for name in rows[0]}
    values = {name: each for name, each in values.items() if each and comparable(name) not in BESIDE_TEXT}
    lengths = {name: sum(map(len, each)) / len(each) for name, each in values.items()}
    body = max(lengths, key=lambda name: lengths[name], default="")
    if not body or lengths[body] < MIN_TEXT:
        return {}
    found = {"body": (body, f"the longest texts, {lengths[body]:,.0f} characters on average")}
    for name in sorted(values, key=lambda name: -lengths[name]):
        field = field_of(values[name]) if name != body else None
        if field is not None:
            found.setdefault(field[0], (name, field[1]))
    return found


def field_of(values: Sequence[str]) -> tuple[str, str] | None:
    """Which field the values of a column can be, and why; None where they can be anything."""
    many, length = MANY * len(values), sum(map(len, values)) / len(values)
    addresses = sum(value.startswith(("http://", "https://")) for value in values)
    if addresses >= many:
        return "url", f"{addresses} of {len(values)} values are addresses"
    days = sum(len(value) <= MAX_DATE and bool(find_dates(value, DateHints())) for value in values)
    if days >= many:
        return "published", f"{days} of {len(values)} values are dates"
    names = sum(NAME.fullmatch(value) is not None for value in values)
    if names >= many:
        return "byline", f"{names} of {len(values)} values are names, such as {values[0][:60]!r}"
    if MIN_HEADLINE <= length <= MAX_HEADLINE and len(set(values)) >= many and " " in values[0]:
        return "headline", f"short lines that are all different, such as {values[0][:60]!r}"
    return None
