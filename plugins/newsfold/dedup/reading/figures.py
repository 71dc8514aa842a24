"""The numbers of a text as values, whatever its language writes them in: `1.2 million`, `1,2 Mio.` and `12 lakh` are one.

Digits of any script are read; separators of thousands and decimal signs are told apart by the groups they make, as no text
says which it uses. A word of scale counts in the languages that have it (`text/words/number_scales.toml`).
"""

import re
import unicodedata
from functools import cache

from newsfold.text.data_files import read as word_lists

#: A longer run of digits is no figure that a report hangs on.
LONGEST = 15
_SPACES = " \u00a0\u2009\u202f"
_NUMBER = re.compile(rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’٫٬]\d+)*")
_SCALE = re.compile(rf"[{_SPACES}-]?([^\s\d.,;:()]{{1,20}})")
_SIGNS = re.compile("[千万萬億亿兆만억조천]+")


@cache
def scales(language: str) -> dict[str, float]:
    """What a word multiplies the number before it by, in a language."""
    lists = word_lists("number_scales")
    return {
        word: 10.0 ** int(power)
        for listed in (lists["any"], lists.get(language, {}))
        for power, words in listed.items()
        for word in words.split()
    }


def figures(text: str, language: str) -> list[float]:
    """Give the figures of a text in their order. Never raises."""
    found: list[float] = []
    known = scales(language)
    end, open_scale = -1, 0.0
    for match in _NUMBER.finditer(text):
        value = number_value(match.group())
        if value is None:
            continue
        scale, behind = scale_after(text, match.end(), known)
        value *= scale
        if open_scale > 1.0 and match.start() - end in (0, 1) and value < open_scale and scale < open_scale:
            found[-1] += value  # 3億5000万, 1억 2천만, 1万2345
        else:
            found.append(value)
        end, open_scale = behind, scale
    return found


def number_value(written: str) -> float | None:
    """Give the value of digits with separators; None for a run of digits that is too long to count anything."""
    plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in written)
    if sum(map(str.isdigit, plain)) > LONGEST:
        return None
    parts = re.split(r"[^0-9]", plain)
    groups = parts[1:]
    if not groups:
        return float(parts[0])
    if (
        len(parts[0]) <= 3
        and parts[0] != "0"
        and len(groups[-1]) == 3
        and all(len(group) in (2, 3) for group in groups)
    ):
        return float("".join(parts))
    if len(groups) == 1 or all(len(group) == 3 for group in groups[:-1]):
        return float(f"{parts[0]}{''.join(groups[:-1])}.{groups[-1]}")
    return float(parts[0])  # a date, a version, an address


def scale_after(text: str, at: int, known: dict[str, float]) -> tuple[float, int]:
    """Give what the number that ends there is multiplied by, and where its scale ends."""
    signs = _SIGNS.match(text, at)
    if signs is not None:
        scale = 1.0
        for sign in signs.group():
            scale *= known.get(sign, 1e3 if sign in "千천" else 1.0)
        return scale, signs.end()
    word = _SCALE.match(text, at)
    if word is None:
        return 1.0, at
    scale = known.get(word[1].casefold(), 0.0)
    return (scale, word.end()) if scale else (1.0, at)


def is_rounded(one: float, other: float) -> bool:
    """Whether two figures are one, or one of them is the other rounded to fewer digits; not below ten, where any would do."""
    if one == other:
        return True
    for finer, coarser in ((one, other), (other, one)):
        if min(finer, coarser) >= 10 and coarser == int(coarser):
            digits = str(int(coarser)).rstrip("0")
            step = 10.0 ** (len(str(int(coarser))) - len(digits))
            if step > 1 and abs(finer - coarser) <= step / 2:
                return True
    return False
