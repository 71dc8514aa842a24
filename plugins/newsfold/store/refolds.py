"""What a refold reads of the stored texts and links, and the decisions of operators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows


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


def insert_decision(
    connection: Connection,
    verdict: str,
    articles: tuple[int, int],
    *,
    decided_by: str,
    note: str | None,
    now: datetime,
) -> None:
    """Keep a decision; the opposite one on the same two articles is taken back. Part of the caller's transaction."""
    one, other = articles
    parameters = {
        "verdict": verdict, "one": one, "other": other, "decided_by": decided_by, "note": note, "now": now,
    }  # fmt: skip
    execute(connection, "replace_decision", parameters)
    execute(connection, "insert_decision", parameters)


def revoke_decision(
    connection: Connection, decision_id: int, *, revoked_by: str, now: datetime
) -> tuple[int, int] | None:
    """Take a decision back; its two articles, or None where there is no such decision that holds."""
    row = fetch_row(
        connection, "revoke_decision", {"decision_id": decision_id, "revoked_by": revoked_by, "now": now}
    )
    return None if row is None else (row.article_id, row.other_article_id)
