"""Which article each record of a run is: one that is known, or a new one, and by what name.

A record is of the article that has its id or address and a text like its own. An id or address that articles share which have
nothing in common is none: such an article is known by its second choice, else by its text. So is what states nothing. Pure.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from newsfold.dedup.likeness import SAME, Likeness
from newsfold.model import Arrival, HeldArticle, State, StoredArticle

Alike = Callable[[bytes, bytes], Likeness]
Place = tuple[int, bytes]

#: Of the articles under one address, so many newest ones may be what a changed text is a version of.
COMPARED = 20


@dataclass(slots=True, eq=False)
class Identity:
    """An article while the run's records are read in order. `state` is the current one, `contents` all its texts; what begins
    with `held_` is stored.
    """

    owner: StoredArticle | int
    source_id: int
    uri: str
    place_sha256: bytes
    other_sha256: bytes | None
    state: State
    latest: int = 1
    said: set[bytes] = field(default_factory=set)
    contents: set[bytes] = field(default_factory=set)
    held_text: bytes | None = None
    held_contents: frozenset[bytes] = frozenset()
    held_versions: frozenset[bytes] = frozenset()
    held_records: frozenset[tuple[int, int]] = frozenset()
    is_changed: bool = False

    @property
    def key(self) -> tuple[int, bytes]:
        """What stays the same whenever the article arrives."""
        return self.source_id, uri_sha256(self.uri)


def all_alike(one: bytes, other: bytes) -> Likeness:
    """Without texts nothing speaks against it."""
    return SAME


def uri_sha256(uri: str) -> bytes:
    """What an article's name is found by."""
    return sha256(uri.encode("utf-8", errors="replace")).digest()


class Register:
    """The articles that are known so far, stored or of this run, by what they are known by."""

    def __init__(
        self,
        arrivals: Sequence[Arrival],
        held: Iterable[HeldArticle] = (),
        doubted: Iterable[Place] = (),
        alike: Alike = all_alike,
    ) -> None:
        self.alike = alike
        self.by_key: dict[Place, list[Identity]] = defaultdict(list)
        self.by_text: dict[tuple[int, bytes, bytes], list[Identity]] = defaultdict(list)
        self.by_headline: dict[tuple[int, bytes, str], list[Identity]] = defaultdict(list)
        self.by_uri: dict[tuple[int, str], Identity] = {}
        self.texts_of_file: dict[int, set[bytes]] = defaultdict(set)
        self.by_record: dict[tuple[int, int], Identity] = {}
        for each in sorted(held, key=lambda each: each.article.article_id):
            identity = of_held(each)
            self.add(identity)
            self.by_record.update(dict.fromkeys(each.records, identity))
        for arrival in arrivals:
            self.texts_of_file[arrival.state.file_id].add(arrival.state.content_sha256)
        self.doubted = {*doubted, *shared_places(arrivals, alike)}

    def add(self, identity: Identity) -> None:
        """Make an article known."""
        self.by_uri[identity.source_id, identity.uri] = identity
        for key in keys_of(identity):
            self.by_key[identity.source_id, key].append(identity)
            if identity.state.headline is not None:
                self.by_headline[identity.source_id, key, identity.state.headline].append(identity)
        for content in identity.contents:
            self.note_text(identity, content)

    def note_state(self, identity: Identity, state: State, *, is_current: bool) -> None:
        """An article has got one more state."""
        identity.is_changed = True
        identity.said.add(state.said_sha256)
        self.note_text(identity, state.content_sha256)
        if is_current:
            if state.headline is not None and state.headline != identity.state.headline:
                for key in keys_of(identity):
                    self.by_headline[identity.source_id, key, state.headline].append(identity)
            identity.state = replace(state, changed_at=state.changed_at or identity.state.changed_at)

    def note_text(self, identity: Identity, content: bytes) -> None:
        """An article has, or had, a certain text."""
        identity.contents.add(content)
        for key in keys_of(identity):
            found = self.by_text[identity.source_id, key, content]
            if identity not in found:
                found.append(identity)

    def find(self, arrival: Arrival) -> Identity:
        """The article that a record is of; one that is not known yet is made known."""
        found = self.same_text(arrival) or self.like_text(arrival) or self.same_record(arrival)
        if found is not None:
            return found
        uri = self.name(arrival)
        if (arrival.source_id, uri) in self.by_uri:
            return self.by_uri[arrival.source_id, uri]
        identity = Identity(
            arrival.number,
            arrival.source_id,
            uri,
            arrival.place_sha256,
            arrival.other_sha256,
            arrival.state,
            said={arrival.state.said_sha256},
            contents={arrival.state.content_sha256},
            is_changed=True,
        )
        self.add(identity)
        return identity

    def same_text(self, arrival: Arrival) -> Identity | None:
        """The article under one of the record's choices that has its text, or had it."""
        text = arrival.state.content_sha256
        found = list(self.by_text.get((arrival.source_id, arrival.place_sha256, text), ()))
        if arrival.other_sha256 and (arrival.source_id, arrival.other_sha256) not in self.doubted:
            others = self.by_text.get((arrival.source_id, arrival.other_sha256, text), ())
            found += [each for each in others if arrival.kind != "text" or each.state.content_sha256 == text]
        return min(
            found,
            key=lambda each: (each.state.content_sha256 != text, each.uri != arrival.uri, age(each)),
            default=None,
        )

    def like_text(self, arrival: Arrival) -> Identity | None:
        """The article under one of the record's choices whose text is most like its own."""
        best: tuple[float, Identity] | None = None
        for identity in self.candidates(arrival):
            share = self.share(arrival, identity)
            if share and (best is None or share > best[0]):
                best = share, identity
        return best[1] if best else None

    def same_record(self, arrival: Arrival) -> Identity | None:
        """The article that the same bytes made before: today's rules read another id, or a little less text."""
        state = arrival.state
        found = self.by_record.get((state.file_id, state.record_position))
        if found is None or not self.alike(state.content_sha256, found.state.content_sha256).share:
            return None
        return found

    def candidates(self, arrival: Arrival) -> Iterator[Identity]:
        """The newest articles that a record with another text may be of, those under its first choice first."""
        source_id, place, other = arrival.source_id, arrival.place_sha256, arrival.other_sha256
        if arrival.kind != "text":
            yield from self.by_key.get((source_id, place), [])[-COMPARED:]
            if other and (source_id, other) not in self.doubted:
                yield from self.by_key.get((source_id, other), [])[-COMPARED:]
        elif other and arrival.state.headline is not None:
            # An item without an id that was corrected: under its headline, in place of the text that is gone from its file.
            listed = self.texts_of_file[arrival.state.file_id]
            for identity in self.by_headline.get((source_id, other, arrival.state.headline), [])[-COMPARED:]:
                if (
                    identity.state.content_sha256 not in listed
                    and identity.state.file_id != arrival.state.file_id
                ):
                    yield identity

    def share(self, arrival: Arrival, identity: Identity) -> float:
        """How much the record has in common with an article under one of its choices; 0 where it can't be a version of it."""
        state, held = arrival.state, identity.state
        is_shared = (arrival.source_id, arrival.place_sha256) in self.doubted
        if not ((state.is_usable and held.is_usable) or is_shared):
            return 1.0  # a kill says something else than what it kills
        found = self.alike(state.content_sha256, held.content_sha256)
        if arrival.kind == "text":
            return found.share if found.is_copy and not found.is_template else 0.0
        if arrival.kind != "stated" and found.is_template and state.day != held.day:
            return 0.0  # the row of the next day's table, and not a correction
        if (
            not found.share
            and arrival.kind == "stated"
            and state.file_id != held.file_id
            and state.headline is not None
            and state.headline == held.headline
            and not is_shared
        ):
            return LEAST_SHARE
        return found.share

    def name(self, arrival: Arrival) -> str:
        """The uri of a new article: the first of its choices that no other article has."""
        source_id, place = arrival.source_id, arrival.place_sha256
        if arrival.kind == "text":
            return arrival.uri
        if any(each.state.is_usable for each in self.by_key.get((source_id, place), ())):
            self.doubted.add((source_id, place))
        for key, uri in ((place, arrival.uri), (arrival.other_sha256, arrival.other_uri)):
            if uri and key and (source_id, key) not in self.doubted and (source_id, uri) not in self.by_uri:
                return uri
        return arrival.text_uri


#: What the same headline under the same address counts, where the texts have nothing in common: less than any likeness.
LEAST_SHARE = 0.01


def of_held(held: HeldArticle) -> Identity:
    """A stored article as the run finds it."""
    return Identity(
        held.article,
        held.source_id,
        held.uri,
        held.place_sha256,
        held.other_sha256,
        held.state,
        held.latest_version,
        set(held.said_sha256),
        set(held.content_sha256),
        held.state.content_sha256,
        held.content_sha256,
        held.versions_sha256,
        held.records,
    )


def keys_of(identity: Identity) -> list[bytes]:
    """What an article can be found by, each once."""
    keys = [identity.place_sha256, identity.other_sha256, uri_sha256(identity.uri)]
    return list(dict.fromkeys(key for key in keys if key is not None))


def age(identity: Identity) -> tuple[int, int]:
    """Stored articles before those of the run, older ones first."""
    owner = identity.owner
    return (0, owner.article_id) if isinstance(owner, StoredArticle) else (1, owner)


def shared_places(arrivals: Iterable[Arrival], alike: Alike) -> set[Place]:
    """The ids and addresses that records of one run share which have nothing in common."""
    seen: dict[Place, tuple[bytes, bytes]] = {}
    doubted: set[Place] = set()
    for arrival in arrivals:
        if arrival.kind not in ("stated", "row") or not arrival.state.is_usable:
            continue
        text = arrival.state.content_sha256
        for key in (arrival.place_sha256, arrival.other_sha256):
            place = (arrival.source_id, key or b"")
            if key is None or place in doubted:
                continue
            first, last = seen.setdefault(place, (text, text))
            if text not in (first, last) and not (alike(text, first).share or alike(text, last).share):
                doubted.add(place)
            seen[place] = (first, text)
    return doubted
