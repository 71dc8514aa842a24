"""Which sentences of two texts in two languages are one, where the texts are known to be translations of one report.

Vectors of meaning find them: two sentences are one where each is the other's nearest, they stand in the order of the others,
and are alike, or are nearly so beside some that are. What the translator has added has its nearest sentence, too, but that
one has a nearer one: measured with sentences left out on either side, one in three hundred is given a wrong origin.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from newsfold.dedup import meaning
from newsfold.dedup.lexicon import known_language
from newsfold.dedup.sentence_matches import PASSAGE_GAP, MatchKind, SentenceMatch
from newsfold.dedup.sentence_prints import SentencePrint
from newsfold.dedup.translation import lead_cosines

#: Two sentences may be one from this cosine on, and are so by themselves from this, or beside one of this.
LEAST_COSINE = 0.55
ALONE_COSINE = 0.65
BESIDE_COSINE = 0.6
#: A shorter sentence is like too many others.
LEAST_CHARACTERS = 12
#: Of a longer text the first sentences are compared: each takes about 2 ms.
MOST_SENTENCES = 100


class MeantText(NamedTuple):
    """The sentences of a text that are compared: their places in it, from 0, and their vectors, packed; its `language`."""

    language: str
    places: Sequence[int]
    vectors: bytes


def meant_text(body: str, prints: Sequence[SentencePrint], language: str | None) -> MeantText:
    """Give the vectors of a body's sentences; without any where the encoder does not know its language or is turned off."""
    code = known_language(language, body)
    spelled = [(place, " ".join(body[each.start : each.end].split())) for place, each in enumerate(prints)
               if not each.is_table]  # fmt: skip
    kept = [(place, text) for place, text in spelled if len(text) >= LEAST_CHARACTERS][:MOST_SENTENCES]
    vectors = meaning.sentence_vectors([text for _, text in kept], code)
    return MeantText(code, [place for place, _ in kept] if vectors else [], vectors)


def match_translated(one: MeantText, other: MeantText) -> list[SentenceMatch]:
    """Give the sentences that are one, each at most once, in the order of the first text; none for texts of one language."""
    if one.language == other.language or not one.places or not other.places:
        return []
    if one.language > other.language:
        turned = match_translated(other, one)
        return sorted(match._replace(one=match.other, other=match.one) for match in turned)
    cosines = lead_cosines(one.vectors, other.vectors)
    nearest, nearest_back = cosines.argmax(axis=1), cosines.argmax(axis=0)
    pairs = [
        (i, int(j), float(cosines[i, j]))
        for i, j in enumerate(nearest)
        if nearest_back[j] == i and cosines[i, j] >= LEAST_COSINE
    ]
    return [
        SentenceMatch(one.places[i], other.places[j], MatchKind.REWORDED, round(min(1.0, cosine), 3), company)
        for i, j, cosine, company in _told(_in_order(pairs))
    ]


_Pair = tuple[int, int, float]


def _in_order(pairs: list[_Pair]) -> list[_Pair]:
    """The pairs that stand in one order in both texts, so that their cosines add up to most. They come in the first text's."""
    if not pairs:
        return []
    sums = np.zeros(len(pairs))
    before = np.full(len(pairs), -1)
    others = np.array([pair[1] for pair in pairs])
    for place, (_, other, cosine) in enumerate(pairs):
        reached = np.where(others[:place] < other, sums[:place], 0.0)
        if place and reached.max() > 0:
            before[place] = reached.argmax()
            sums[place] = reached.max()
        sums[place] += cosine
    chain, place = [], int(sums.argmax())
    while place >= 0:
        chain.append(pairs[place])
        place = int(before[place])
    return chain[::-1]


def _told(chain: list[_Pair]) -> list[tuple[int, int, float, int]]:
    """The pairs that are alike enough, with how many stand together there."""
    told = []
    for place, (one, other, cosine) in enumerate(chain):
        beside = [
            each
            for each in chain[max(0, place - 1) : place] + chain[place + 1 : place + 2]
            if abs(each[0] - one) <= PASSAGE_GAP and abs(each[1] - other) <= PASSAGE_GAP
        ]
        if cosine >= ALONE_COSINE or any(each[2] >= BESIDE_COSINE for each in beside):
            told.append((one, other, cosine, 1 + len(beside)))
    return told
