"""Groups of linked articles, and who stands for them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.dedup import Member, fold, representative

NODES = st.integers(0, 15)
LINKS = st.lists(st.tuples(NODES, NODES), max_size=25)


def test_linked_nodes_are_one_group_and_others_are_alone():
    assert fold("abcde", [("d", "b"), ("b", "a")]) == [frozenset("abd"), frozenset("c"), frozenset("e")]


def test_a_node_that_only_a_link_names_is_grouped():
    assert fold([1], [(1, 2), (3, 4)]) == [frozenset({1, 2}), frozenset({3, 4})]


@settings(deadline=None)
@given(LINKS, st.randoms())
def test_groups_do_not_depend_on_the_order_of_nodes_or_links(links, random):
    nodes, shuffled = list(range(16)), [random.choice([link, link[::-1]]) for link in links]
    expected = set(fold(nodes, links))
    random.shuffle(nodes)
    random.shuffle(shuffled)
    assert set(fold(nodes, shuffled)) == expected


@settings(deadline=None)
@given(LINKS, st.integers(0, 25))
def test_groups_do_not_depend_on_batches(links, cut):
    first = fold(range(16), links[:cut])
    stored = [(min(group), member) for group in first for member in group]
    assert set(fold(range(16), stored + links[cut:])) == set(fold(range(16), links))


@settings(deadline=None)
@given(LINKS)
def test_groups_part_the_nodes(links):
    groups = fold(range(16), links)
    assert sorted(node for group in groups for node in group) == list(range(16))
    assert all(any({a, b} <= group for group in groups) for a, b in links)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([Member(1, 10, date(2025, 9, 28)), Member(2, 5, date(2025, 9, 27))], 2),
        ([Member(1, 10), Member(2, 5, date(2025, 9, 27))], 2),
        ([Member(1, 10, date(2025, 9, 27)), Member(2, 50, date(2025, 9, 27))], 2),
        ([Member(2, 10), Member(1, 10)], 1),
        (
            [
                Member(
                    1, 10, date(2025, 9, 27), datetime(2025, 9, 27, 23, tzinfo=timezone(timedelta(hours=-8)))
                ),
                Member(2, 10, date(2025, 9, 28), datetime(2025, 9, 28, 6, tzinfo=UTC)),
            ],
            2,
        ),
        (
            [
                Member(1, 90, date(2025, 9, 27)),
                Member(2, 10, date(2025, 9, 27), datetime(2025, 9, 27, 12, tzinfo=UTC)),
            ],
            2,
        ),
    ],
)
def test_the_earliest_then_the_longest_then_the_smallest_id_represents(members, expected):
    assert representative(members).article_id == expected
    assert representative(reversed(members)).article_id == expected


def test_no_members_have_no_representative():
    with pytest.raises(ValueError, match="empty"):
        representative([])
