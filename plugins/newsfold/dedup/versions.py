"""What becomes of an article's records: it is new, unchanged, or gets another version, the current or an older one. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from newsfold.dedup.recognition import Identity, Place, Register
from newsfold.model import Arrival, Outcome, Placement, State, StoredArticle


@dataclass(frozen=True, slots=True)
class Identified:
    """The records of a run by their numbers: what became of each so far, and the article that it is of."""

    placed: Mapping[int, Placement]
    identities: Mapping[int, Identity]
    doubted: frozenset[Place] = frozenset()

    def changed(self) -> list[Identity]:
        """The articles that are new or have got another state, in the order in which they were met."""
        found = {id(each): each for each in self.identities.values() if each.is_changed}
        return list(found.values())


#: The records of no run.
NOBODY = Identified({}, {})


def identify(arrivals: Sequence[Arrival], register: Register | None = None) -> Identified:
    """Place each arrival, in order: of a known article it is unchanged or a version. The others are new, and called original
    until links are known.

    What was held and removed does not come back by being delivered again: it is unchanged, and belongs to no article.
    """
    register = register or Register(arrivals)
    placed: dict[int, Placement] = {}
    identities: dict[int, Identity] = {}
    for arrival in arrivals:
        if arrival.is_removed:
            placed[arrival.number] = Placement(arrival, Outcome.UNCHANGED, uri=arrival.uri)
            identities[arrival.number] = nobody(arrival)
            continue
        identity = register.find(arrival)
        identities[arrival.number] = identity
        known = identity.owner if isinstance(identity.owner, StoredArticle) else None
        if identity.owner == arrival.number:
            made = Placement(arrival, Outcome.ORIGINAL, version=1, is_current=True)
        elif is_unchanged(arrival, identity, register):
            made = Placement(arrival, Outcome.UNCHANGED, known=known)
        else:
            made = replace(new_version(arrival, identity, register), known=known)
        placed[arrival.number] = replace(made, uri=identity.uri)
    return Identified(placed, identities, frozenset(register.doubted))


def nobody(arrival: Arrival) -> Identity:
    """The article of a record whose article was removed: there is none."""
    return Identity(
        arrival.number, arrival.source_id, arrival.uri, arrival.place_sha256, None, arrival.state, 0
    )


def is_unchanged(arrival: Arrival, identity: Identity, register: Register) -> bool:
    """Whether the article is held in this state already, or the record is an old copy of one that was changed since.

    A day that moves alone is no change, unless it is the same record that is read another way, or no day was known.
    """
    state, held = arrival.state, identity.state
    if state.said_sha256 == held.said_sha256:
        if (state.file_id, state.record_position) == (held.file_id, held.record_position):
            return state.version_sha256 == held.version_sha256
        return held.is_dated or not state.is_dated
    if state.said_sha256 not in identity.said:
        return False
    is_read_again = (state.file_id, state.record_position) in identity.held_records
    if is_read_again and state.version_sha256 not in identity.held_versions:
        return False  # an older record, of another day by today's rules
    listed = register.texts_of_file[state.file_id]
    if state.content_sha256 != held.content_sha256 and held.content_sha256 in listed:
        return True  # its file holds both, the correction and what was corrected
    if is_taken_back(state, held):
        return False
    if state.changed_at and held.changed_at and state.changed_at != held.changed_at:
        return state.changed_at < held.changed_at
    return is_later(state, held) is not True


def is_taken_back(state: State, held: State) -> bool:
    """Whether the bytes that held an older state came back in the place of those that held the present one."""
    return state.is_returned and state.file_name == held.file_name and is_later(state, held) is True


def is_later(state: State, held: State) -> bool | None:
    """Whether a state was delivered after another; None where that is not known. An old file may be fetched late: of files with
    different names the one that was changed last is the later one.
    """
    times = [(state.arrived_at, held.arrived_at)]
    if state.file_name != held.file_name and not (state.is_returned or held.is_returned):
        times.insert(0, (state.modified_at, held.modified_at))
    else:
        times.append((state.modified_at, held.modified_at))
    for one, other in times:
        if one is not None and other is not None and one != other:
            return one > other
    return None


def new_version(arrival: Arrival, identity: Identity, register: Register) -> Placement:
    """The next version of a known article; it becomes the current one unless it is dated before that. Where the dates don't
    tell, an old file that is read again does not bring back what a later file has changed.
    """
    state, held = arrival.state, identity.state
    if is_taken_back(state, held):
        older = False
    elif state.changed_at and held.changed_at and state.changed_at != held.changed_at:
        older = state.changed_at < held.changed_at
    else:
        older = is_later(state, held) is False
    identity.latest += 1
    register.note_state(identity, state, is_current=not older)
    return Placement(arrival, Outcome.VERSION, version=identity.latest, is_current=not older)
