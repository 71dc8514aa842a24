"""The features of a text as bytes: what `normalize` hands over to `deduplicate`, and what is kept beside a stored text.

Nothing is lost: `unpack(pack(x)) == x`. The layout is little-endian: a header of counts, then arrays without gaps. Terms
are numbered by their place in the sorted list of the text's terms, and all else names them by that number.
"""

import struct
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from newsfold.dedup.crossing import CrossingWord, Figure
from newsfold.dedup.text_features import SKETCH_SHARE, UNIT, Features
from newsfold.text.securities import Security

#: The layout; then words, sentences, shingles, head, terms, names, numbers, anchors, postings, lead, crossing words, figures,
#: bytes of the vectors and of the securities; and the language.
_HEADER = struct.Struct("<15I8s")
_LAYOUT = 3

_LOW = np.uint64(0xFFFFFFFF)


def pack(features: Features) -> bytes:
    """Write features as bytes, about 5 kB for a report of 400 words, and 2 kB of vectors."""
    shingles = features.shingles
    head = np.sort(np.fromiter(features.head, np.uint64, len(features.head)))
    terms = np.sort(
        _ids(
            features.names.keys()
            | features.anchors.keys()
            | features.numbers
            | features.postings.keys()
            | features.lead.keys()
        )
    )
    securities = "\n".join(map("\t".join, sorted(features.securities))).encode()
    counts = [len(parts) for parts in features.postings.values()]
    spread = np.repeat(np.searchsorted(terms, _ids(features.postings)), counts)
    packed = np.fromiter(
        (part for parts in features.postings.values() for part in parts), np.int64, sum(counts)
    )
    sentences, parts = np.divmod(packed, UNIT + 1)
    order = np.argsort(sentences, kind="stable")
    header = _HEADER.pack(
        _LAYOUT,
        features.word_count,
        features.sentence_count,
        len(shingles),
        len(head),
        len(terms),
        len(features.names),
        len(features.numbers),
        len(features.anchors),
        len(packed),
        len(features.lead),
        len(features.crossing),
        len(features.figures),
        len(features.meaning),
        len(securities),
        features.language.encode("ascii", "replace")[:8],
    )
    small = (
        np.searchsorted(shingles, head),
        np.searchsorted(terms, _ids(features.names)),
        list(features.names.values()),
        np.searchsorted(terms, _ids(features.numbers)),
        np.searchsorted(terms, _ids(features.anchors)),
        list(features.anchors.values()),
        spread[order],
        parts[order],
        np.bincount(sentences, minlength=features.sentence_count),
        np.searchsorted(terms, _ids(features.lead)),
        list(features.lead.values()),
        [word.place << 1 | word.is_name for word in features.crossing],
        [figure.place for figure in features.figures],
    )
    return b"".join(
        (
            header,
            terms.astype("<u8").tobytes(),
            np.array([figure.value for figure in features.figures], dtype="<f8").tobytes(),
            (shingles & _LOW).astype("<u4").tobytes(),
            np.array([word.key for word in features.crossing], dtype="<u4").tobytes(),
            np.concatenate([np.asarray(each, dtype=np.int64) for each in small]).astype("<u2").tobytes(),
            (shingles >> np.uint64(32)).astype("u1").tobytes(),
            features.meaning,
            securities,
        )
    )


def _ids(terms: Collection[int]) -> NDArray[np.uint64]:
    return np.fromiter(terms, np.uint64, len(terms))


@dataclass(frozen=True)
class PackedFeatures:
    """Packed features, opened as arrays. `shingles` and `terms` are sorted; `names`, `numbers`, `anchors` and
    `posting_terms` count into `terms`, `head` into `shingles`. The postings are in the order of their sentences."""

    word_count: int
    sentence_count: int
    shingles: NDArray[np.uint64]
    terms: NDArray[np.uint64]
    head: NDArray[np.uint16]
    names: NDArray[np.uint16]
    name_weights: NDArray[np.uint16]
    numbers: NDArray[np.uint16]
    anchors: NDArray[np.uint16]
    anchor_places: NDArray[np.uint16]
    posting_terms: NDArray[np.uint16]
    posting_parts: NDArray[np.uint16]
    posting_sentences: NDArray[np.intp]
    lead: NDArray[np.uint16]
    lead_weights: NDArray[np.uint16]
    language: str
    crossing_keys: NDArray[np.uint32]
    crossing_places: NDArray[np.uint16]
    figure_values: NDArray[np.float64]
    figure_places: NDArray[np.uint16]
    meaning: bytes
    securities: bytes

    @cached_property
    def sketch(self) -> NDArray[np.uint64]:
        """The part of the shingles that tells texts without copied text apart."""
        sketch: NDArray[np.uint64] = self.shingles[self.shingles % np.uint64(SKETCH_SHARE) == 0]
        return sketch


def opened(data: bytes) -> PackedFeatures:
    """Open packed features. Raises ValueError where they are of another layout."""
    layout, *sizes, language = _HEADER.unpack_from(data)
    if layout != _LAYOUT:
        raise ValueError(f"features of an unknown layout: {layout}")
    words, sentences, shingles, head, terms, names, numbers, anchors, postings = sizes[:9]
    lead, crossing, figures, vectors, securities = sizes[9:]
    vectors_end = len(data) - securities
    figures_at = _HEADER.size + 8 * terms
    low_at = figures_at + 8 * figures
    keys_at = low_at + 4 * shingles
    small_at = keys_at + 4 * crossing
    counts = (
        head,
        names,
        names,
        numbers,
        anchors,
        anchors,
        postings,
        postings,
        sentences,
        lead,
        lead,
        crossing,
        figures,
    )
    ends = list(accumulate(counts))
    small = np.frombuffer(data, "<u2", ends[-1], small_at)
    arrays = [small[end - count : end] for count, end in zip(counts, ends, strict=True)]
    low = np.frombuffer(data, "<u4", shingles, low_at).astype(np.uint64)
    high = np.frombuffer(data, "u1", shingles, small_at + 2 * ends[-1]).astype(np.uint64)
    return PackedFeatures(
        words,
        sentences,
        low | high << np.uint64(32),
        np.frombuffer(data, "<u8", terms, _HEADER.size),
        arrays[0],
        arrays[1],
        arrays[2],
        arrays[3],
        arrays[4],
        arrays[5],
        arrays[6],
        arrays[7],
        np.repeat(np.arange(sentences), arrays[8]),
        arrays[9],
        arrays[10],
        language.rstrip(b"\0").decode("ascii"),
        np.frombuffer(data, "<u4", crossing, keys_at),
        arrays[11],
        np.frombuffer(data, "<f8", figures, figures_at),
        arrays[12],
        data[vectors_end - vectors : vectors_end],
        data[vectors_end:],
    )


def unpack(packed: PackedFeatures) -> Features:
    """Give the features that were packed."""
    terms = packed.terms.tolist()
    base = packed.posting_sentences * (UNIT + 1) + packed.posting_parts
    postings: dict[int, list[int]] = {}
    for number, part in zip(packed.posting_terms.tolist(), base.tolist(), strict=True):
        postings.setdefault(terms[number], []).append(part)
    return Features(
        word_count=packed.word_count,
        sentence_count=packed.sentence_count,
        shingles=packed.shingles,
        sketch=frozenset(packed.sketch.tolist()),
        head=frozenset(packed.shingles[packed.head].tolist()),
        names={
            terms[n]: weight
            for n, weight in zip(packed.names.tolist(), packed.name_weights.tolist(), strict=True)
        },
        numbers=frozenset([terms[number] for number in packed.numbers.tolist()]),
        anchors={
            terms[n]: place
            for n, place in zip(packed.anchors.tolist(), packed.anchor_places.tolist(), strict=True)
        },
        postings={term: tuple(parts) for term, parts in postings.items()},
        lead={
            terms[n]: weight
            for n, weight in zip(packed.lead.tolist(), packed.lead_weights.tolist(), strict=True)
        },
        language=packed.language,
        crossing=tuple(
            CrossingWord(key, place >> 1, bool(place & 1))
            for key, place in zip(packed.crossing_keys.tolist(), packed.crossing_places.tolist(), strict=True)
        ),
        figures=tuple(
            map(Figure, packed.figure_values.tolist(), packed.figure_places.tolist()),
        ),
        meaning=packed.meaning,
        securities=frozenset(Security(*line.split("\t")) for line in packed.securities.decode().splitlines()),
    )
