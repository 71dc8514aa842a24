"""Labelled pairs and sagas of the kinds that a fold easily gets wrong, made of invented texts.

`seen.toml` has what the rules were made on, `kept.toml` what they were only tried on. All is drawn with fixed seeds.
"""

import random
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

HALVES = ("seen", "kept")
#: What a site puts under or in place of its articles: the same words each time.
WALL = """This article is for subscribers. Sign in to your account, or choose one of our offers to read on. With a subscription \
you support independent journalism in your region. You can cancel at any time. Students pay half. If you have a paper \
subscription, you can activate your free access here. Do you have questions about your subscription? Our service team \
will be glad to help you from Monday to Friday between eight and six."""
BLOCK = """More pictures of the week from our readers. Send us your best photographs of the season and win a weekend for two at \
the lake. The winners will be chosen by a jury of three and told by post. Our newsletter brings you the most important \
stories of the day each morning at six, free of charge and without advertising. Sign up with your address below. You \
may also like what our columnists write about life in the valley, the recipes of the month and the big quiz for the \
whole family. Follow us on all channels."""
FIGURE = re.compile(r"\d[\d,]*\d|\d")

Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KindPair:
    """Two texts of one kind of pair. `same` says whether they carry one report; `days_apart` as in `newsfold.dedup.relate`."""

    kind: str
    family: str
    same: bool
    one: str
    other: str
    language: str = "en"
    days_apart: int = 0
    same_publisher: bool = False
    headlines: tuple[str, str] | None = None


def words_of(half: str) -> Words:
    """The forms, briefs and topics of a half."""
    return tomllib.loads(Path(__file__).with_name(f"{half}.toml").read_text(encoding="utf-8"))


def kind_pairs(half: str, *, draws: int = 12) -> list[KindPair]:
    """All pairs of a half; of each family and kind about so many as `draws` says."""
    words = words_of(half)
    found: list[KindPair] = []
    for make in (form_pairs, brief_pairs, topic_pairs, block_pairs):
        found += make(words, random.Random(f"{half} {make.__name__}"), draws)
    return found


# --- forms ---------------------------------------------------------------------------------------------------------


def form_pairs(words: Words, chance: random.Random, draws: int) -> Iterator[KindPair]:
    """A form filled twice, where something in its `key` differs; and the same filling with an edit."""
    for name, form in words["form"].items():
        language = form["language"]
        for _ in range(draws):
            one, other = filling(form, chance), filling(form, chance)
            while all(one[gap] == other[gap] for gap in form["key"]):
                other = filling(form, chance)
            texts = [form["text"].format(**each) for each in (one, other)]
            days, again = chance.choice([0, 1, 2, 7, 30]), chance.random() < 0.5
            yield KindPair("form", name, False, *texts, language, days, again)
        for _ in range(draws // 3):
            text = form["text"].format(**filling(form, chance))
            edit = chance.choice([more, cut])
            yield KindPair("form, sent again", name, True, text, edit(text), language, chance.choice([0, 1]))


def filling(form: Words, chance: random.Random) -> dict[str, str]:
    """One value for each gap."""
    return {gap: chance.choice(values) for gap, values in form["gaps"].items()}


def sentences(text: str) -> list[str]:
    """The sentences of a text of ours."""
    return [each for each in re.split(r"(?<=[.!?])\s+|(?<=[。！？])", text) if each]


def joined(parts: list[str]) -> str:
    """Sentences as a text."""
    return ("" if parts[0][-1] in "。！？" else " ").join(parts)


def cut(text: str) -> str:
    """Without its last sentence."""
    return joined(sentences(text)[:-1])


def more(text: str) -> str:
    """With its last sentence said twice, as a slip would have it."""
    found = sentences(text)
    return joined([*found, found[-1]])


# --- briefs --------------------------------------------------------------------------------------------------------


def brief_pairs(words: Words, chance: random.Random, draws: int) -> Iterator[KindPair]:
    """Briefs told twice, and briefs on two matters."""
    briefs = words["brief"]
    for name, brief in briefs.items():
        yield KindPair("brief, told anew", name, True, brief["one"], brief["other"])
        yield KindPair("brief, told anew", name, True, brief["one"], brief["other"], days_apart=1)
    for one, other in combinations(briefs, 2):
        yield KindPair("two briefs", f"{one} {other}", False, briefs[one]["one"], briefs[other]["other"])


# --- reports -------------------------------------------------------------------------------------------------------


def topic_pairs(words: Words, chance: random.Random, draws: int) -> Iterator[KindPair]:
    """Reports on what may happen anywhere: told anew, told by two newsrooms, told of two places."""
    for name, topic in words["topic"].items():
        for _ in range(draws):
            here, there = (draw(words, chance) for _ in range(2))
            while here["Town"] == there["Town"] or here["A"] == there["A"]:
                there = draw(words, chance)
            for kind, same, one, other, days in told(topic, here, there, chance):
                yield KindPair(kind, name, same, one, other, topic["language"], days)


def draw(words: Words, chance: random.Random) -> dict[str, str]:
    """What a report is filled with. Numbers only have the length of those that are listed: two events seldom share any."""
    return {gap: renumbered(chance.choice(values), chance) for gap, values in words["gap"].items()}


def renumbered(value: str, chance: random.Random) -> str:
    """Another number of as many digits, within the century for a year; what is no number as it is."""
    plain = value.replace(",", "")
    if not plain.isdigit():
        return value
    if len(plain) == 4 and "," not in value:
        return f"{plain[:2]}{chance.randrange(10, 80 if plain < '2000' else 28)}"
    number = chance.randrange(10 ** (len(plain) - 1) + 1, 10 ** len(plain))
    return f"{number:,}" if "," in value else str(number)


def told(
    topic: Words, here: dict[str, str], there: dict[str, str], chance: random.Random
) -> Iterator[tuple[str, bool, str, str, int]]:
    """The kinds of pairs of one topic."""
    ours, anew, elsewhere = report(topic, here, 0), report(topic, here, 1), report(topic, there, 0)
    fills: Callable[[str], str] = lambda text: text.format(**here)  # noqa: E731
    quotes = [
        f"“{each},” {here[who]} said." for each, who in zip(topic["quotes"], ("A", "B", "C"), strict=True)
    ]
    own = [fills(each) for each in topic["own"]]
    independent = [*anew[:2], *own, chance.choice(quotes)]
    background = sentences(fills(topic["background"]))
    yield "rewrite", True, paragraphs(ours), paragraphs(anew), 0
    yield "rewrite, numbers rounded", True, paragraphs(ours), rounded(paragraphs(anew)), 0
    yield "copy, numbers rounded", True, paragraphs(ours), rounded(paragraphs(ours)), 0
    yield (
        "copy, a sentence cut",
        True,
        paragraphs(ours),
        paragraphs(ours[:3] + ours[4:]),
        chance.choice([0, 1, 400]),
    )
    yield "independent", False, paragraphs(ours), paragraphs(independent), 0
    yield (
        "independent, the same quotes", False, paragraphs([*ours[:3], *quotes]),
        paragraphs([anew[0], *own[:2], *reversed(quotes), own[2]]), 0,
    )  # fmt: skip
    yield (
        "two events, one background", False, paragraphs([*ours[:5], *background]),
        paragraphs([*(fills(each) for each in topic["own"][:4]), *background]), chance.choice([0, 1, 2]),
    )  # fmt: skip
    yield "two places", False, paragraphs(ours), paragraphs(elsewhere), chance.choice([0, 1, 20])
    yield "two places, other words", False, paragraphs(anew), paragraphs(elsewhere), chance.choice([0, 1])
    yield "follow-up", False, paragraphs(ours), paragraphs([*own, ours[0], ours[4], *background[:2]]), 1


def report(topic: Words, filled: dict[str, str], wording: int) -> list[str]:
    """The facts in one of their two wordings."""
    return [fact[wording].format(**filled) for fact in topic["facts"]]


def paragraphs(parts: list[str]) -> str:
    """Two sentences a paragraph."""
    return "\n\n".join(" ".join(parts[at : at + 2]) for at in range(0, len(parts), 2))


def rounded(text: str) -> str:
    """Each number of two digits or more to its first one, or two where it has four."""

    def about(found: re.Match[str]) -> str:
        plain = found[0].replace(",", "")
        if len(plain) < 2 or (len(plain) == 4 and plain[:2] in ("19", "20")):
            return found[0]
        kept = 1 if len(plain) < 4 else 2
        return f"{round(int(plain), kept - len(plain)):,}"

    return FIGURE.sub(about, text)


# --- blocks --------------------------------------------------------------------------------------------------------


def block_pairs(words: Words, chance: random.Random, draws: int) -> Iterator[KindPair]:
    """Articles of one site that share what the site puts beside them, and texts that hold parts of others."""
    topics = words["topic"]
    for _ in range(2 * draws):
        one, other = chance.sample(sorted(topics), 2)
        texts = [report(topics[name], draw(words, chance), 0) for name in (one, other)]
        first, second = ([*each] for each in texts)
        further = sentences(topics[other]["background"].format(year=1951))
        days = chance.choice([0, 1, 2])
        yield KindPair(
            "access wall", one, False, f"{first[0]}\n\n{WALL}", f"{second[0]}\n\n{WALL}", "en", days, True
        )
        yield KindPair(
            "gallery block", one, False, f"{paragraphs(first[:4])}\n\n{BLOCK}", f"{paragraphs(second[:4])}\n\n{BLOCK}",
            "en", days, True,
        )  # fmt: skip
        yield KindPair(
            "parts of another", one, False, paragraphs(first), paragraphs([*second, *further, *first[2:4]]),
        )  # fmt: skip


# --- more than two -------------------------------------------------------------------------------------------------


def roundups(half: str, *, draws: int = 12) -> Iterator[tuple[str, str, str]]:
    """Two reports, and a text that holds both."""
    words, chance = words_of(half), random.Random(f"{half} roundups")
    for number in range(draws):
        names = chance.sample(sorted(words["topic"]), 2)
        filled = [draw(words, chance) for _ in names]
        whole = [report(words["topic"][name], each, 0) for name, each in zip(names, filled, strict=True)]
        anew = [
            report(words["topic"][name], each, number % 2) for name, each in zip(names, filled, strict=True)
        ]
        yield paragraphs(whole[0]), paragraphs(whole[1]), f"{paragraphs(anew[0])}\n\n{paragraphs(anew[1])}"


def saga(half: str, *, days: int = 15, texts: int = 80, kept: float = 0.75) -> list[tuple[int, str]]:
    """Follow-ups, each with its day: each keeps most of the one before, and adds what is new."""
    words, chance = words_of(half), random.Random(f"{half} saga {kept}")

    def fresh() -> Iterator[str]:
        while True:
            topic = words["topic"][chance.choice(sorted(words["topic"]))]
            filled = draw(words, chance)
            yield from (chance.choice(fact).format(**filled) for fact in chance.sample(topic["facts"], 3))

    news = fresh()
    said = [next(news) for _ in range(14)]
    found = []
    for number in range(texts):
        found.append((number * days // texts, paragraphs(said)))
        gone = round(len(said) * (1 - kept))
        said = [*(next(news) for _ in range(gone)), *said[: len(said) - gone]]
    return found
