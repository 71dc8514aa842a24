"""What a refold reads of the stored texts and links."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from newsfold.store.connection import Connection, fetch_rows


@dataclass(frozen=True, slots=True)
class RelatedTexts:
    """A link between two different texts that holds."""

    link_id: int
    article_id: int
    matched_article_id: int
    relation: str
    score: float
    method: str
    texts: tuple[bytes, bytes]
    has_parts: bool = True


def stored_days(connection: Connection) -> list[tuple[date, int]]:
    """The days of the stored texts, and how many each has."""
    return [(row.day, row.texts) for row in fetch_rows(connection, "stored_days", {})]


def related_texts(connection: Connection) -> list[RelatedTexts]:
    """All links between different texts that hold."""
    return [
        RelatedTexts(
            row.link_id,
            row.article_id,
            row.matched_article_id,
            row.relation,
            row.score,
            row.method,
            (bytes(row.content_sha256), bytes(row.matched_sha256)),
            row.has_parts,
        )
        for row in fetch_rows(connection, "related_texts", {})
    ]


def stories_of_several(connection: Connection) -> list[int]:
    """The stories of more than one article."""
    return [row.story_id for row in fetch_rows(connection, "stories_of_several", {})]


def stories_of_articles(connection: Connection, article_ids: Iterable[int]) -> dict[int, int]:
    """Article -> the story it is in now; articles that are not stored are left out."""
    rows = fetch_rows(connection, "stories_of_articles", {"article_ids": list(article_ids)})
    return {row.article_id: row.story_id for row in rows}


def article_titles(connection: Connection, article_ids: Iterable[int]) -> dict[int, Any]:
    """Source, uri and title of certain articles."""
    rows = fetch_rows(connection, "article_titles", {"article_ids": list(article_ids)})
    return {row.article_id: row._asdict() for row in rows}
