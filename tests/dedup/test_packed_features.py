"""Packing loses nothing."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup import Features, features, pack
from newsfold.dedup.packed_features import opened, unpack

WORDS = st.sampled_from(
    [
        "Harborough",
        "council",
        "voted",
        "1,284",
        "beams",
        "2019",
        "the",
        "of",
        "Sandoval",
        "7.5",
        "Straße",
        "東京",
        "समाचार",
    ]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=30).map(lambda words: " ".join(words) + ".")


def values(of: Features) -> dict[str, object]:
    found = {field.name: getattr(of, field.name) for field in dataclasses.fields(of)}
    return found | {"shingles": found["shingles"].tolist(), "anchors": list(found["anchors"].items())}


@given(body=st.lists(SENTENCES, max_size=40).map(" ".join) | st.text(max_size=400))
def test_features_survive_packing(body):
    made = features(body, "en")
    assert values(unpack(opened(pack(made)))) == values(made)


@pytest.mark.parametrize("body", ["", "Word.", "Harborough council votes. " * 9000])
def test_the_shortest_and_the_longest_bodies_survive_too(body):
    made = features(body, None)
    assert values(unpack(opened(pack(made)))) == values(made)
