"""Where sentences come from, and who reused whom: over the origins that are kept, those of hidden articles left out."""

import math
from collections.abc import Iterator
from statistics import median
from typing import Any

import numpy as np

from tests.sql.recount.held import Held, Piece, grouped

Row = dict[str, Any]


def real(value: float | None) -> float | None:
    """A number as a column of four bytes gives it back."""
    return None if value is None else float(str(np.float32(value)))


def origins_of(held: Held, piece: Piece) -> dict[int, Any]:
    """By the number of a sentence the article that had it first, as analysts are told."""
    found = {}
    for row in held.origins_by_text.get(piece.version.content_id, ()):
        other = row.origin_article_id
        if other != piece.id and row.audience != "desk" and held.is_shown(other):
            found[row.sentence_number] = row
    return found


def cut(held: Held, piece: Piece) -> Any:
    """The sentences of an article's text."""
    return held.sentences_by_text.get(piece.version.content_id)


def shares(held: Held, piece: Piece) -> Row:
    sentences = cut(held, piece)
    everything = sum(sentences.words) if sentences is not None else 0
    if not everything:
        return {"own_share": None, "reused_share": None, "agency_share": None}
    reused = agencies = 0
    for number, origin in origins_of(held, piece).items():
        if origin.kind != "shared_quote":
            reused += sentences.words[number - 1]
            first = held.all[origin.origin_article_id].version
            if first.agency and first.agency_role != "cited":
                agencies += sentences.words[number - 1]
    return {
        "own_share": real(1 - reused / everything),
        "reused_share": real(reused / everything),
        "agency_share": real(agencies / everything),
    }


def sentence_origins(held: Held) -> Iterator[Row]:
    for piece in held.shown:
        sentences = cut(held, piece)
        found = origins_of(held, piece)
        for number, words in enumerate(sentences.words, 1):
            begin, end = sentences.spans[2 * number - 2 : 2 * number]
            origin = found.get(number)
            yield {
                "article_id": piece.id,
                "sentence_number": number,
                "sentence": piece.content.body[begin:end],
                "starts_at": begin,
                "ends_at": end,
                "word_count": words,
                "origin_article_id": origin and origin.origin_article_id,
                "origin_sentence_number": origin and origin.origin_sentence_number,
                "kind": origin and origin.kind,
                "similarity": origin and origin.similarity,
            }


def reuse(held: Held) -> Iterator[Row]:
    named = held.grouped("agencies", "article_id", "version")
    for piece in held.shown:
        sentences = cut(held, piece)
        taken = [row for row in origins_of(held, piece).values() if row.kind != "shared_quote"]
        for first_id, rows in grouped(taken, lambda row: row.origin_article_id).items():
            first = held.all[first_id]
            words = sum(sentences.words[row.sentence_number - 1] for row in rows)
            credited = {row.name for row in named.get((piece.id, piece.version.version), ())}
            yield {
                "article_id": piece.id,
                "origin_article_id": first_id,
                "source": piece.slug,
                "origin_source": first.slug,
                "origin_agency": first.agency,
                "published_on": piece.version.published_on,
                "sentences": len(rows),
                "words": words,
                "share": real(words / sum(sentences.words)) if sum(sentences.words) else None,
                "verbatim": sum(row.kind == "verbatim" for row in rows),
                "reworded": sum(row.kind == "reworded" for row in rows),
                "minutes_after": minutes(first.version.published_at, piece.version.published_at),
                "is_credited": first.agency in credited if first.agency else None,
            }


def daily_reuse(held: Held) -> Iterator[Row]:
    def key(row: Row) -> tuple[Any, ...]:
        return row["published_on"], row["source"], row["origin_agency"], row["origin_source"]

    for (day, source, agency, origin), rows in grouped(reuse(held), key).items():
        later = [row["minutes_after"] for row in rows if row["minutes_after"] is not None]
        yield {
            "day": day,
            "source": source,
            "origin_agency": agency,
            "origin_source": origin,
            "articles": len(rows),
            **{
                name: sum(row[name] for row in rows)
                for name in ("sentences", "words", "verbatim", "reworded")
            },
            "credited_articles": sum(row["is_credited"] is True for row in rows),
            "median_minutes": float(median(later)) if later else None,
        }


def daily_shares(held: Held) -> Iterator[Row]:
    cut_ones = [piece for piece in held.shown if shares(held, piece)["own_share"] is not None]
    for (day, source), pieces in grouped(
        cut_ones, lambda piece: (piece.version.published_on, piece.slug)
    ).items():
        words = sum(piece.content.word_count for piece in pieces)
        told = {"own_share": 0.0, "agency_share": 0.0, "others_share": 0.0}
        for piece in pieces:
            found = shares(held, piece)
            # Columns of four bytes are subtracted as such.
            found["others_share"] = float(
                np.float32(found["reused_share"]) - np.float32(found["agency_share"])
            )
            for name in told:
                told[name] += float(np.float32(found[name])) * piece.content.word_count
        yield {
            "day": day,
            "source": source,
            "articles": len(pieces),
            "words": words,
            **{name: real(share / words) for name, share in told.items()},
        }


def minutes(earlier: Any, later: Any) -> int | None:
    """Whole minutes, a half away from zero, as SQL rounds."""
    if not earlier or not later:
        return None
    seconds = (later - earlier).total_seconds()
    return int(math.copysign(math.floor(abs(seconds) / 60 + 0.5), seconds))
