"""Texts cut into sentences: by those who read them, so that others wait less for the load, and the rest in it."""

import struct
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from newsfold.dedup.sentence_prints import SentencePrint, keys_of, pack_prints, prints_of
from newsfold.store import origins as store
from newsfold.store.connection import Connection

#: How many texts are worked on at once: about 1 MB of prints, and as much again for those that are compared with them.
PORTION = 1_000
#: Sentences are held until they are loaded up to so many bytes, of about 30,000 texts; further texts are cut again in the load.
MOST_HELD = 64 << 20


@dataclass(frozen=True, slots=True)
class CutText:
    """A text's sentences: `spans` are places of begin and end, one after the other, `prints` are packed, `keys` are sorted."""

    spans: Sequence[int]
    words: Sequence[int]
    prints: bytes
    keys: Sequence[int]


#: Packed: how many spans, words and keys, each four bytes, then all of them, then the prints.
_HEAD = struct.Struct("<III")

#: By a hash of the text, as it stands, and its language.
CutTexts = Mapping[tuple[str, str | None], CutText]
NOTHING_CUT: CutTexts = MappingProxyType({})


def cut(body: str, language: str | None) -> CutText:
    """Cut one text."""
    prints: tuple[SentencePrint, ...] = prints_of(body, language)
    return CutText(
        array("i", (place for each in prints for place in (each.start, each.end))),
        array("i", (each.words for each in prints)),
        pack_prints(prints),
        array("i", sorted(keys_of(prints))),
    )


def pack_cut(text: CutText) -> bytes:
    """Write a text's sentences as bytes."""
    parts = (text.spans, text.words, text.keys)
    return b"".join(
        (_HEAD.pack(*map(len, parts)), *(array("i", part).tobytes() for part in parts), text.prints)
    )


def unpack_cut(data: bytes) -> CutText:
    """Read packed sentences."""
    found, at = [], _HEAD.size
    for count in _HEAD.unpack_from(data):
        part = array("i", data[at : at + 4 * count])
        found.append(part)
        at += 4 * count
    spans, words, keys = found
    return CutText(spans, words, data[at:], keys)


def cut_staged(connection: Connection, run_id: int) -> CutTexts:
    """The sentences of the texts that a run has staged and nobody has loaded, in a transaction of its own."""
    found: dict[tuple[str, str | None], CutText] = {}
    held = 0
    with connection:
        for each in store.staged_bodies(connection, run_id):
            if (each.digest, each.language) not in found:
                text = unpack_cut(bytes(each.sentences)) if each.sentences else cut(each.body, each.language)
                found[each.digest, each.language] = text
                held += len(text.prints) + 4 * (len(text.spans) + len(text.words) + len(text.keys))
                if held > MOST_HELD:
                    break
    return found


def cut_texts(
    connection: Connection, content_ids: Sequence[int], known: CutTexts
) -> Iterator[tuple[store.Body, CutText]]:
    """The sentences of certain texts that are loaded; those that are not known yet are cut here."""
    heads = store.bodies(connection, content_ids, with_text=not known)
    missing = [each.content_id for each in heads if (each.digest, each.language) not in known]
    bodies = {each.content_id: each for each in store.bodies(connection, missing)} if known else {}
    for each in heads:
        text = known.get((each.digest, each.language))
        yield each, text or cut(bodies.get(each.content_id, each).body, each.language)


def stored_sentences(body: store.Body, text: CutText) -> store.Sentences:
    """The row of a text."""
    return store.Sentences(body.content_id, body.month, list(text.spans), list(text.words), text.prints)


def portions(ids: Collection[int]) -> Iterator[list[int]]:
    """The ids, some at a time."""
    every = list(ids)
    return (every[start : start + PORTION] for start in range(0, len(every), PORTION))
