"""What becomes of each record: identity, relations, the fold."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.dedup.placement import plan
from newsfold.model import Arrival, Outcome, Relation, StoredArticle

DAY = date(2025, 9, 27)
NOON = datetime(2025, 9, 27, 12, tzinfo=UTC)


def arrival(number: int, uri: str, text: str, **more) -> Arrival:
    return Arrival(
        number=number,
        file_id=number,
        record_position=0,
        identity=(1, uri.encode()),
        version_sha256=f"{uri}{text}".encode(),
        content_sha256=text.encode(),
        day=DAY,
        **more,
    )


def rewrite(score: float = 0.9) -> Relation:
    return Relation(Outcome.REWRITE, score, "test", {})


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
    stored = StoredArticle(7, 70)
    seen = arrival(0, "a", "one", known=stored, held_version_sha256=b"aone", latest_version=3)
    changed = arrival(1, "a", "two", known=stored, held_version_sha256=b"aone", latest_version=3)
    result = plan([seen, changed], {}, {})
    assert outcomes(result) == ["unchanged", "version"]
    assert result.placements[1].version == 4


def test_a_rewrite_of_a_stored_text_joins_its_story():
    result = plan([arrival(0, "a", "new")], {(b"new", b"old"): rewrite()}, {b"old": StoredArticle(7, 70)})
    assert outcomes(result) == ["rewrite"]
    assert result.placements[0].matched == StoredArticle(7, 70)
    assert result.groups == {1: 70}


def test_an_article_that_joins_two_stories_merges_them_into_the_older():
    relations = {(b"new", b"x"): rewrite(), (b"new", b"y"): rewrite(0.8)}
    stored = {b"x": StoredArticle(9, 90), b"y": StoredArticle(7, 70)}
    result = plan([arrival(0, "a", "new")], relations, stored)
    assert result.groups == {1: 70}
    assert result.merges == {90: 70}
    assert result.placements[0].matched == StoredArticle(9, 90)


def test_a_correction_that_matches_another_story_merges_the_two():
    corrected = arrival(
        0, "a", "new", known=StoredArticle(7, 70), held_version_sha256=b"aold", latest_version=1
    )
    result = plan([corrected], {(b"new", b"x"): rewrite()}, {b"x": StoredArticle(9, 90)})
    assert outcomes(result) == ["version"]
    assert result.merges == {90: 70}
    assert result.groups == {}


def test_a_copy_counts_as_a_copy_even_where_a_rewrite_also_fits():
    relations = {(b"one", b"x"): rewrite(0.99)}
    copied = arrival(0, "a", "one", same_text=StoredArticle(5, 50))
    result = plan([copied], relations, {b"x": StoredArticle(9, 90), b"one": StoredArticle(5, 50)})
    assert outcomes(result) == ["copy"]
    assert result.placements[0].matched == StoredArticle(5, 50)


def test_two_articles_linked_only_through_a_third_have_one_original():
    relations = {(b"a", b"c"): rewrite(), (b"b", b"c"): rewrite()}
    result = plan([arrival(n, text, text) for n, text in enumerate("abc")], relations, {})
    assert sorted(outcomes(result)) == ["original", "rewrite", "rewrite"]
    assert result.placements[0].outcome is Outcome.ORIGINAL
    assert result.placements[1].matched == 2


TEXTS = "abcdef"
PAIRS = [(one, other) for one in TEXTS for other in TEXTS if one < other]


def stories_in_batches(order, related, cuts) -> set[frozenset[str]]:
    """Feed articles batch by batch, keeping what a database would keep."""
    articles: dict[str, StoredArticle] = {}
    texts: dict[bytes, StoredArticle] = {}
    story_of: dict[str, int] = {}
    next_story = 1
    bounds = [0, *sorted(cuts), len(order)]
    for start, end in pairwise(bounds):
        batch = order[start:end]
        arrivals = [
            arrival(
                number,
                uri,
                text,
                known=articles.get(uri),
                held_version_sha256=f"{uri}{text}".encode() if uri in articles else None,
                version_known=uri in articles,
                same_text=texts.get(text.encode()),
            )
            for number, (uri, text) in enumerate(batch)
        ]
        known = {text for _, text in batch} | {key.decode() for key in texts}
        relations = {(a.encode(), b.encode()): rewrite() for a, b in related if a in known and b in known}
        result = plan(arrivals, relations, texts)
        stories = {}
        for group, story in result.groups.items():
            stories[group] = story if story is not None else next_story
            next_story += story is None
        for uri, story in story_of.items():
            story_of[uri] = result.merges.get(story, story)
        for placement in result.placements:
            if placement.story_group is not None:
                uri, text = batch[placement.arrival.number]
                story_of[uri] = stories[placement.story_group]
                articles[uri] = StoredArticle(len(articles) + 1, story_of[uri])
        articles = {uri: StoredArticle(a.article_id, story_of[uri]) for uri, a in articles.items()}
        for uri, text in batch:
            texts.setdefault(text.encode(), articles[uri])
        texts = {
            key: next(a for a in articles.values() if a.article_id == t.article_id)
            for key, t in texts.items()
        }
    grouped: dict[int, set[str]] = {}
    for uri, story in story_of.items():
        grouped.setdefault(story, set()).add(uri)
    return {frozenset(uris) for uris in grouped.values()}


@settings(deadline=None, max_examples=300)
@given(
    shuffled=st.permutations([(f"{text}{n}", text) for text in TEXTS for n in range(2)]),
    related=st.sets(st.sampled_from(PAIRS), max_size=6),
    cuts=st.sets(st.integers(0, 12), max_size=5),
)
def test_stories_do_not_depend_on_order_or_batches(shuffled, related, cuts):
    expected = stories_in_batches(sorted(shuffled), related, set())
    assert stories_in_batches(shuffled, related, cuts) == expected


@settings(deadline=None)
@given(
    shuffled=st.permutations([(f"{text}{n}", text) for text in TEXTS for n in range(2)]),
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
