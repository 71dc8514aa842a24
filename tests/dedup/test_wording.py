"""The sentence that says it all, and the account."""

import pytest

from newsfold.dedup import compare
from newsfold.dedup.judgement import Judgement
from newsfold.dedup.wording import Counts, account, summary
from newsfold.model import Outcome

REWRITE = Judgement(Outcome.REWRITE, 0.97)
NOTHING = Counts(*[0] * len(Counts._fields))


def counts(**given: int) -> Counts:
    return NOTHING._replace(**given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"sentences": 6, "sentences_of": 9}, "6 of 9 sentences match, in the same order"),
        ({"sentences": 6, "sentences_of": 9, "moved": 2}, "6 of 9 sentences match, 2 in another place"),
        ({"sentences": 1, "sentences_of": 1}, "1 of 1 sentence matches"),
        ({"sentences": 4, "sentences_of": 5, "same_words": 4}, "4 of 5 sentences match, all word for word, in the same order"),
        ({"sentences_of": 5}, "no sentence matches"),
        ({"names": 11, "names_of": 12}, "11 of 12 names in both"),
        ({"names_of": 12}, "no name in both"),
        ({"numbers": 3, "numbers_of": 3}, "no number differs"),
        ({"numbers": 3, "numbers_of": 4, "numbers_apart": 2}, "3 of 4 numbers in both"),
        ({"numbers_apart": 2}, "only one gives numbers"),
        ({"quotes": 1}, "1 quote in both"),
    ],
)  # fmt: skip
def test_what_counts_is_said_in_plain_words(given, said):
    parts = summary(REWRITE, counts(**given)).removeprefix("The same report in other words: ").rstrip(".")
    assert said in parts.split("; ")


def test_a_veto_is_said():
    text = summary(Judgement(None, 0.2, "template: the numbers differ"), counts(sentences=3, sentences_of=3))
    assert text == "Two reports: 3 of 3 sentences match, in the same order; the numbers differ."


def test_the_account_ends_with_the_distance_from_the_bar(report, rewrite):
    compared = compare(report, rewrite, "en", 2, same_publisher=True)
    *parts, total = account(compared.measured, 2, same_publisher=True)
    assert sum(line.points for line in parts) == pytest.approx(total.points)
    assert {"days apart", "one publisher", "the bar"} <= {line.what for line in parts}
    assert (total.what == "over the bar") == (compared.relation is not None)
