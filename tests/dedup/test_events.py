"""Events are a function of the bonds and the decisions: the same in whatever order, and however little is settled at a time."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup import events
from newsfold.dedup.events import Decisions, Kept, Standing

BEFORE, AFTER = 0, 1


class Held:
    """Stories in memory, as the database holds them; `seen` counts the stories whose bonds were asked for."""

    def __init__(self, scores=None, decisions=events.NONE):
        self.scores = scores or {}
        self.decisions = decisions
        self.near = defaultdict(dict)
        self.center = {}
        self.seen = set()

    def bonds(self, stories):
        self.seen |= set(stories)
        return {story: dict(self.near[story]) for story in stories}

    def standings(self, stories):
        return {
            story: Standing(sum(self.near[story].values()), b"%06d" % story, self.center[story])
            for story in stories
            if story in self.center
        }

    def add(self, stories):
        for story in stories:
            self.center[story] = None
        changed = set(stories)
        for (one, other), score in self.scores.items():
            if {one, other} & set(stories) and {one, other} <= self.center.keys():
                self.near[one][other] = self.near[other][one] = score
                changed |= {one, other}
        self.settle(changed)

    def remove(self, story):
        changed = set(self.near.pop(story, {}))
        for other in changed:
            del self.near[other][story]
        del self.center[story]
        self.settle(changed | self.decisions.partners([story]) & self.center.keys())

    def decide(self, decisions):
        named = {story for pair in decisions.same ^ self.decisions.same for story in pair}
        named |= {story for pair in decisions.different ^ self.decisions.different for story in pair}
        self.decisions = decisions
        self.settle(named & self.center.keys())

    def settle(self, changed):
        found = events.settle_around(changed, self, self.decisions)
        self.center.update({story: centers[AFTER] for story, centers in found.items()})

    def groups(self):
        found = defaultdict(set)
        for story, center in self.center.items():
            if center is not None:
                found[center].add(story)
        return {frozenset(group) for group in found.values() if len(group) > 1}


def held_at_once(scores, decisions, stories):
    held = Held(scores, decisions)
    held.add(stories)
    return held


stories = st.integers(1, 14)
pairs = st.tuples(stories, stories).filter(lambda pair: pair[0] < pair[1])
some_scores = st.dictionaries(pairs, st.integers(5_000, 9_999), max_size=40)
some_decisions = st.builds(
    lambda same, different: Decisions(frozenset(same), frozenset(different - same)),
    st.sets(pairs, max_size=3),
    st.sets(pairs, max_size=3),
)
EVERY = range(1, 15)


@given(some_scores, some_decisions, st.permutations(list(EVERY)), st.integers(1, 14))
def test_events_are_the_same_in_any_order_and_in_batches_of_any_size(scores, decisions, order, size):
    held = Held(scores, decisions)
    for start in range(0, len(order), size):
        held.add(order[start : start + size])
    assert held.center == held_at_once(scores, decisions, EVERY).center


@given(some_scores, some_decisions, st.sets(stories, max_size=5))
def test_what_is_removed_leaves_what_a_rebuild_without_it_gives(scores, decisions, gone):
    held = held_at_once(scores, decisions, EVERY)
    for story in gone:
        held.remove(story)
    assert held.center == held_at_once(scores, decisions, set(EVERY) - gone).center


@given(some_scores, some_decisions, some_decisions)
def test_a_decision_that_comes_late_or_is_taken_back_gives_what_it_gives_at_once(scores, early, late):
    held = held_at_once(scores, early, EVERY)
    held.decide(late)
    assert held.center == held_at_once(scores, late, EVERY).center
    held.decide(events.NONE)
    assert held.center == held_at_once(scores, events.NONE, EVERY).center


@given(some_scores, some_decisions)
def test_decisions_hold(scores, decisions):
    center = held_at_once(scores, decisions, EVERY).center
    for one, other in decisions.different:
        contradicted = other in Decisions(same=decisions.same).partners([one])
        assert contradicted or center[one] != center[other] or center[one] is None
    if not decisions.different:
        assert all(center[one] == center[other] for one, other in decisions.same)


@given(some_scores)
def test_every_member_is_bound_to_its_centre_and_centres_are_not_bound(scores):
    held = held_at_once(scores, events.NONE, EVERY)
    for story, center in held.center.items():
        assert center is not None
        assert center == story or center in held.near[story]
        assert center != story or all(held.center[other] != other for other in held.near[story])


def test_a_chain_is_no_event():
    """Each day's report is bound to that of the day before: what is joined is bound to a common centre."""
    held = held_at_once({(story, story + 1): 9_000 for story in range(1, 13)}, events.NONE, range(1, 14))
    assert max(map(len, held.groups())) <= 3


def test_two_dense_groups_with_one_bond_stay_two():
    scores = {
        (one, other): 9_000
        for group in (range(1, 6), range(6, 11))
        for one in group
        for other in group
        if one < other
    }
    groups = held_at_once(scores | {(5, 6): 9_900}, events.NONE, range(1, 11)).groups()
    assert {frozenset(group - {5, 6}) for group in groups} == {
        frozenset(range(1, 5)),
        frozenset(range(7, 11)),
    }


def test_only_what_is_near_is_looked_at():
    scores = {(story, story + 1): 9_000 for story in range(1, 400, 2)}
    held = held_at_once(scores, events.NONE, range(1, 401))
    held.seen.clear()
    held.scores[3, 4001] = 9_000
    held.add([4001])
    assert held.seen == {3, 4, 4001}


# --- ids -------------------------------------------------------------------------------------------------------------


def ids(groups, kept):
    return {named.stories: (named.event_id, named.merged) for named in events.name_groups(groups, kept)}


def test_an_event_that_grows_keeps_its_id():
    assert ids([{1, 2, 7}], [Kept(5, (1, 2))]) == {(1, 2, 7): (5, ())}


def test_a_merge_keeps_the_older_id_and_redirects_the_other():
    assert ids([{1, 2, 3, 4}], [Kept(6, (1, 2)), Kept(5, (3, 4))]) == {(1, 2, 3, 4): (5, (6,))}


def test_a_split_keeps_the_id_with_the_oldest_story():
    assert ids([{1, 4}, {2, 3}], [Kept(5, (1, 2, 3, 4))]) == {(1, 4): (5, ()), (2, 3): (None, ())}


def test_an_event_whose_oldest_story_left_is_known_by_the_next():
    assert ids([{2, 3}], [Kept(5, (1, 2, 3))]) == {(2, 3): (5, ())}


def test_a_new_group_has_no_id_yet():
    assert ids([{8, 9}], []) == {(8, 9): (None, ())}
