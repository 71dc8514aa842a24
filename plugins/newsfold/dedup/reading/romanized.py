"""Words in the letters of one alphabet, so that `Putin`, `Путин` and `पुतिन` have one key.

What scripts write differently is levelled: vowels go, voiced and voiceless consonants are one, so are `f` and `p`, `m` and
`n`, doubled ones too. So keys are
coarse: alone one says nothing, and several in the same places of two texts say a lot.
"""

import re
import zlib
from functools import lru_cache

from anyascii import anyascii

#: A shorter key fits too many words.
SHORTEST_KEY = 3
#: What a shared key counts, by its length: 3, 4, more. The length's class stands in the last two bits of an id.
KEY_WEIGHTS = (0.4, 0.8, 1.2)

_GROUPS = (
    *(("sch", "s"), ("sh", "s"), ("ch", "s"), ("ts", "s"), ("tz", "s"), ("zh", "s")),
    *(("kh", "k"), ("ck", "k"), ("ph", "f"), ("th", "t")),
)
_LEVELLED = str.maketrans(dict(zip("bfvdgqczxjm", "ppptkkksksn", strict=True)) | dict.fromkeys("aeiouyhw"))
_DOUBLED = re.compile(r"(.)\1+")
_NO_LETTER = re.compile("[^a-z]+")


@lru_cache(maxsize=1 << 17)
def key(spelling: str) -> int:
    """Give the id of a word's key, 32 bits, the same in each process; 0 where it is too short to tell anything."""
    levelled = skeleton(spelling)
    if len(levelled) < SHORTEST_KEY:
        return 0
    return (zlib.crc32(levelled.encode()) & 0xFFFFFFFC) | min(
        len(levelled) - SHORTEST_KEY, len(KEY_WEIGHTS) - 1
    )


def key_weight(key_id: int) -> float:
    """What a shared key counts."""
    return KEY_WEIGHTS[key_id & 3]


def skeleton(spelling: str) -> str:
    """Give the consonants of a word as they are compared: `Khar'kov` and `Kharkiv` are `krkp`."""
    plain = _NO_LETTER.sub("", anyascii(spelling).lower())
    for group, single in _GROUPS:
        plain = plain.replace(group, single)
    return _DOUBLED.sub(r"\1", plain.translate(_LEVELLED))
