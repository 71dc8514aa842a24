"""One text as the comparison reads it: its sentences as weighted words, and which of them are names."""

from dataclasses import dataclass
from functools import lru_cache

from newsfold.dedup.lexicon import RARE_WEIGHT, STOP_WEIGHT, Kind, Lexicon, Word, known_language, lexicon
from newsfold.dedup.segmentation import Sentence, sentences
from newsfold.dedup.words import split_words

#: Sentences beyond this many are not aligned: the cost of a pair grows with their product.
SENTENCE_LIMIT = 400
#: Where more than this share of the heavy words has a capital (a text in capitals), capitals mark no names.
CAPITAL_SHARE = 0.7

_NUMBER, _CAPITAL = int(Kind.NUMBER), int(Kind.CAPITAL)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text's sentences as written; `words` and `heavy` run parallel to them.

    `words` are all words of a sentence, quotes too; `heavy` those of the report (without its longer quotes) that
    weigh more than the stop words. `names` are the terms that name someone or something, with their weights.
    """

    language: str
    sentences: tuple[Sentence, ...]
    words: tuple[list[Word], ...]
    heavy: tuple[list[Word], ...]
    names: dict[int, float]
    report_length: int


# What is found again of an article is worked out part by part, each from the same text: that is read once.
@lru_cache(maxsize=1)
def read(body: str, language: str | None) -> Reading:
    """Read a body. Never raises; reads at most `BODY_LIMIT` characters."""
    code = known_language(language, body)
    lookup = lexicon(code)
    found = sentences(body)
    all_words = []
    heavy_words = []
    capitals: list[Word] = []
    report_length = 0
    for sentence in found:
        report = [lookup[spelling] for spelling in split_words(sentence.report, code)]
        report_length += len(report)
        if sentence.report is sentence.text:
            all_words.append(report)
        else:
            all_words.append([lookup[spelling] for spelling in split_words(sentence.text, code)])
        heavy = [word for word in report if word[1] > STOP_WEIGHT]
        heavy_words.append(heavy)
        raised = [word for word in heavy if word[2] == _CAPITAL]
        if raised and raised[0] is report[0] and raised[0][1] < RARE_WEIGHT:
            del raised[0]  # a common word that opens the sentence
        capitals += raised
    names = _names(heavy_words, capitals, lookup)
    return Reading(code, tuple(found), tuple(all_words), tuple(heavy_words), names, report_length)


def _names(heavy_words: list[list[Word]], capitals: list[Word], lookup: Lexicon) -> dict[int, float]:
    """Give the terms of names: the words with a capital, where capitals mark names.

    In languages whose capitals say nothing, and in texts all in capitals or without any, the rare words stand in.
    """
    total = sum(map(len, heavy_words))
    if lookup.capitals_mark_names and 0 < len(capitals) <= CAPITAL_SHARE * total:
        return {word[0]: word[1] for word in capitals}
    return {
        word[0]: word[1]
        for heavy in heavy_words
        for word in heavy
        if word[1] >= RARE_WEIGHT and word[2] != _NUMBER
    }
