"""Who carried which sentences of a text that need not be ours: a press release, a speech, an article of somebody else."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from newsfold.dedup.sentence_matches import OpenedText, match_sentences
from newsfold.dedup.sentence_postings import texts_in_common
from newsfold.dedup.sentence_prints import keys_of, prints_of, unpack_prints
from newsfold.pipeline import sentence_index
from newsfold.pipeline.sentence_cutting import portions
from newsfold.store import origins as store
from newsfold.store.connection import Connection

#: Of what more texts carry the earliest so many are looked at.
MOST_CARRIERS = 5_000


@dataclass(frozen=True, slots=True)
class SentenceCarrier:
    """An article that carries a sentence; `kind` is verbatim or reworded, `sentence_number` its place there, from 1."""

    article_id: int
    source: str
    uri: str
    headline: str | None
    published_on: date | None
    published_at: datetime | None
    kind: str
    similarity: float
    sentence_number: int


@dataclass(frozen=True, slots=True)
class TracedSentence:
    """One sentence of the text, counted from 1, and who carries it, the earliest first."""

    number: int
    text: str
    words: int
    carriers: Sequence[SentenceCarrier]


def trace_text(connection: Connection, body: str, language: str | None) -> list[TracedSentence]:
    """The sentences of a text, each with the articles that carry it and are shown to analysts."""
    prints = prints_of(body, language)
    keys = keys_of(prints)
    with connection:
        found = sentence_index.look_up(connection, keys, MOST_CARRIERS)
        opened = OpenedText(prints)
        matches = {
            text: match_sentences(opened, OpenedText(unpack_prints(data)))
            for part in portions(sorted(texts_in_common(keys, found)))
            for text, data in store.prints(connection, part).items()
        }
        carried = defaultdict(list)
        for row in store.carrying_articles(connection, [text for text, each in matches.items() if each]):
            for match in matches[row.content_id]:
                carried[match.one].append(sentence_carrier(row, match))
    return [
        TracedSentence(place + 1, " ".join(body[each.start : each.end].split()), each.words, carried[place])
        for place, each in enumerate(prints)
    ]


def sentence_carrier(row: Any, match: Any) -> SentenceCarrier:
    """One article that carries a sentence, from its row and the match of the two texts."""
    return SentenceCarrier(
        row.article_id,
        row.source,
        row.uri,
        row.headline,
        row.published_on,
        row.published_at,
        str(match.kind),
        match.similarity,
        match.other + 1,
    )
