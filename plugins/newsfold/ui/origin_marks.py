"""A text with the first carrier of each sentence marked: a colour a source, a number an article, and what the numbers mean."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from newsfold.ui.alignment_view import PAIR_COLOURS

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
KINDS = {
    "verbatim": "word for word",
    "reworded": "reworded",
    "shared_quote": "a quote that several reports have",
}


@dataclass(slots=True)
class MarkedOrigin:
    """One article that sentences come from: its number in the text, and how much comes from it."""

    number: int
    colour: str
    article_id: int
    source: str
    headline: str | None
    agency: str | None
    day: date | None
    is_hidden: bool
    words: int = 0
    share: float = 0.0
    sentences: int = 0
    kinds: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `origin` is None where it is the article's own. `is_first` where its passage begins, `is_start` where
    the first one of this origin does; `how` says how it was taken over."""

    text: str
    origin: MarkedOrigin | None = None
    how: str = ""
    is_first: bool = False
    is_start: bool = False


@dataclass(frozen=True, slots=True)
class MarkedText:
    """Paragraphs of pieces, and the articles that they come from, in the order of the text."""

    paragraphs: Sequence[Sequence[Piece]]
    origins: Sequence[MarkedOrigin]
    own_share: float


def marked_text(body: str, sentences: Iterable[Any]) -> MarkedText:
    """Cut a body at its sentences. `sentences` are rows of `store.origins.article_sentences`, in order; those behind the end of
    the body, which may be cut, are left out.
    """
    rows = [row for row in sentences if row.ends_at <= len(body)]
    words = sum(row.word_count for row in rows) or 1
    origins = _origins(rows, words)
    paragraphs: list[list[Piece]] = [[]]
    at, before = 0, None
    begun: set[int] = set()
    for row in rows:
        _add(paragraphs, body[at : row.starts_at], Piece(""))
        origin = origins.get(row.origin_article_id) if row.origin_article_id else None
        how = ""
        if origin is not None:
            how = KINDS[row.kind] + (f", {row.similarity:.0%} alike" if row.kind == "reworded" else "")
        is_first = origin is not None and (origin is not before or not paragraphs[-1])
        is_start = origin is not None and origin.number not in begun
        begun |= {origin.number} if origin is not None else set()
        _add(paragraphs, body[row.starts_at : row.ends_at], Piece("", origin, how, is_first, is_start))
        at, before = row.ends_at, origin
    _add(paragraphs, body[at:], Piece(""))
    own = sum(row.word_count for row in rows if row.origin_article_id is None or row.kind == "shared_quote")
    return MarkedText([each for each in paragraphs if each], list(origins.values()), own / words)


def _origins(rows: Sequence[Any], words: int) -> dict[int, MarkedOrigin]:
    """Number the origins as they come in the text; those of one source have one colour."""
    origins: dict[int, MarkedOrigin] = {}
    colours: dict[str, str] = {}
    for row in rows:
        if row.origin_article_id is None:
            continue
        colour = colours.setdefault(row.origin_source, f"pair{len(colours) % PAIR_COLOURS + 1}")
        origin = origins.setdefault(
            row.origin_article_id,
            MarkedOrigin(
                len(origins) + 1,
                colour,
                row.origin_article_id,
                row.origin_source,
                row.origin_headline,
                row.origin_agency,
                row.origin_day,
                row.origin_is_hidden,
            ),
        )
        origin.words += row.word_count
        origin.share = origin.words / words
        origin.sentences += 1
        origin.kinds.add(KINDS[row.kind])
    return origins


def _add(paragraphs: list[list[Piece]], text: str, like: Piece) -> None:
    """Add a stretch of text; an empty line in it begins a new paragraph."""
    for number, part in enumerate(_PARAGRAPH.split(text)):
        if number:
            paragraphs.append([])
        if part:
            paragraphs[-1].append(
                replace(
                    like,
                    text=part,
                    is_first=like.is_first and not number,
                    is_start=like.is_start and not number,
                )
            )
