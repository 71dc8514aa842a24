"""What becomes of each record: identity, relations, the fold."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.dedup import placement, versions
from newsfold.dedup.recognition import Register, uri_sha256
from newsfold.model import (
    Arrival,
    HeldArticle,
    Outcome,
    Relation,
    State,
    StoredArticle,
    StoredLink,
    StoredMember,
    StoredStories,
)

DAY = date(2025, 9, 27)
NOON = datetime(2025, 9, 27, 12, tzinfo=UTC)


def state(number: int, uri: str, text: str, **more) -> State:
    said = f"{uri}{text}".encode()
    return State(said, said, text.encode(), DAY, file_id=number, record_position=0, **more)


def arrival(number: int, uri: str, text: str, **more) -> Arrival:
    return Arrival(number, 1, uri, uri_sha256(uri), state(number, uri, text, **more), text_uri=f"text:{text}")


def held(article: StoredArticle, uri: str, *texts: str, latest: int = 0) -> HeldArticle:
    """A stored article that says the last one of some texts."""
    said = [f"{uri}{text}".encode() for text in texts]
    return HeldArticle(
        article,
        1,
        uri,
        uri_sha256(uri),
        None,
        state(-article.article_id, uri, texts[-1]),
        latest or len(texts),
        frozenset(said),
        frozenset(text.encode() for text in texts),
    )


NOTHING = StoredStories()


def plan(arrivals, relations, texts, stories=NOTHING, known=()):
    """Recognize and place arrivals. Any two texts under one uri may be versions of each other."""
    return placement.plan(versions.identify(arrivals, Register(arrivals, known)), relations, texts, stories)


def rewrite(score: float = 0.9) -> Relation:
    return Relation(Outcome.REWRITE, score, "test", {})


def stored(*articles: tuple[StoredArticle, str], **more) -> StoredStories:
    """Stored stories whose articles hold one text each."""
    members = tuple(
        StoredMember(article, (1, f"stored {article.article_id}".encode()), text.encode())
        for article, text in articles
    )
    return StoredStories(members, **more)


def outcomes(result) -> list[str]:
    return [placement.outcome.value for placement in result.placements]


def test_texts_without_relation_are_originals_of_two_stories():
    result = plan([arrival(0, "a", "one"), arrival(1, "b", "two")], {}, {})
    assert outcomes(result) == ["original", "original"]
    assert len(result.groups) == 2


def test_the_same_text_under_another_uri_is_a_copy():
    result = plan([arrival(0, "a", "one"), arrival(1, "b", "one")], {}, {})
    assert outcomes(result) == ["original", "copy"]
    assert result.placements[1].matched == 0
    assert result.placements[1].score == 1.0
    assert len(result.groups) == 1


def test_the_same_uri_and_text_is_unchanged_and_makes_no_link():
    result = plan([arrival(0, "a", "one"), arrival(1, "a", "one")], {}, {})
    assert outcomes(result) == ["original", "unchanged"]
    assert result.links == ()


def test_another_text_under_the_same_uri_is_a_version():
    result = plan([arrival(0, "a", "one"), arrival(1, "a", "two")], {}, {})
    assert outcomes(result) == ["original", "version"]
    assert result.placements[1].version == 2
    assert result.placements[1].is_current
    assert len(result.groups) == 1


def test_an_older_text_that_comes_late_is_a_version_but_not_the_current_one():
    later = NOON + timedelta(hours=1)
    result = plan([arrival(0, "a", "two", changed_at=later), arrival(1, "a", "one", changed_at=NOON)], {}, {})
    assert outcomes(result) == ["original", "version"]
    assert not result.placements[1].is_current


def test_a_dated_return_to_an_older_text_is_a_version():
    hours = [NOON + timedelta(hours=n) for n in range(3)]
    texts = ["one", "two", "one"]
    result = plan([arrival(n, "a", text, changed_at=hours[n]) for n, text in enumerate(texts)], {}, {})
    assert outcomes(result) == ["original", "version", "version"]
    assert [placement.version for placement in result.placements] == [1, 2, 3]


def test_an_undated_return_to_an_older_text_is_unchanged():
    result = plan([arrival(n, "a", text) for n, text in enumerate(["one", "two", "one"])], {}, {})
    assert outcomes(result) == ["original", "version", "unchanged"]


def test_a_known_article_is_compared_with_what_is_stored():
    article = StoredArticle(7, 70)
    result = plan(
        [arrival(0, "a", "one"), arrival(1, "a", "two")],
        {},
        {},
        stored((article, "one")),
        [held(article, "a", "one", latest=3)],
    )
    assert outcomes(result) == ["unchanged", "version"]
    assert result.placements[1].version == 4


def test_a_rewrite_of_a_stored_text_joins_its_story():
    old = StoredArticle(7, 70)
    result = plan(
        [arrival(0, "a", "new")], {(b"new", b"old"): rewrite()}, {b"old": old}, stored((old, "old"))
    )
    assert outcomes(result) == ["rewrite"]
    assert result.placements[0].matched == StoredArticle(7, 70)
    assert result.groups == {1: 70}


def test_an_article_that_joins_two_stories_merges_them_into_the_older():
    relations = {(b"new", b"x"): rewrite(), (b"new", b"y"): rewrite(0.8)}
    x, y = StoredArticle(9, 90), StoredArticle(7, 70)
    result = plan([arrival(0, "a", "new")], relations, {b"x": x, b"y": y}, stored((x, "x"), (y, "y")))
    assert result.groups == {1: 70}
    assert result.merges == {90: 70}
    assert result.moves == {9: 1}
    assert result.placements[0].matched == StoredArticle(9, 90)


def test_a_correction_that_matches_another_story_merges_the_two():
    a, x = StoredArticle(7, 70), StoredArticle(9, 90)
    touched = stored((x, "x"), (a, "old"))
    result = plan(
        [arrival(0, "a", "new")], {(b"new", b"x"): rewrite()}, {b"x": x}, touched, [held(a, "a", "old")]
    )
    assert outcomes(result) == ["version"]
    assert result.merges == {90: 70}
    assert result.groups == {1: 70}
    assert result.moves == {9: 1}


def test_a_copy_counts_as_a_copy_even_where_a_rewrite_also_fits():
    relations = {(b"one", b"x"): rewrite(0.99)}
    x, one = StoredArticle(9, 90), StoredArticle(5, 50)
    result = plan([arrival(0, "a", "one")], relations, {b"x": x, b"one": one}, stored((x, "x"), (one, "one")))
    assert outcomes(result) == ["copy"]
    assert result.placements[0].matched == StoredArticle(5, 50)


def joined(link_id: int, article: StoredArticle, matched: StoredArticle, *texts: str) -> StoredLink:
    one, other = (text.encode() for text in texts)
    return StoredLink(link_id, article.article_id, matched.article_id, (one, other), 0.9, True)


def test_a_link_goes_with_the_text_that_an_article_says_no_more():
    a, x = StoredArticle(7, 70), StoredArticle(9, 70)
    stories = stored((a, "old"), (x, "x"), links=(joined(1, x, a, "x", "old"),))
    result = plan([arrival(0, "a", "new")], {}, {}, stories, [held(a, "a", "old")])
    assert outcomes(result) == ["version"]
    assert result.closes == (1,)
    assert result.handed == ()
    assert list(result.moves) == [9]


def test_a_link_goes_over_to_another_article_that_says_the_text():
    a, b, x = StoredArticle(7, 70), StoredArticle(8, 70), StoredArticle(9, 70)
    stories = stored((a, "old"), (b, "old"), (x, "x"), links=(joined(1, x, a, "x", "old"),))
    result = plan([arrival(0, "a", "new")], {}, {}, stories, [held(a, "a", "old")])
    assert result.closes == (1,)
    assert [(each.article, each.matched, each.joins) for each in result.handed] == [(x, b, True)]
    assert set(result.moves) == {8, 9}  # the oldest article keeps the story


def test_an_older_version_that_comes_late_pulls_no_stories_together():
    later = NOON + timedelta(hours=1)
    arrivals = [
        arrival(0, "a", "two", changed_at=later),
        arrival(1, "a", "one", changed_at=NOON),
        arrival(2, "b", "one"),
    ]
    result = plan(arrivals, {}, {})
    assert outcomes(result) == ["original", "version", "original"]
    assert len(result.groups) == 2


def test_two_articles_linked_only_through_a_third_have_one_original():
    relations = {(b"a", b"c"): rewrite(), (b"b", b"c"): rewrite()}
    result = plan([arrival(n, text, text) for n, text in enumerate("abc")], relations, {})
    assert sorted(outcomes(result)) == ["original", "rewrite", "rewrite"]
    assert result.placements[0].outcome is Outcome.ORIGINAL
    assert result.placements[1].matched == 2


TEXTS = "abcdefgh"
PAIRS = [(one, other) for one in TEXTS for other in TEXTS if one < other]
URIS = [(f"{text}{n}", text) for text in TEXTS for n in range(2)]


class Held:
    """What a database would hold between the batches of a test."""

    def __init__(self, related, different) -> None:
        self.related, self.different = related, different
        self.articles: dict[str, tuple[int, str]] = {}
        self.story_of: dict[str, int] = {}
        self.links: list[StoredLink] = []
        self.stories = 0

    def stored(self, uri: str) -> StoredArticle:
        return StoredArticle(self.articles[uri][0], self.story_of[uri])

    def holder(self, text: str) -> StoredArticle | None:
        uris = [uri for uri, (_, held) in self.articles.items() if held == text]
        return self.stored(min(uris, key=lambda uri: self.articles[uri][0])) if uris else None

    def touched(self) -> StoredStories:
        members = [
            StoredMember(self.stored(uri), (1, uri_sha256(uri)), text.encode())
            for uri, (_, text) in self.articles.items()
        ]
        ids = {uri: article_id for uri, (article_id, _) in self.articles.items()}
        different = {(ids[a], ids[b]) for a, b in self.different if a in ids and b in ids}
        return StoredStories(tuple(members), tuple(self.links), frozenset(), frozenset(different))

    def take(self, batch) -> None:
        """One run."""
        arrivals = [arrival(number, uri, text) for number, (uri, text) in enumerate(batch)]
        known_articles = [
            held(self.stored(uri), uri, self.articles[uri][1]) for uri, _ in batch if uri in self.articles
        ]
        new = {text for uri, text in batch if uri not in self.articles}
        known = new | {text for _, text in self.articles.values()}
        pairs = [(a, b) for a, b in self.related if {a, b} <= known and {a, b} & new]
        relations = {(a.encode(), b.encode()): rewrite(self.related[a, b]) for a, b in pairs}
        texts = {text.encode(): holder for text in known if (holder := self.holder(text))}
        self.keep(batch, plan(arrivals, relations, texts, self.touched(), known_articles))
        self.decide()

    def keep(self, batch, result) -> None:
        """Load a plan."""
        stories = {}
        for group, story in result.groups.items():
            self.stories += story is None
            stories[group] = self.stories if story is None else story
        by_id = {article_id: uri for uri, (article_id, _) in self.articles.items()}
        for article_id, group in result.moves.items():
            self.story_of[by_id[article_id]] = stories[group]
        for each in result.placements:
            if each.story_group is not None:
                uri, text = batch[each.arrival.number]
                self.articles[uri] = (len(self.articles) + 1, text)
                self.story_of[uri] = stories[each.story_group]
        numbers = {number: self.articles[uri][0] for number, (uri, _) in enumerate(batch)}
        self.links = [replace(link, joins=result.joins.get(link.link_id, link.joins)) for link in self.links]
        for link in result.links:
            ends = [
                end.article_id if isinstance(end, StoredArticle) else numbers[end]
                for end in (link.article, link.matched)
            ]
            self.links.append(StoredLink(len(self.links) + 1, *ends, link.texts, link.score, link.joins))

    def decide(self) -> None:
        """Decisions on articles that have come meanwhile take effect."""
        self.keep([], plan([], {}, {}, self.touched()))

    def groups(self) -> set[frozenset[str]]:
        grouped: dict[int, set[str]] = {}
        for uri, story in self.story_of.items():
            grouped.setdefault(story, set()).add(uri)
        return {frozenset(uris) for uris in grouped.values()}


def stories_in_batches(order, related, cuts, different=()) -> set[frozenset[str]]:
    """Feed articles batch by batch."""
    held = Held(related, different)
    for start, end in pairwise([0, *sorted(cuts), len(order)]):
        held.take(order[start:end])
    return held.groups()


SCORES = st.dictionaries(st.sampled_from(PAIRS), st.sampled_from([0.5, 0.7, 0.9]), max_size=14)


@settings(max_examples=300)
@given(
    shuffled=st.permutations(URIS),
    related=SCORES,
    cuts=st.sets(st.integers(0, 16), max_size=5),
    different=st.sets(st.tuples(st.sampled_from(URIS), st.sampled_from(URIS)), max_size=2),
)
def test_stories_do_not_depend_on_order_or_batches(shuffled, related, cuts, different):
    apart = {(one[0], other[0]) for one, other in different if one != other}
    expected = stories_in_batches(sorted(shuffled), related, set(), apart)
    assert stories_in_batches(shuffled, related, cuts, apart) == expected


@given(
    shuffled=st.permutations(URIS),
    related=st.sets(st.sampled_from(PAIRS), max_size=6),
)
def test_each_new_story_has_exactly_one_original(shuffled, related):
    relations = {(a.encode(), b.encode()): rewrite() for a, b in related}
    result = plan([arrival(n, uri, text) for n, (uri, text) in enumerate(shuffled)], relations, {})
    originals = [p.story_group for p in result.placements if p.outcome is Outcome.ORIGINAL]
    assert sorted(originals) == sorted(result.groups)


@pytest.mark.parametrize("uris", [["a"], ["a", "b", "c"]])
def test_every_record_is_placed_once(uris):
    result = plan([arrival(n, uri, "same") for n, uri in enumerate(uris * 3)], {}, {})
    assert [placement.arrival.number for placement in result.placements] == list(range(len(uris) * 3))
