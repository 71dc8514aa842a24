"""What a value of `sources.toml` may be, beyond its type: what no setting can mean, and what can't be stored or reckoned with."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

#: The most that a number may be, by the unit that its name ends with; of others 10**12. Years by the hundred, and what Python and
#: Postgres can add to a time.
MOST = {
    "_seconds": 10**9,
    "_minutes": 10**7,
    "_hours": 10**6,
    "_days": 36_500,
    "_at_once": 1_000,
    "_files": 2 * 10**9,
}
MOST_OF_OTHERS = 10**12
MAX_TEXT = 2_000
#: A slug is also the name of a folder, of which some systems take 255 bytes.
MAX_SLUG = 100
CODES = {
    "language": (re.compile(r"[a-z]{2,3}"), "two or three small letters of ISO 639, such as en"),
    "country": (re.compile(r"(?!UK|EN)[A-Z]{2}"), "two capital letters of ISO 3166-1, such as GB"),
}


def find_fault(values: Any) -> str | None:
    """What is wrong with one of the values of a Source or of Settings, in words that name its key; None where nothing is."""
    for each in fields(values):
        fault = fault_of(each.name, getattr(values, each.name))
        if fault:
            return f"{each.name} {fault}"
    return None


def fault_of(name: str, value: object) -> str | None:
    """What is wrong with a value; for a list or a table with one of its texts."""
    if isinstance(value, str):
        return fault_of_text(name, value)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return fault_of_number(name, value)
    texts: Sequence[object] = ()
    if isinstance(value, Mapping):
        texts = [*value, *value.values()]
    elif isinstance(value, Sequence):
        texts = value
    return next((fault for each in texts if (fault := fault_of(name, each))), None)


def fault_of_text(name: str, text: str) -> str | None:
    """A text that is too long, has characters that are not seen, or is not of the form that its key asks for."""
    if len(text) > MAX_TEXT:
        return f"must not have more than {MAX_TEXT:,} characters"
    hidden = next((each for each in text if unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp")), None)
    if hidden:
        return f"must have no control characters, and has U+{ord(hidden):04X}"
    if name == "slug" and len(text) > MAX_SLUG:
        return f"must not have more than {MAX_SLUG} characters"
    form, words = CODES.get(name, (None, ""))
    return f"must be {words}, not {text!r}" if form and not form.fullmatch(text) else None


def fault_of_number(name: str, number: float) -> str | None:
    """A number that is none, is below 0, or more than anybody means."""
    most = next((most for unit, most in MOST.items() if name.endswith(unit)), MOST_OF_OTHERS)
    if not 0 <= number <= most:
        return (
            f"must be from 0 to {most:,}, not {number:g}"
            if abs(number) < 10**300
            else f"must be from 0 to {most:,}"
        )
    return None
