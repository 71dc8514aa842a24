"""The screen lets through whatever the relation would relate."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.dedup import features, pack, relate
from newsfold.dedup import screening as module
from newsfold.dedup.packed_features import opened
from newsfold.dedup.screening import Screen, screened
from newsfold.dedup.segmentation import sentences


def ready(body: str):
    return screened(opened(pack(features(body, "en"))))


@pytest.fixture
def bodies(report, rewrite, independent, unrelated, form):
    return [
        report,
        rewrite,
        independent,
        unrelated,
        form.format(1, 2, 3, 4),
        report + "\n\nMore will follow.",
        "",
        "Short.",
    ]


@pytest.mark.parametrize("slots", [module.SLOTS, 64])
def test_no_related_pair_is_lost_even_where_terms_meet_in_a_slot(bodies, slots, monkeypatch):
    monkeypatch.setattr(module, "SLOTS", slots)
    monkeypatch.setattr(module, "_MASK", module.np.uint64(slots - 1))
    made = [ready(body) for body in bodies]
    screen = Screen()
    for one, days, same in itertools.product(range(len(bodies)), (0, 2), (False, True)):
        passed = screen.passed(made[one], made, [days] * len(made), [same] * len(made)).tolist()
        related = [
            other
            for other in range(len(bodies))
            if relate(features(bodies[one], "en"), features(bodies[other], "en"), days, same_publisher=same)
        ]
        assert set(related) <= set(passed)
        if slots == module.SLOTS:
            assert len(passed) < len(bodies)


@settings(max_examples=60)
@given(st.data())
def test_no_related_mixture_of_sentences_is_lost(data):
    pool = POOL
    pick = st.lists(st.sampled_from(pool), min_size=1, max_size=14)
    texts = [" ".join(data.draw(pick)) for _ in range(5)]
    made = [ready(text) for text in texts]
    passed = Screen().passed(made[0], made, [0] * 5, [False] * 5).tolist()
    first = features(texts[0], "en")
    for place, text in enumerate(texts):
        if relate(first, features(text, "en"), 0) is not None:
            assert place in passed


def test_tables_are_empty_after_each_text(bodies):
    screen = Screen()
    made = [ready(body) for body in bodies]
    for each in made:
        screen.passed(each, made, [0] * len(made), [False] * len(made))
    assert not screen.flags.any()
    assert not screen.weights.any()
    assert (screen.rows == -1).all()


POOL = [
    sentence.text
    for sentence in sentences(
        "The council of Harborough voted on Tuesday to close the Milford Street pool. "
        "Ingrid Sandoval told councillors that a roof would cost 4.7 million pounds. "
        "In Harborough the council decided on Tuesday to shut the pool in Milford Street. "
        "A roof would have cost 4.7 million pounds, said Ingrid Sandoval. "
        "About 2,300 residents use the pool, among them the Harborough Otters. "
        "Some 2,300 people swim there, and the Harborough Otters club trains in Wexcombe. "
        "Beekeepers on Sollund expect their best harvest since 2015. "
        "Astrid Halvorsen warned that prices might fall to 85 crowns in Vestervik. "
        "Desmond Achterberg said members would travel 19 miles to Wexcombe. "
        "Wexcombe is 19 miles away, Desmond Achterberg pointed out."
    )
]
