"""Vectors of meaning: of copies they are made once, and of none where they are off."""

import numpy as np

from newsfold.dedup import meaning


def test_copies_are_encoded_once(monkeypatch):
    monkeypatch.setenv(meaning.SETTING, "on")
    asked = []
    monkeypatch.setattr(meaning, "encoder", lambda: Counting(asked))
    meaning.encoded.cache_clear()
    one, other = (meaning.lead_vectors(["A ferry runs again.", end], "en") for end in ("Once.", "Once."))
    meaning.lead_vectors(["A ferry runs again.", "Twice."], "en")
    assert one == other
    assert [lead[1] for lead in asked] == ["Once.", "Twice."]
    monkeypatch.setenv(meaning.SETTING, "off")  # what is kept is not given where vectors are off
    assert meaning.lead_vectors(["A ferry runs again.", "Once."], "en") == b""
    meaning.encoded.cache_clear()


class Counting:
    """An encoder that notes what it is asked."""

    def __init__(self, asked: list) -> None:
        self.asked = asked

    def encode(self, lead):
        self.asked.append(lead)
        return np.eye(len(lead), meaning.LENGTH, dtype=np.float32)
