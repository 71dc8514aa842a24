"""Two texts side by side."""

from hypothesis import example, given
from hypothesis import strategies as st

from newsfold.dedup.alignment import MarkKind, align, prepare

# Where quotes are most of a text, they are the report: these texts need some report beside them.
FILLER = " The village hall stood empty all evening, and in the lane behind it the old lamps were being repaired at last."


def aligned(one: str, other: str, language: str | None = "en"):
    return align(prepare(one, language), prepare(other, language))


def marked(sentences, kind: MarkKind) -> set[str]:
    return {s.text[m.start : m.end] for s in sentences for m in s.marks if m.kind is kind}


def test_matching_sentences_have_the_same_number_on_both_sides(report, rewrite):
    found = aligned(report, rewrite)
    survey = next(s for s in found.one if "52 steel beams" in s.text)
    [facing] = [s for s in found.other if s.pair == survey.pair]
    assert "38 of 52 beams" in facing.text


def test_numbers_rise_along_the_first_text(report, rewrite):
    numbers = [s.pair for s in aligned(report, rewrite).one if s.pair]
    assert numbers == list(range(1, len(numbers) + 1))


def test_names_and_numbers_in_both_are_told_from_those_in_one(report, independent):
    found = aligned(report, independent)
    assert "Priya Ramanathan" in marked(found.one, MarkKind.SHARED_NAME)
    assert "Ingrid Sandoval" in marked(found.one, MarkKind.OWN_NAME)
    assert "71" in marked(found.other, MarkKind.OWN_NUMBER)
    assert "2,300" in marked(found.one, MarkKind.OWN_NUMBER)


def test_paragraphs_are_those_of_the_text(report, rewrite):
    found = aligned(report, rewrite)
    assert sorted({s.paragraph for s in found.one}) == list(range(5))
    third = [s.text for s in found.one if s.paragraph == 2]
    assert " ".join(third) == report.split("\n\n")[2]


def test_a_moved_paragraph_is_said_to_be_moved(report):
    first, *others = report.split("\n\n")
    pairs = aligned(report, "\n\n".join([*others, first])).pairs
    assert {pair.moved for pair in pairs if pair.one == 0} == {True}
    assert sum(pair.moved for pair in pairs) < len(pairs) / 2


def test_short_sentences_match_word_for_word_only():
    one = "Nobody was hurt. The warehouse of Pellow and Finch in Saltmarsh burned for nine hours."
    other = "For nine hours the warehouse of Pellow and Finch burned in Saltmarsh. NOBODY was hurt!"
    found = aligned(one, other)
    assert found.one[0].thin
    assert [(p.one, p.other, p.same_words, p.moved) for p in found.pairs] in (
        [(0, 1, True, True), (1, 0, False, False)],
        [(0, 1, True, False), (1, 0, False, True)],
    )


def test_quotes_are_marked_and_their_names_are_not():
    speech = "“We told Oswin Tarrant a dozen times that the boiler of 1974 was rotten,”"
    found = aligned(
        f"{speech} said Maud Kessel in Dunmore.{FILLER}",
        f"In Dunmore Maud Kessel was blunt. {speech} she said.{FILLER}",
    )
    assert marked(found.one, MarkKind.SHARED_QUOTE) == marked(found.other, MarkKind.SHARED_QUOTE) == {speech}
    assert "Maud Kessel" in marked(found.one, MarkKind.SHARED_NAME)
    assert not {"Oswin Tarrant", "1974"} & marked(found.one, MarkKind.OWN_NAME)


def test_a_quote_of_one_text_only_is_no_shared_quote():
    found = aligned(
        "“The roof came down before the second bell had rung,” said Maud Kessel." + FILLER,
        "“Three of the four pumps had been switched off for weeks,” said Maud Kessel." + FILLER,
    )
    assert len(marked(found.one, MarkKind.QUOTE)) == len(marked(found.other, MarkKind.QUOTE)) == 1
    assert not marked(found.one, MarkKind.SHARED_QUOTE)


@given(
    st.text("aB ß1 .“”\"„«»\n漢字กข'", max_size=200),
    st.text("aB ß1 .“”\"„«»\n漢字กข'", max_size=200),
    st.sampled_from(["en", "zh", "th", None]),
)
@example("", "B1.1", "th")
def test_any_two_texts_align_and_nothing_of_them_is_lost(one, other, language):
    found = aligned(one, other, language)
    for body, sentences in ((one, found.one), (other, found.other)):
        assert "".join("".join(s.text for s in sentences).split()) == "".join(body.split())
        for sentence in sentences:
            places = [place for mark in sentence.marks for place in (mark.start, mark.end)]
            assert places == sorted(places)
            assert all(0 <= place <= len(sentence.text) for place in places)
        assert [s.paragraph for s in sentences] == sorted(s.paragraph for s in sentences)
    numbers = [[s.pair for s in sentences if s.pair] for sentences in (found.one, found.other)]
    assert sorted(numbers[0]) == sorted(numbers[1]) == list(range(1, len(found.pairs) + 1))
