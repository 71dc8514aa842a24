"""Items on the bonds, dividends and filings of invented firms: the same form for two firms, and one firm's told twice."""

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path

from bench.story_kinds import KindPair, Words
from newsfold.text.securities import is_isin

#: How many of the terms of one item the other firm's has too: bonds of a day are much alike.
ALIKE = (0.0, 0.5, 0.9)


def issuer_pairs(chance: random.Random, draws: int = 12) -> Iterator[KindPair]:
    """Of each form pairs of two firms, in one wording or two, and of one firm in two wordings, or with an edit."""
    words = tomllib.loads(Path(__file__).with_name("issuers.toml").read_text(encoding="utf-8"))
    for name, form in words["form"].items():
        for number in range(draws):
            ours, theirs = chance.sample(words["firms"], 2)
            mark = chance.choice(words["marks"])
            here = terms(words, chance)
            alike = chance.choice(ALIKE)
            there = {
                gap: value if chance.random() < alike else here[gap] for gap, value in terms(words, chance).items()
            } if number % 3 else here  # fmt: skip
            first, anew = form["wordings"]
            one = filled(first, ours, mark, here)
            days = chance.choice([0, 0, 1, 3])
            yield KindPair(
                "issuers, one form", name, False, one, filled(first, theirs, mark, there), "en", days
            )
            yield KindPair(
                "issuers, other words", name, False, one, filled(anew, theirs, mark, there), "en", 0
            )
            yield KindPair("issuer, told anew", name, True, one, filled(anew, ours, mark, here), "en", 0)
            longer = f"{one} The company could not be reached for comment."
            yield KindPair("issuer, a line more", name, True, one, longer, "en", 0)


def terms(words: Words, chance: random.Random) -> dict[str, str]:
    """What fills an item beside its firm."""
    return {
        "bank": chance.choice(words["banks"]),
        "person": chance.choice(words["persons"]),
        "amount": chance.choice(words["amounts"]),
        "coupon": chance.choice(words["coupons"]),
        "price": chance.choice(words["prices"]),
        "year": chance.choice(words["years"]),
        "rating": chance.choice(words["ratings"]),
        "cents": str(chance.randrange(8, 90)),
        "count": str(chance.randrange(11, 90)),
        "day": chance.choice(["March", "June", "September", "December"]),
    }


def filled(text: str, firm: list[str], mark: str, given: dict[str, str]) -> str:
    """An item; the number that stands in for a firm's paper is made of its ticker."""
    name, ticker = firm
    paper = f"DE000{ticker:A<4}{sum(map(ord, ticker)) % 90 + 10}"
    isin = next(f"{paper}{digit}" for digit in range(10) if is_isin(f"{paper}{digit}"))
    shown = mark.format(ticker=ticker, isin=isin)
    return text.format(firm=name, mark=shown, **given).replace("  ", " ")
