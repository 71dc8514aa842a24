"""What is held, read table by table, and what each view begins with: the present version of each article, and who is shown."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

TABLES = {
    "moment": "select now() as now",
    "sources": "select * from news.source",
    "articles": "select * from news.article",
    "versions": "select * from news.version",
    "contents": "select * from news.content",
    "memberships": "select * from news.membership where valid_to is null",
    "links": "select * from news.link",
    "candidates": "select * from news.date_candidate",
    "agencies": "select * from news.version_agency join news.agency using (agency_id)",
    "sentences": "select * from news.sentence_text",
    "origins": "select * from news.sentence_origin",
    "events": "select * from news.event",
    "event_members": "select * from news.event_member",
    "files": "select * from ops.file",
    "refused": "select * from ops.rejected_record",
    "reasons": "select * from ops.reason",
    "decisions": "select * from ops.decision where revoked_at is null",
    "states": "select * from ops.source_state",
}
#: By how many days a notice of a kill may follow what it kills.
DAYS_TO_KILL = 7
Key = tuple[datetime, bool, int, int]


@dataclass(slots=True)
class Piece:
    """One article: itself, its present version with its text, its source and its story."""

    article: Any
    version: Any
    content: Any
    source: Any
    story_id: int
    #: Why it is not shown: reason, end of the embargo, who killed it.
    hidden: list[tuple[str, datetime | None, int | None]] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.article.article_id)

    @property
    def slug(self) -> str:
        return str(self.source.slug)

    @property
    def day(self) -> date:
        """The day that it is counted on."""
        return self.version.published_on or self.article.first_seen_at.astimezone(UTC).date()

    @property
    def key(self) -> Key:
        """The smallest of a story is its first."""
        return self.until, self.version.published_at is None, -self.content.word_count, self.id

    @property
    def since(self) -> datetime:
        return self.span()[0]

    @property
    def until(self) -> datetime:
        return self.span()[1]

    def span(self) -> tuple[datetime, datetime]:
        """Between which moments it came out: its instant, else its day where its place or its source is."""
        if self.version.published_at:
            return self.version.published_at, self.version.published_at
        if self.version.published_on is None:
            return datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
        zone: tzinfo = ZoneInfo(self.source.time_zone or "UTC")
        if self.version.day_utc_offset is not None:
            zone = timezone(timedelta(minutes=self.version.day_utc_offset))
        begin, end = (
            datetime.combine(self.version.published_on + timedelta(days=later), time(), zone).astimezone(UTC)
            for later in (0, 1)
        )
        return begin, end

    @property
    def agency(self) -> str | None:
        """The agency, where it wrote or carried the text."""
        return self.version.agency if self.version.agency_role != "cited" else None


class Held:
    """One moment of a database."""

    def __init__(self, query: Callable[[str], list[Any]]) -> None:
        self.rows = {name: query(text) for name, text in TABLES.items()}
        self.now: datetime = self.rows["moment"][0].now

    def by(self, table: str, *columns: str) -> dict[Any, Any]:
        """The rows of a table by their key."""
        return {key_of(row, columns): row for row in self.rows[table]}

    def grouped(self, table: str, *columns: str) -> dict[Any, list[Any]]:
        """The rows of a table by what several share."""
        return grouped(self.rows[table], lambda row: key_of(row, columns))

    @cached_property
    def origins_by_text(self) -> dict[int, list[Any]]:
        """The origins of the sentences of each text."""
        return self.grouped("origins", "content_id")

    @cached_property
    def sentences_by_text(self) -> dict[int, Any]:
        """Where the sentences of each text begin and end."""
        return self.by("sentences", "content_id")

    @cached_property
    def all(self) -> dict[int, Piece]:
        """Every article, also those that are not shown."""
        versions, contents = self.by("versions", "article_id", "version"), self.by("contents", "content_id")
        sources, stories = self.by("sources", "source_id"), self.by("memberships", "article_id")
        pieces = {}
        for article in self.rows["articles"]:
            version = versions[article.article_id, article.current_version]
            pieces[article.article_id] = Piece(
                article,
                version,
                contents[version.content_id],
                sources[article.source_id],
                stories[article.article_id].story_id,
            )
        self.hide(pieces)
        return pieces

    def hide(self, pieces: dict[int, Piece]) -> None:
        """Note why articles are not shown: by their own status, by an item that kills them, or by a person."""
        for piece in pieces.values():
            if piece.version.pub_status != "usable":
                piece.hidden.append((piece.version.pub_status, None, None))
            elif piece.version.embargoed and piece.version.embargoed > self.now:
                piece.hidden.append(("embargoed", piece.version.embargoed, None))
        for notice, killed in self.kills(pieces):
            killed.hidden.append(("killed", None, notice.id))
        for decision in self.rows["decisions"]:
            if decision.verdict == "hide" and decision.article_id in pieces:
                pieces[decision.article_id].hidden.append(("hidden", None, None))

    @staticmethod
    def kills(pieces: dict[int, Piece]) -> Iterable[tuple[Piece, Piece]]:
        """Notices that cancel a slug line, with what else of their source has it, of the week before and not later."""
        named = grouped(
            (piece for piece in pieces.values() if piece.version.slugline),
            lambda piece: (piece.slug, piece.version.slugline.casefold()),
        )
        for group in named.values():
            for notice in group:
                if notice.version.pub_status != "canceled":
                    continue
                at = notice.version.modified_at or notice.version.published_at
                for other in group:
                    then = other.version.modified_at or other.version.published_at
                    days = (notice.day - other.day).days
                    if (
                        other is not notice
                        and other.version.pub_status != "canceled"
                        and 0 <= days <= DAYS_TO_KILL
                        and (at is None or then is None or then <= at)
                    ):
                        yield notice, other

    @cached_property
    def shown(self) -> list[Piece]:
        """The articles that analysts see."""
        return [piece for piece in self.all.values() if not piece.hidden]

    @cached_property
    def stories(self) -> dict[int, list[Piece]]:
        """The articles that are shown, by story; the first of each stands for it."""
        return {
            story_id: sorted(members, key=lambda piece: piece.key)
            for story_id, members in grouped(self.shown, lambda piece: piece.story_id).items()
        }

    @cached_property
    def event_of(self) -> dict[int, Any]:
        """The rows that tell which story is in which event now."""
        return {row.story_id: row for row in self.rows["event_members"] if row.valid_to is None}

    def event_id(self, story_id: int) -> int | None:
        row = self.event_of.get(story_id)
        return None if row is None else row.event_id

    def is_shown(self, article_id: int | None) -> bool:
        return article_id in self.all and not self.all[article_id].hidden


def key_of(row: Any, columns: tuple[str, ...]) -> Any:
    values = tuple(getattr(row, column) for column in columns)
    return values[0] if len(values) == 1 else values


def grouped(rows: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    """Rows by what several of them share, in their order."""
    groups: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups
