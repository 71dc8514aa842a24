"""The hash that says that two bodies are the same text."""

import hashlib
import re
import unicodedata

from newsfold.dedup.segmentation import MARKS

# Soft hyphens, zero-width characters, direction and byte-order marks.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# Letters, digits and the vowel signs that belong to them; the underscore is taken out before. Currencies, signs, percent
# and separators at a digit are kept: they change what a text says.
_WORD = re.compile(
    rf"(?:[-+−<>=≤≥~] ?|[-+−]?[$€£¥₹₽₩] ?)(?=\d)|(?<=\d)[.,:/](?=\d)|(?<=\d) ?[%‰°$€£¥₹₽₩]|[\w{MARKS}]+"
)
_ASCII_WORD = re.compile(_WORD.pattern, re.ASCII)


def content_sha256(body: str) -> bytes:
    """Hash a body so that spelling out what a carrier changes makes no difference.

    Compatibility forms, case, white space, quotes, dashes and all other punctuation are levelled. What has no letter
    or digit at all is hashed as its characters, so that two such bodies are not one.
    """
    if body.isascii():
        folded = body.lower()
    else:
        visible = _INVISIBLE.sub("", body)
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
    pattern = _ASCII_WORD if folded.isascii() else _WORD  # the first is quicker, and finds the same there
    words = " ".join(pattern.findall(folded.replace("_", " ")))
    level = words or " ".join(folded.split())
    return hashlib.sha256(level.encode("utf-8", "surrogatepass")).digest()
