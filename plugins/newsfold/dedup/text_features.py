"""What of one text is compared: its shingles, sentences, names, numbers and anchors, as stable integers."""

from collections import Counter
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from newsfold.dedup import meaning
from newsfold.dedup.crossing import CrossingWord, Figure, crossing_words, placed_figures
from newsfold.dedup.lexicon import RARE_WEIGHT, Kind, Word
from newsfold.dedup.reading import SENTENCE_LIMIT, Reading, read
from newsfold.text.securities import Security, named_securities

#: Runs of this many words are compared to find copied text.
SHINGLE_LENGTH = 5
#: One shingle in this many makes the sketch, which tells texts without copied text apart at once.
SKETCH_SHARE = 8
#: So many first shingles are the head of a text: a cut copy keeps it, a digest does not.
HEAD_LENGTH = 40
#: The lead is the first sentences with so many heavy terms, as far as they have no more than `LONGEST_LEAD`.
LEAD_TERMS = 8
LONGEST_LEAD = 24
#: A sentence with fewer different heavy terms is too thin to be matched.
THINNEST_SENTENCE = 3
#: Sentence vectors are integers of this length, so that their products add up the same in any order.
UNIT = 1000

#: Hashes of word runs have so many bits: two texts of 400 words share one by chance once in seven million pairs.
SHINGLE_BITS = 40
_SHINGLE_MASK = np.uint64((1 << SHINGLE_BITS) - 1)

_NUMBER = int(Kind.NUMBER)

Shingles = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Features:
    """One text as `relate` sees it. Terms are 63-bit ids that are the same in each process; all weights are integers.

    `shingles` is sorted and without doubles, `sketch` a fixed part of it, `head` the text's first ones. `names` maps a
    term to its weight in hundredths, `anchors` the rare words, names and numbers that occur once to their place.
    `postings` maps a term to the sentences that hold it and its part in each sentence's vector of length `UNIT`,
    packed as `sentence * (UNIT + 1) + part`. `lead` maps the heavy terms that the text opens with to their weights in
    hundredths. `language`, `crossing`, `figures` and `meaning` are for the comparison with a text in another language
    (`newsfold.dedup.crossing`, `newsfold.dedup.meaning`); `figures` also tell what was only rounded. `securities` are the papers
    and issuers that the text names by a code.
    """

    word_count: int
    sentence_count: int
    shingles: Shingles
    sketch: frozenset[int]
    head: frozenset[int]
    names: dict[int, int]
    numbers: frozenset[int]
    anchors: dict[int, int]
    postings: dict[int, tuple[int, ...]]
    lead: dict[int, int]
    language: str
    crossing: tuple[CrossingWord, ...]
    figures: tuple[Figure, ...]
    meaning: bytes
    securities: frozenset[Security] = frozenset()


def features(body: str, language: str | None, *, with_meaning: bool = False) -> Features:
    """Read a body into its features. Never raises; the same body and language always give the same features."""
    return features_of(read(body, language), with_meaning=with_meaning)


def features_of(reading: Reading, *, with_meaning: bool = False) -> Features:
    """Give the features of a text that is read already; vectors, which take some milliseconds, only `with_meaning`."""
    lead = [sentence.text for sentence in reading.sentences[: meaning.LEAD_SENTENCES]]
    ordered = _shingles(reading)
    distinct = _distinct(ordered)
    flat = list(chain.from_iterable(reading.heavy))
    sentence_count, postings = _postings(reading.heavy)
    return Features(
        word_count=reading.report_length,
        sentence_count=sentence_count,
        shingles=distinct,
        sketch=frozenset(distinct[distinct % np.uint64(SKETCH_SHARE) == 0].tolist()),
        head=frozenset(ordered[:HEAD_LENGTH].tolist()),
        names={term: int(weight * 100) for term, weight in reading.names.items()},
        numbers=frozenset(word[0] for word in flat if word[2] == _NUMBER),
        anchors=_anchors(flat, reading.names),
        postings=postings,
        lead=_lead(reading.heavy),
        language=reading.language,
        crossing=crossing_words(reading),
        figures=placed_figures(reading),
        meaning=meaning.lead_vectors(lead, reading.language) if with_meaning else b"",
        securities=named_securities(" ".join(sentence.text for sentence in reading.sentences)),
    )


def _lead(heavy_words: tuple[list[Word], ...]) -> dict[int, int]:
    lead: dict[int, int] = {}
    for heavy in heavy_words:
        if lead and len(lead) + len(heavy) > LONGEST_LEAD:
            break
        lead |= {word[0]: int(word[1] * 100) for word in heavy}
        if len(lead) >= LEAD_TERMS:
            break
    return dict(islice(lead.items(), LONGEST_LEAD))


def _distinct(hashes: Shingles) -> Shingles:
    """Sort and drop doubles; several times as fast as `numpy.unique` at this size."""
    ranked = np.sort(hashes)
    first = np.ones(len(ranked), dtype=bool)
    np.not_equal(ranked[1:], ranked[:-1], out=first[1:])
    return ranked[first]


def _anchors(flat: list[Word], names: dict[int, float]) -> dict[int, int]:
    counts = Counter([word[0] for word in flat])
    return {
        term: place
        for place, (term, weight, kind, _, _) in enumerate(flat)
        if counts[term] == 1 and (weight >= RARE_WEIGHT or kind == _NUMBER or term in names)
    }


def _postings(heavy_words: tuple[list[Word], ...]) -> tuple[int, dict[int, tuple[int, ...]]]:
    """Give the number of sentences and the postings of their vectors.

    A term that stands in many of the text's sentences tells little about any of them: its weight is divided by the
    root of their number.
    """
    vectors = [{word[0]: word[1] for word in heavy} for heavy in heavy_words]
    kept = [vector for vector in vectors if len(vector) >= THINNEST_SENTENCE][:SENTENCE_LIMIT]
    terms = list(chain.from_iterable(kept))
    spread = Counter(terms)
    sentence = np.repeat(np.arange(len(kept)), [len(vector) for vector in kept])
    weights = np.array([weight for vector in kept for weight in vector.values()])
    damped = weights * (1.0 / np.sqrt([spread[term] for term in terms]))
    # `bincount` adds one after the other: the same sums on each machine.
    scale = UNIT / np.sqrt(np.bincount(sentence, damped * damped, len(kept)))
    parts = (damped * scale[sentence]).astype(np.int64) + sentence * (UNIT + 1)
    postings: dict[int, list[int]] = {term: [] for term in spread}
    for term, part in zip(terms, parts.tolist(), strict=True):
        postings[term].append(part)
    return len(kept), {term: tuple(places) for term, places in postings.items()}


def _shingles(reading: Reading) -> Shingles:
    """Hash each run of words, quotes too, in order; a text shorter than a run is one shingle."""
    terms = np.array([word[0] for words in reading.words for word in words], dtype=np.uint64)
    length = min(SHINGLE_LENGTH, len(terms))
    if not length:
        return terms
    count = len(terms) - length + 1
    hashes = np.zeros(count, dtype=np.uint64)
    for shift in range(length):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + terms[shift : shift + count]
        hashes ^= hashes >> np.uint64(29)
    return hashes & _SHINGLE_MASK
