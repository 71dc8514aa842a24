"""A sentence cut into words; scripts without spaces are cut by the word list, or into pairs of characters."""

import functools
import re

from newsfold.dedup.lexicon import CUT_BY_THE_LIST, UNLISTED, lexicon
from newsfold.dedup.segmentation import ASCII_WORD, WORD

_THAI_LAO_KHMER_MYANMAR = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_HAN_KANA = "\u3040-\u309f\u3400-\u9fff\uf900-\ufaff"
_KATAKANA = "\u30a0-\u30ff"
#: Scripts in which a line of several words has no space, a letter a sound: Thai, Lao, Khmer, Burmese.
SPACELESS_LETTERS = re.compile(f"[{_THAI_LAO_KHMER_MYANMAR}]")
_SPACELESS = re.compile(f"[{_THAI_LAO_KHMER_MYANMAR}{_HAN_KANA}{_KATAKANA}]")
_RUN = re.compile(
    f"[{_KATAKANA}]+|[{_HAN_KANA}]+|[{_THAI_LAO_KHMER_MYANMAR}]+|[^{_KATAKANA}{_HAN_KANA}{_THAI_LAO_KHMER_MYANMAR}]+"
)
#: The longest entries of the word lists that are tried, and the length of the pieces where there is no list.
_LONGEST_ENTRY = 6
_PIECE = 4


#: The memo of one language is emptied at this size, some megabytes.
_MEMO_LIMIT = 50_000


class _Listed(dict[str, bool]):
    """A memo of whether a piece of text is a word of the language's list."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.known = lexicon(language).frequencies

    def __missing__(self, piece: str) -> bool:
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        found = self[piece] = piece in self.known
        return found


listed = functools.cache(_Listed)


def split_words(sentence: str, language: str) -> list[str]:
    """Give the sentence's words as spelled, in order. `language` is a code from `known_language`."""
    found = (ASCII_WORD if sentence.isascii() else WORD).findall(sentence)
    if language not in CUT_BY_THE_LIST and language not in UNLISTED:
        return found
    words: list[str] = []
    for word in found:
        if _SPACELESS.search(word):
            for run in _RUN.findall(word):
                words += _cut(run, language)
        else:
            words.append(word)
    return words


def _cut(run: str, language: str) -> list[str]:
    first = run[0]
    if not _SPACELESS.match(first) or "\u30a0" <= first <= "\u30ff":
        return [run]
    if language in UNLISTED:
        return [run[i : i + _PIECE] for i in range(max(1, len(run) - _PIECE + 1))]
    known = listed(language)
    words = []
    at = 0
    while at < len(run):
        for length in range(min(_LONGEST_ENTRY, len(run) - at), 0, -1):
            if length == 1 or known[run[at : at + length]]:
                words.append(run[at : at + length])
                at += length
                break
    return words
