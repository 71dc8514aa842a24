"""Texts that hold two reports, each in a part of its own: they are no bond between the two.

Which part of a text another one covers is known of each relation (`part_of`). Two texts that lie in two parts of a third, one
behind the other, and are not related themselves, are two reports, and the third is a round-up of them. Where they are related,
the third is only longer; where they share a part, they tell the same.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

TextPair = tuple[bytes, bytes]

#: Of the places of the matching sentences so many hundredths are left out at either end: one sentence may match by chance.
LEFT_OUT = 15
#: So much of a text at most is a part of it, in thousandths, without what is left out; more is the whole.
MOST_PART = 500
#: Of more texts in one only so many are looked at, those that stand first and last.
MOST_HELD = 100


class Part(NamedTuple):
    """From where to where a text is matched by another, in thousandths of its sentences."""

    first: int
    last: int


Parts = tuple[Part, Part]


def part_of(places: Sequence[int], sentences: int) -> Part:
    """Give the part of a text in which its matching sentences stand; `places` count its sentences from 0."""
    if not places or not sentences:
        return Part(0, 1000)
    ordered = sorted((2 * place + 1) * 500 // sentences for place in places)
    skipped = len(ordered) * LEFT_OUT // 100
    return Part(ordered[skipped], ordered[-1 - skipped])


def round_ups(relations: Mapping[TextPair, float], parts: Mapping[TextPair, Parts]) -> frozenset[bytes]:
    """Give the texts that hold two others which are not related. `parts` are keyed as `relations` are; where a relation has none,
    nothing is known of it."""
    held: dict[bytes, list[tuple[Part, bytes]]] = defaultdict(list)
    for (one, other), (of_one, of_other) in parts.items():
        if (one, other) not in relations:
            continue
        if is_inside(of_one, of_other):
            held[other].append((of_other, one))
        elif is_inside(of_other, of_one):
            held[one].append((of_one, other))
    return frozenset(text for text, inside in held.items() if holds_two(sorted(inside), relations))


def is_inside(part: Part, other: Part) -> bool:
    """Whether the whole of one text stands in a part of the other."""
    return part.last - part.first > MOST_PART and other.last - other.first <= MOST_PART


def holds_two(inside: Sequence[tuple[Part, bytes]], relations: Mapping[TextPair, float]) -> bool:
    """Whether two of the texts lie one behind the other and are not related."""
    if len(inside) > MOST_HELD:
        inside = [*inside[: MOST_HELD // 2], *inside[-MOST_HELD // 2 :]]
    return any(
        part.last < behind.first and (min(one, other), max(one, other)) not in relations
        for number, (part, one) in enumerate(inside)
        for behind, other in inside[number + 1 :]
    )
