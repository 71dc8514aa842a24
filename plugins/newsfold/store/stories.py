"""The stored stories that a run touches, with all that the fold needs to know of them."""

from collections.abc import Iterable

from newsfold.model import StoredArticle, StoredLink, StoredMember, StoredStories
from newsfold.store.connection import Connection, fetch_rows


def stored_stories(connection: Connection, story_ids: Iterable[int]) -> StoredStories:
    """The members, links and decisions of certain stories and of those that hang together with them."""
    seeds = sorted(set(story_ids))
    if not seeds:
        return StoredStories()
    reached = [row.story_id for row in fetch_rows(connection, "touched_stories", {"story_ids": seeds})]
    members = [
        StoredMember(
            StoredArticle(row.article_id, row.story_id),
            (row.source_id, bytes(row.uri_sha256)),
            bytes(row.content_sha256),
            row.published_on,
        )
        for row in fetch_rows(connection, "story_members", {"story_ids": reached})
    ]
    article_ids = {"article_ids": [member.article.article_id for member in members]}
    links = [
        StoredLink(
            row.link_id,
            row.article_id,
            row.matched_article_id,
            (bytes(row.content_sha256), bytes(row.matched_sha256)),
            row.score,
            row.joins,
            row.parts,
        )
        for row in fetch_rows(connection, "member_links", article_ids)
    ]
    decided: dict[str, set[tuple[int, int]]] = {"same": set(), "different": set()}
    for row in fetch_rows(connection, "member_decisions", article_ids):
        decided[row.verdict].add((row.article_id, row.other_article_id))
    same, different = (frozenset(decided[verdict]) for verdict in ("same", "different"))
    return StoredStories(tuple(members), tuple(links), same, different)
