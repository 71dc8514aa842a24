"""Articles, what is hidden of them, their versions and evidence, and the sources."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from tests.sql.recount.held import Held, Piece, grouped
from tests.sql.recount.origins import shares

Row = dict[str, Any]
FROM_ARTICLE = ("article_id", "uri", "outcome", "matched_article_id", "similarity", "first_seen_at")
FROM_VERSION = (
    "headline", "byline", "agency", "agency_role", "dateline_place", "dateline_country", "language", "published_on",
    "published_at", "published_precision", "modified_at", "section", "keywords", "version", "record_position", "run_id",
    "subjects", "media_topics", "signal", "slugline", "ed_note", "copyright_holder", "copyright_notice", "usage_terms",
    "alt_ids", "opt_out", "is_accessible_for_free", "is_truncated", "kicker", "outlet_day", "dateline_day", "day_utc_offset",
)  # fmt: skip


def articles(held: Held) -> Iterator[Row]:
    files = held.by("files", "file_id")
    for piece in held.shown:
        yield {
            **{name: getattr(piece.article, name) for name in FROM_ARTICLE},
            **{name: getattr(piece.version, name) for name in FROM_VERSION},
            "story_id": piece.story_id,
            "source": piece.slug,
            "licence": piece.source.licence,
            "is_representative": piece is held.stories[piece.story_id][0],
            "body": piece.content.body,
            "word_count": piece.content.word_count,
            "file_uri": files[piece.version.file_id].uri,
            "event_id": held.event_id(piece.story_id),
            **shares(held, piece),
        }


def hidden_articles(held: Held) -> Iterator[Row]:
    for piece in held.all.values():
        for reason, embargoed, by in set(piece.hidden):
            yield {
                "article_id": piece.id,
                "story_id": piece.story_id,
                "source": piece.slug,
                "uri": piece.article.uri,
                "published_on": piece.version.published_on,
                "reason": reason,
                "embargoed": embargoed,
                "amended_by_article_id": by,
                "first_seen_at": piece.article.first_seen_at,
            }


def article_facts(held: Held) -> Iterator[Row]:
    for piece in held.shown:
        version, article = piece.version, piece.article
        yield {
            "article_id": piece.id,
            "story_id": piece.story_id,
            "source": piece.slug,
            "day": piece.day,
            "published_on": version.published_on,
            "published_at": version.published_at,
            "first_seen_at": article.first_seen_at,
            "language": version.language,
            "country": version.dateline_country,
            "place": version.dateline_place,
            "agency": version.agency,
            "agency_role": version.agency_role,
            "outcome": article.outcome,
            "matched_article_id": article.matched_article_id,
            "similarity": article.similarity,
            "word_count": piece.content.word_count,
        }


def versions(held: Held) -> Iterator[Row]:
    contents, files = held.by("contents", "content_id"), held.by("files", "file_id")
    for version in readable(held):
        piece = held.all[version.article_id]
        yield {
            **{
                name: getattr(version, name)
                for name in (
                    "article_id", "version", "headline", "byline", "published_on", "published_at", "modified_at", "signal",
                    "ed_note", "run_id", "record_position",
                )
            },
            "is_current": version is piece.version,
            "source": piece.slug,
            "body": contents[version.content_id].body,
            "word_count": contents[version.content_id].word_count,
            "seen_at": version.first_seen_at,
            "file_uri": files[version.file_id].uri,
        }  # fmt: skip


def readable(held: Held) -> Iterator[Any]:
    """The versions of articles that are shown, but those that were withheld themselves."""
    for version in held.rows["versions"]:
        withheld = version.pub_status != "usable" or (version.embargoed and version.embargoed > held.now)
        if held.is_shown(version.article_id) and not withheld:
            yield version


def evidence(held: Held) -> Iterator[Row]:
    for piece in held.shown:
        for found in piece.version.evidence:
            measured = "weight" in found or found.get("rule") == "decided by a person"
            yield {
                "article_id": piece.id,
                "field": found.get("field"),
                "raw": found.get("raw"),
                "place": found.get("where"),
                "rule": found.get("rule"),
                "has_confidence": measured and found.get("confidence") is not None,
                "note": found.get("note"),
            }


def of_present_version(held: Held, table: str) -> Iterator[tuple[Piece, Any]]:
    """The rows of a table that belong to versions which are shown now."""
    for row in held.rows[table]:
        if held.is_shown(row.article_id) and row.version == held.all[row.article_id].version.version:
            yield held.all[row.article_id], row


def date_candidates(held: Held) -> Iterator[Row]:
    for _, row in of_present_version(held, "candidates"):
        names = ("article_id", "ordinal", "field", "value", "raw", "rule", "confidence", "chosen")
        yield {**{name: getattr(row, name) for name in names}, "place": row.location}


def agencies_of_articles(held: Held) -> Iterator[Row]:
    for _, row in of_present_version(held, "agencies"):
        yield {"article_id": row.article_id, "agency": row.name, "role": row.role, "raw": row.raw}


def links(held: Held) -> Iterator[Row]:
    names = (
        "link_id", "article_id", "matched_article_id", "relation", "score", "joins", "method", "evidence", "valid_from",
        "valid_to",
    )  # fmt: skip
    for link in held.rows["links"]:
        if held.is_shown(link.article_id) and held.is_shown(link.matched_article_id):
            known = link.decided_by in ("method", "retention")
            yield {
                **{name: getattr(link, name) for name in names},
                "decided_by": link.decided_by if known else "person",
            }


def amendments(held: Held) -> Iterator[Row]:
    for notice, killed in held.kills(held.all):
        yield {
            "amended_by_article_id": notice.id,
            "article_id": killed.id,
            "signal": "kill",
            "named_by": "slugline",
        }


def sources(held: Held) -> Iterator[Row]:
    files, states = held.grouped("files", "source_id"), held.by("states", "source_id")
    for source in held.rows["sources"]:
        last = max((file.fetched_at for file in files.get(source.source_id, ())), default=None)
        state = states.get(source.source_id)
        health = "fine"
        if state is not None and state.paused_at:
            health = "paused"
        elif state is not None and state.failures:
            health = "failing"
        elif last is None or (source.freshness is not None and last < held.now - source.freshness):
            health = "silent"
        yield {
            **{
                name: getattr(source, name)
                for name in ("name", "country", "language", "time_zone", "licence")
            },
            "source": source.slug,
            "schedule": source.schedule,
            "since": source.created_at,
            "last_delivered_at": last,
            "health": health,
        }


def refusals(held: Held) -> Iterator[Row]:
    files, slugs = held.by("files", "file_id"), held.by("sources", "source_id")
    reasons = held.by("reasons", "reason_code")

    def key(row: Any) -> tuple[Any, ...]:
        file = files[row.file_id]
        return slugs[file.source_id].slug, file.fetched_at.astimezone(UTC).date(), row.reason_code

    for (slug, day, code), rows in grouped(held.rows["refused"], key).items():
        yield {
            "source": slug,
            "day": day,
            "reason": code,
            "description": reasons[code].description,
            "records": len(rows),
            "resolved": sum(row.resolved_at is not None for row in rows),
            "files": len({row.file_id for row in rows}),
        }
