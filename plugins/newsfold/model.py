"""The values that travel between the steps: frozen, slotted, without behaviour.

Where IPTC ninjs 3.1 or schema.org NewsArticle has a term, it is ours too. Days are `datetime.date`, instants are aware
`datetime.datetime` in UTC or with the offset that the source gave; offsets into files are bytes, into texts characters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What became of one record. Each record ends in exactly one."""

    ORIGINAL = "original"
    COPY = "copy"
    NEAR_COPY = "near_copy"
    REWRITE = "rewrite"
    TRANSLATION = "translation"
    VERSION = "version"
    UNCHANGED = "unchanged"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A record that could not be read or breaks a rule. `reason_code` is one of `REASONS`."""

    reason_code: str
    detail: str
    position: int | None = None
    offset: int | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True)
class HeaderPlace:
    """Where a header or a block stood in its record: for programs in its fields, for a person as text.

    `element` is what held it, as the format writes it: a selector, a path, a property, a header's name. Texts have a `line`,
    and a `last_line` where it goes on. `landmarks` are the parts of the page around it, the outermost first, `body` where
    there are none; `is_away` where the page's headline is far. `value_types` are the schema.org types of the value, `role`
    the one that the format states for it, `part` what the line or element was read as, `remark` how.
    """

    element: str = ""
    line: int | None = None
    last_line: int | None = None
    attribute: str = ""
    landmarks: tuple[str, ...] = ()
    is_away: bool = False
    value_types: tuple[str, ...] = ()
    remark: str = ""
    role: str = ""
    part: str = ""

    @property
    def selector(self) -> str:
        """The element, with the attribute that held the value."""
        return f"{self.element}[{self.attribute}]" if self.attribute else self.element

    def __str__(self) -> str:
        """The same for a person: `line 3, note`, `span.date in main > article, away from the headline`."""
        lines = f"line {self.line}" if self.line is not None else ""
        lines += f" and {self.last_line}" if self.last_line is not None else ""
        around = f" in {' > '.join(self.landmarks)}" if self.landmarks else ""
        away = ", away from the headline" if self.is_away else ""
        remark = self.remark or ", ".join(self.value_types)
        return (
            f"{self.selector or lines}{around}{away}{f' ({remark})' if remark else ''}"
            f"{f', role {self.role}' if self.role else ''}{f', {self.part}' if self.part else ''}"
        )


@dataclass(frozen=True, slots=True)
class RawHeader:
    """One header as it stood in the record, before anything was made of it.

    `name` is the format's own name in lower case (`date`, `og:title`, `jsonld.datePublished`, `first line`).
    """

    name: str
    value: str
    place: HeaderPlace

    @property
    def where(self) -> str:
        """The place for a person (`line 3`, `meta[property="og:title"]`). Programs ask `place`."""
        return str(self.place)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A block of the record that is not body text: `kind` is synopsis, gallery, related, newsletter, caption, notice."""

    kind: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class EditorsNote(SetAside):
    """A notice that editors wrote to editors: the text of an item that holds nothing else."""


@dataclass(frozen=True, slots=True)
class Record:
    """One article's worth of a file: raw headers and the text, paragraphs separated by an empty line.

    `position` counts the file's records from 0. `offset` and `length` are the record's bytes in the file.
    The body may still open with a byline or a dateline: reading those is the business of `newsfold.headers`.
    """

    position: int
    format: str
    headers: tuple[RawHeader, ...]
    body: str
    set_aside: tuple[SetAside, ...] = ()
    encoding: str = "utf-8"
    offset: int = 0
    length: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a field that was considered. `value` is as the field would show it (dates in ISO 8601). `confidence` is how
    much its kind weighs in the choice, 0 to 1."""

    value: str
    raw: str
    where: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a field has its value: the reading that won, and the others. `weight` is what it was chosen by, 0 to 1.

    `confidence` is the probability that the value is right, of a body the share of it that is; None where nobody measured it.
    """

    field: str
    value: str | None
    raw: str
    where: str
    rule: str
    weight: float
    candidates: tuple[Candidate, ...] = ()
    note: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class AgencyRole:
    """An agency that has to do with the article. `role` is origin (wrote it), carrier (published it) or cited."""

    agency: str
    role: str
    raw: str


@dataclass(frozen=True, slots=True)
class AltId:
    """Another id of an article. `role` says what it is for, as given; empty where it isn't said. ninjs: altIds."""

    role: str
    value: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject as the record states it. `code` is `alias:code` where the scheme is known (`medtop:20000002` for IPTC Media
    Topics, `subj:` for its Subject Codes), else as given; it or the name may be empty. ninjs: subjects.
    """

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class KnownBy:
    """What a record is recognized by. `kind` says what its uri is made of: stated, row, file or text.

    `place` is the uri in the form that is the same for all spellings of an address. `other_uri` is what the article is known by
    where the first turns out to be shared by unlike articles, `other_place` the same in that form.
    """

    kind: str
    place: str
    other_uri: str | None = None
    other_place: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One publication of a text by one source at one `uri`, with the evidence for each header.

    `published_at` is set only where time and zone are known; `published_on` is the day in the zone of the place or the
    publisher. `published_precision` is `instant`, `day` or None. `pub_status` is IPTC's: usable, withheld or canceled.
    `signal` says what this version does (update, writethru, correction, kill, refile, advisory, embargo); `amends_uri` and
    `amends_slugline_key` name the other items of the source that it does it to, if that isn't the article itself; slug lines are
    compared in the form of `slugline_key`.
    `opt_out` says by which means the publisher reserves text and data mining or training.
    `is_accessible_for_free` (schema.org) is None where the record does not say it. `is_truncated` is True where the text is known
    to be a part of the article's: a teaser, one that a wall cuts off; None where nothing says so.
    `kicker` is the short line above the headline, where the record calls it so.
    `outlet_day` and `dateline_day` are the day of publication where the outlet is, and that of the dateline; `day_utc_offset`
    is by how many minutes the zone in which `published_on` is the day is ahead of UTC.
    `embargoed` is the moment (UTC) before which it must not be shown. `known_by` is what its `uri` is made of; None for
    an article whose uri is its own for sure. `encoding` is that of its bytes, as `newsfold.text.decoding` calls it.
    """

    source: str
    uri: str
    file_uri: str
    record_position: int
    format: str
    body: str
    word_count: int
    headline: str | None = None
    byline: tuple[str, ...] = ()
    agency: str | None = None
    agency_role: str | None = None
    agencies: tuple[AgencyRole, ...] = ()
    dateline_place: str | None = None
    dateline_country: str | None = None
    language: str | None = None
    published_on: date | None = None
    published_at: datetime | None = None
    published_precision: str | None = None
    modified_at: datetime | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    pub_status: str = "usable"
    signal: str | None = None
    embargoed: datetime | None = None
    slugline: str | None = None
    slugline_key: str | None = None
    ed_note: str | None = None
    amends_uri: str | None = None
    amends_slugline_key: str | None = None
    copyright_holder: str | None = None
    copyright_notice: str | None = None
    usage_terms: str | None = None
    alt_ids: tuple[AltId, ...] = ()
    opt_out: tuple[str, ...] = ()
    is_accessible_for_free: bool | None = None
    is_truncated: bool | None = None
    kicker: str | None = None
    outlet_day: date | None = None
    dateline_day: date | None = None
    day_utc_offset: int | None = None
    set_aside: tuple[SetAside, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    known_by: KnownBy | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class FileRange:
    """A part of a large file that is read by itself: the records that begin from byte `start` on and before `end`.

    In a compressed file these count the bytes that come out; unpacking begins at its byte `packed_at`, where the byte
    `unpacked_at` of what comes out stands. `number` counts the ranges of the file from 1. `position_from` is the number of the
    range's first record until it is known how many stand in front of it: so large that no two ranges share a number.
    """

    number: int
    start: int
    end: int
    packed_at: int = 0
    unpacked_at: int = 0
    position_from: int = 0


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as `fetch` found it. `name` is its path below the source's location, `uri` its full address.

    `etag` and `last_modified` are what its server said with the bytes; `opt_out` says by which means the publisher reserves
    text and data mining or training. `fetched_at` is when the bytes first came under this name, `returned_at` when they
    came back after others had stood there; None where they did not.
    """

    source: str
    name: str
    uri: str
    sha256: str
    size: int
    modified_at: datetime | None
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    opt_out: tuple[str, ...] = ()
    returned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What finds an article again: the hash of its normalized text, and its heaviest terms with their weights.

    `packed_terms` are the same as bytes, as they are stored; `features` what the comparison needs of the text, packed; `crossing`
    what finds it in another language, `marks` what finds it at a distance in time.
    """

    content_sha256: bytes
    terms: tuple[tuple[str, float], ...]
    packed_terms: bytes = b""
    features: bytes | None = None
    crossing: bytes = b""
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """The relation of two texts, the same whichever comes first. `kind` is near_copy, rewrite or translation, `score` 0 to 1.

    `evidence` is JSON-ready and holds what a person needs to see why.
    """

    kind: Outcome
    score: float
    method: str
    evidence: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """A stored article and the story it is in, by their ids in `news.article` and `news.story`."""

    article_id: int
    story_id: int


@dataclass(frozen=True, slots=True)
class State:
    """One state of an article, with the record that showed it.

    `said_sha256` is the hash of what a reader sees but for the day; `version_sha256` of the day, too. `changed_at` is the time of
    change as the publisher tells it. `arrived_at` is when its file came (or came back: `is_returned`), `modified_at` the file's
    own time. `is_dated`: its day is stated. `is_usable`: neither killed nor withheld.
    """

    version_sha256: bytes
    said_sha256: bytes
    content_sha256: bytes
    day: date
    file_id: int
    record_position: int
    file_name: str = ""
    headline: str | None = None
    changed_at: datetime | None = None
    arrived_at: datetime | None = None
    modified_at: datetime | None = None
    is_returned: bool = False
    is_dated: bool = True
    is_usable: bool = True


@dataclass(frozen=True, slots=True)
class Arrival:
    """One normalized record of a run. `number` is its place in the run's order.

    `place_sha256` is the hash of what it is known by, in the form that is the same for all spellings of an address,
    `other_sha256` of its second choice; `kind` as `KnownBy.kind`. `uri`, `other_uri` and `text_uri` are the
    names that an article made of it can get. `is_removed`: it was held in this very state, and removed when its time was over.
    """

    number: int
    source_id: int
    uri: str
    place_sha256: bytes
    state: State
    other_uri: str | None = None
    other_sha256: bytes | None = None
    text_uri: str = ""
    kind: str = "stated"
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class HeldArticle:
    """A stored article that arrivals may be of: what it is known by, its current state, and what it said in each of its
    versions (`State.said_sha256`, `State.version_sha256`), with their texts and the records (file's id, position) that made them.
    """

    article: StoredArticle
    source_id: int
    uri: str
    place_sha256: bytes
    other_sha256: bytes | None
    state: State
    latest_version: int
    said_sha256: frozenset[bytes]
    content_sha256: frozenset[bytes]
    versions_sha256: frozenset[bytes] = frozenset()
    records: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Placement:
    """What becomes of one record. `matched` is the article it repeats: stored, or the `number` of an arrival. `known` is the
    stored article that the record is of, `uri` the name of the article, stored or new."""

    arrival: Arrival
    outcome: Outcome
    version: int | None = None
    is_current: bool = False
    matched: StoredArticle | int | None = None
    score: float | None = None
    story_group: int | None = None
    known: StoredArticle | None = None
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two articles, each stored or the `number` of an arrival. `texts` are the hashes of their texts, in
    the same order.

    `joins` is False where the fold keeps the two apart all the same: by its guard or an operator's decision.
    """

    article: StoredArticle | int
    matched: StoredArticle | int
    relation: Outcome
    score: float
    evidence: Mapping[str, object]
    texts: tuple[bytes, bytes]
    joins: bool = True


@dataclass(frozen=True, slots=True)
class StoredMember:
    """A stored article of a story that a run touches: what it is (source's id and hash of the uri), its text's hash, and
    the day of publication where it is known."""

    article: StoredArticle
    identity: tuple[int, bytes]
    text: bytes
    day: date | None = None


@dataclass(frozen=True, slots=True)
class StoredLink:
    """A link that holds between two stored articles; `texts` as in `Link`, `parts` as in its evidence, None in older ones."""

    link_id: int
    article_id: int
    matched_article_id: int
    texts: tuple[bytes, bytes]
    score: float
    joins: bool
    parts: Sequence[Sequence[int]] | None = None


@dataclass(frozen=True, slots=True)
class HandedLink:
    """A stored link of which an article says its text no more, and the articles, stored or of the run, that take it over."""

    link: StoredLink
    article: StoredArticle | int
    matched: StoredArticle | int
    joins: bool = True


@dataclass(frozen=True, slots=True)
class StoredStories:
    """The stored stories that a run touches, and those that hang together with them: members, links, decisions.

    `same` and `different` are pairs of article ids that operators decided on.
    """

    members: tuple[StoredMember, ...] = ()
    links: tuple[StoredLink, ...] = ()
    same: frozenset[tuple[int, int]] = frozenset()
    different: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a load needs.

    `groups` maps each story group to its stored story, or None where it is new; `merges` a story to the one that takes its
    place; `moves` a stored article's id to the group that it moves to; `joins` a stored link's id to whether it joins now.
    `closes` are the ids of stored links between texts of which one is said no more, `handed` those of them that go over to
    others. `doubted` are the places (source's id, hash) that unlike articles share.
    """

    placements: tuple[Placement, ...]
    links: tuple[Link, ...]
    groups: Mapping[int, int | None]
    merges: Mapping[int, int]
    moves: Mapping[int, int] = field(default_factory=dict)
    joins: Mapping[int, bool] = field(default_factory=dict)
    closes: tuple[int, ...] = ()
    handed: tuple[HandedLink, ...] = ()
    doubted: frozenset[tuple[int, bytes]] = frozenset()


#: The reason codes of rejections, each with the sentence that operators read. One list for code, SQL and docs.
REASONS = {
    "empty": "The file or record holds no text.",
    "binary": "The bytes are not text in any known encoding, nor a known format.",
    "undecodable": "The bytes could not be decoded with the declared or any detected encoding.",
    "no_article": "The page or record was read, and holds no article text.",
    "truncated": "The file ends in the middle of its structure, before any article text.",
    "malformed": "The file or record breaks the rules of its format, and nothing could be read from it.",
    "pointer": "The entry only names an article's address or title, and holds no text of it.",
    "too_large": "The file or record is larger than the source's limit.",
    "unsupported_format": "The format was recognized, and no reader for it exists.",
    "needs_ocr": "The document's pages are pictures of text, as a scanner makes them: it needs OCR before it can be read.",
    "encrypted": "The document, the archive's member or the mail is encrypted, and can't be read without its key.",
    "too_deep": "An archive inside archives, deeper than they are opened.",
    "http_error": "The archived answer of the web server is an error or a redirect, and no page.",
    "reader_failed": "The reader raised an error on this record; this is a fault of ours to mend.",
    "reader_died": "The process that read the file died at it, twice: it ran out of memory or time, or crashed.",
    "not_storable": "A value of the record is beyond what Postgres can hold.",
    "missing_bytes": "The raw store no longer holds the file's bytes.",
}
