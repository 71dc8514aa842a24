"""Which securities and issuers a text names by a code: tickers, ISINs, CUSIPs, LEIs.

A ticker is one where its place shows it: behind the name of an exchange, `(NYSE: ABC)`, with the end of one in brackets,
`(ABC.L)`, `<ABC.N>`, `[7203.T]`, alone in angle brackets as agencies write it, `<ABC>`, or behind a dollar sign, `$ABC`. `(ABC)`
may be anybody's initials and is none. The others have check digits.
"""

import re
from functools import cache
from typing import NamedTuple

from newsfold.text.data_files import read as word_lists

_SYMBOL = "[A-Z0-9]{1,6}"
_ISIN = re.compile(r"\b[A-Z]{2}[A-Z0-9]{9}\d\b")
_LEI = re.compile(r"\b[A-Z0-9]{18}\d{2}\b")
_CUSIP = re.compile(r"\bCUSIP(?: [Nn]umbers?| [Nn]o\.?)?:? ?([A-Z0-9]{8}\d)\b")
_CASHTAG = re.compile(r"(?<![\w$])\$([A-Z]{2,6})(?:\.[A-Z])?\b(?! ?\d)")
_BRACKETED = re.compile(rf"[<(\[]({_SYMBOL})\.([A-Z]{{1,2}})(?:, [^)\]>]{{0,60}})?[>)\]]")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]\n]{3,80})[)\]]")
_ANGLED = re.compile(r"<([A-Z]{1,6})>")
#: What stands behind a dollar sign and is money.
_MONEY = frozenset(
    {
        "US",
        "USD",
        "CAN",
        "CAD",
        "AUD",
        "NZ",
        "NZD",
        "HK",
        "HKD",
        "SG",
        "SGD",
        "MM",
        "BN",
        "TN",
        "EC",
        "TT",
        "JM",
    }
)


class Security(NamedTuple):
    """A code as it is compared: `kind` is ticker, isin, cusip or lei; `place` says where a ticker is listed, empty where the text
    does not."""

    kind: str
    place: str
    code: str


def named_securities(text: str) -> frozenset[Security]:
    """Give the securities and issuers that a text names by a code. Never raises."""
    found = {Security("ticker", place, code) for place, code in _tickers(text)}
    found |= {Security("isin", "", code) for code in _ISIN.findall(text) if is_isin(code)}
    found |= {Security("cusip", "", code) for code in _CUSIP.findall(text) if is_cusip(code)}
    found |= {Security("lei", "", code) for code in _LEI.findall(text) if is_lei(code)}
    return frozenset(found)


def are_others(ours: frozenset[Security], theirs: frozenset[Security]) -> bool:
    """Whether both name codes of one kind, listed in one place as far as they say where, and no code is in both.

    A firm has another symbol in each place, and codes of each kind: those can't be held against each other.
    """
    if {each.code for each in ours} & {each.code for each in theirs}:
        return False
    return any(
        one.kind == other.kind and (one.place == other.place or not one.place or not other.place)
        for one in ours
        for other in theirs
    )


def _tickers(text: str) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    if "$" in text:
        found |= {("", code) for code in _CASHTAG.findall(text) if code not in _MONEY}
    if "<" in text:
        found |= {("", code) for code in _ANGLED.findall(text)}
    ends = _places("ends")
    found |= {(ends[end], code) for code, end in _BRACKETED.findall(text) if end in ends}
    names = _places("names")
    for inside in _IN_BRACKETS.findall(text):
        found |= {(names[name], code) for name, code in _listed().findall(inside)}
    return found


@cache
def _places(list_name: str) -> dict[str, str]:
    lists = word_lists("exchanges")[list_name]
    return {name: place for place, names in lists.items() for name in names}


@cache
def _listed() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_places("names"), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])({names})(?: ticker| symbol)?[:：] ?({_SYMBOL})\b")


def _value(sign: str) -> int:
    """A digit as it is, letters from 10 on."""
    return int(sign, 36)


def is_isin(code: str) -> bool:
    """Whether the check digit of an ISIN is right (ISO 6166: Luhn over its letters as numbers)."""
    digits = "".join(str(_value(sign)) for sign in code)
    return _luhn(digits)


def is_cusip(code: str) -> bool:
    """Whether the check digit of a CUSIP is right."""
    total = 0
    for place, sign in enumerate(code[:8]):
        value = _value(sign) * (2 if place % 2 else 1)
        total += value // 10 + value % 10
    return (10 - total % 10) % 10 == int(code[8])


def is_lei(code: str) -> bool:
    """Whether the check digits of an LEI are right (ISO 17442: modulo 97)."""
    return any(sign.isalpha() for sign in code) and int("".join(str(_value(sign)) for sign in code)) % 97 == 1


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value // 10 + value % 10
    return total % 10 == 0
