"""Texts on which a regular expression may take long, made from the expression itself.

A pattern backtracks where a piece can be read in many ways or from many places, and what follows fails. So an attack is an
opening that leads into the pattern, a pump that one of its repeats takes again and again, and an ending on which what follows
fails.
"""

import re
from collections.abc import Iterable, Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

#: Pumps that any reader of news meets, whatever the pattern.
GENERAL = (
    "\n",
    " ",
    "\t",
    "a",
    "A",
    "1",
    ".",
    ",",
    "<",
    ">",
    '"',
    "(",
    ")",
    "[",
    "-",
    "=",
    ":",
    "/",
    "é",
    "東",
    "a ",
    "a,",
    "A. ",
    "1.",
    "\n ",
)
ENDINGS = ("\x00", "")
CLASSES = {
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_NOT_DIGIT: "a \n",
    codes.CATEGORY_SPACE: " \n",
    codes.CATEGORY_NOT_SPACE: "a1.",
    codes.CATEGORY_WORD: "aA1",
    codes.CATEGORY_NOT_WORD: " ,\n",
}
#: How many choices of a character set or branch are tried: the first ones and the last.
CHOICES = 3


def attacks(
    pattern: re.Pattern[Any], general: Iterable[str] = GENERAL, endings: Iterable[str] = ENDINGS
) -> Iterator[tuple[str, str, str]]:
    """Opening, pump and ending, each combination once: pumps of the pattern's own, and general ones."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG if isinstance(pattern.pattern, str) else 0)
    seen = set()
    pumps = {("", pump) for pump in (*general, *characters(tree))}
    pumps |= set(own_pumps(list(tree)))
    for opening, pump in sorted(pumps):
        for ending in endings:
            if pump and (opening, pump, ending) not in seen:
                seen.add((opening, pump, ending))
                yield opening, pump, ending


def own_pumps(nodes: list[Any], opening: str = "") -> Iterator[tuple[str, str]]:
    """For each repeat: its body behind what leads to it, and all up to it again and again, so that every place is a beginning."""
    for number, (code, value) in enumerate(nodes):
        before = opening + text_of(nodes[:number], 0)
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            body = list(value[2])
            if value[1] > 8:
                for choice in range(CHOICES):
                    once = text_of(body, choice)
                    yield before, once
                    yield "", before + once
                    yield "", text_of(nodes[number:], choice)
            yield from own_pumps(body, before)
        else:
            for inner in inside(code, value):
                yield from own_pumps(list(inner), before)


def inside(code: Any, value: Any) -> Iterable[Any]:
    """The parts of a node that are patterns themselves."""
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code is codes.BRANCH:
        return list(value[1])
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    if code is codes.ATOMIC_GROUP:
        return [value]
    return []


def text_of(nodes: Iterable[Any], choice: int) -> str:
    """A text that the nodes match as far as that is easily told: each repeat as often as it must, at least once."""
    parts = []
    for code, value in nodes:
        if code is codes.LITERAL:
            parts.append(chr(value))
        elif code is codes.NOT_LITERAL:
            parts.append(next(each for each in "a1 ." if ord(each) != value))
        elif code is codes.ANY:
            parts.append("a .1"[choice])
        elif code is codes.IN:
            parts.append(character_of(value, choice))
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            if value[1]:
                parts.append(text_of(value[2], choice) * max(1, value[0]))
        elif code is codes.BRANCH:
            branches = value[1]
            parts.append(text_of(branches[min(choice, len(branches) - 1)], choice))
        elif code in (codes.SUBPATTERN, codes.ATOMIC_GROUP):
            parts.append(text_of(value[3] if code is codes.SUBPATTERN else value, choice))
    return "".join(parts)


def character_of(members: list[Any], choice: int) -> str:
    """One character of a set."""
    found = sorted(members_of(members), key=lambda each: (each not in GENERAL, each))
    return found[choice % len(found)] if found else "x"


def members_of(members: list[Any]) -> set[str]:
    """Some characters of a set: what it names, and the usual ones that it takes."""
    if members and members[0][0] is codes.NEGATE:
        refused = members_of(members[1:])
        return {each for each in GENERAL if len(each) == 1} - refused
    found: set[str] = set()
    for code, value in members:
        if code is codes.LITERAL:
            found.add(chr(value))
        elif code is codes.RANGE:
            found |= {chr(value[0]), chr(value[1])}
            found |= {each for each in GENERAL if len(each) == 1 and value[0] <= ord(each) <= value[1]}
        elif code is codes.CATEGORY:
            found |= set(CLASSES.get(value, ""))
    return found


def characters(nodes: Iterable[Any]) -> set[str]:
    """Characters that the pattern names anywhere, at most a few of each set."""
    found: set[str] = set()
    for code, value in nodes:
        if code in (codes.LITERAL, codes.NOT_LITERAL):
            found.add(chr(value))
        elif code is codes.IN:
            found |= set(sorted(members_of(value))[:4])
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            found |= characters(value[2])
        else:
            for inner in inside(code, value):
                found |= characters(inner)
    return found if len(found) <= 16 else set(sorted(found)[:8] + sorted(found)[-8:])
