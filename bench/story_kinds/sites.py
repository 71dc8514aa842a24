"""Articles of invented sites that share what these put above, below or in place of them: walls, letters, galleries."""

import random
import tomllib
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from bench.story_kinds import KindPair, Words, draw, paragraphs, report

BLOCKS = ("wall", "newsletter", "gallery", "background")
#: In what two events of one site differ.
APART = ("Town", "Firm", "Lake", "A")
#: What opens an article of a topic.
HEADLINES = {
    "dam": "Water is let out of the {Lake} reservoir",
    "merger": "{Firm} to take over {Other}",
    "school": "{Town} closes {few} schools",
    "port": "{Town} dredges its harbour",
    "hospital": "{gates} operations postponed in {Town}",
}


def site_pairs(words: Words, chance: random.Random, pages: int = 5) -> Iterator[KindPair]:
    """For each outlet and kind of block some articles on different events, each pair of them; and pages on which the block is all
    that there is below a headline."""
    sites = tomllib.loads(Path(__file__).with_name("sites.toml").read_text(encoding="utf-8"))
    for number, outlet in enumerate(sites["outlets"]):
        for kind in BLOCKS:
            block = site_block(sites, kind, outlet, chance)
            # A background stands below an article's own text, seldom below a single sentence.
            place = chance.choice(["below", "below", "above", "around"]) if kind != "background" else "below"
            found = events(words, chance, block, place, kind, pages)
            for (one, first), (other, second) in combinations(found, 2):
                yield KindPair(
                    f"site, {kind}", f"{number} {place}", False, one, other, "en", chance.choice([0, 0, 1, 2]), True,
                    (first, second),
                )  # fmt: skip
            if kind != "background":
                (_, first), (_, second), *_ = found
                only = "\n\n".join(block)
                for one in (only, found[0][0]):
                    yield KindPair(
                        f"site, {kind} only", str(number), False, one, only, "en", 0, True,
                        (first, second),
                    )  # fmt: skip


def site_block(sites: Words, kind: str, outlet: str, chance: random.Random) -> list[str]:
    """Paragraphs of a site's own."""
    filled = {
        "outlet": outlet,
        "price": chance.choice(sites["prices"]),
        "editor": chance.choice(sites["editors"]),
        "program": chance.choice(sites["programs"]),
        "day": chance.choice(sites["days"]),
        "people": f"{chance.randrange(20, 900) * 100:,}",
    }
    chosen = chance.sample(sites[kind], chance.randrange(4, min(9, len(sites[kind]) + 1)))
    return [each.format(**filled) for each in chosen]


def events(
    words: Words, chance: random.Random, block: list[str], place: str, kind: str, pages: int
) -> list[tuple[str, str]]:
    """Texts with a block, each with its headline: events of their own, in places and of firms of their own."""
    topics = chance.choices(sorted(words["topic"]), k=pages)
    drawn: list[Words] = []
    while len(drawn) < pages:
        filled = draw(words, chance)
        if all(filled[gap] != other[gap] for other in drawn for gap in APART if gap in filled):
            drawn.append(filled)
    return [
        article(words, chance, block, place, kind, name, filled)
        for name, filled in zip(topics, drawn, strict=True)
    ]


def article(
    words: Words,
    chance: random.Random,
    block: list[str],
    place: str,
    kind: str,
    name: str,
    filled: dict[str, str],
) -> tuple[str, str]:
    """A text with the block, and its headline."""
    facts = report(words["topic"][name], filled, chance.randrange(2))
    own = facts[: chance.randrange(3 if kind == "background" else 1, 6)]
    half = len(block) // 2
    parts = {
        "below": [paragraphs(own), *block],
        "above": [*block, paragraphs(own)],
        "around": [*block[:half], paragraphs(own), *block[half:]],
    }
    return "\n\n".join(parts[place]), HEADLINES[name].format(**filled)
