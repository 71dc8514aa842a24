"""What is kept of each sentence."""

from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup.segmentation import sentences
from newsfold.dedup.sentence_prints import keys_of, pack_prints, prints_of, sentence_pairs, unpack_prints
from tests.dedup.conftest import INDEPENDENT, REPORT, REWRITE, UNRELATED

TABLE = "1,204 1,310 1,377 1,502 1,618 1,733 tonnes."
#: Characters that end sentences, open quotes, space paragraphs, and words of several scripts.
PIECES = st.sampled_from(
    [
        "The bridge",
        " ",
        ".",
        "!",
        "\n",
        "\n\n",
        "“",
        "”",
        "\u00a0",
        "Mr",
        "3.5",
        "橋が開通した",
        "。",
        "한국",
        "é",
        "U.S",
        "\t",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_each_sentence_is_found_at_its_place_in_the_body(body):
    prints = prints_of(body, None)
    found = sentences(body)
    assert len(prints) == len(found)
    at = 0
    for print_, sentence in zip(prints, found, strict=True):
        assert at <= print_.start <= print_.end <= len(body)
        assert body[print_.start : print_.end].split() == sentence.text.split()
        at = print_.end


@given(st.text(max_size=300), st.sampled_from([None, "en", "de", "zh", "th"]))
def test_any_text_has_prints_that_are_the_same_as_bytes(body, language):
    prints = prints_of(body, language)
    packed = pack_prints(prints)
    again = unpack_prints(packed)
    assert [(p.key, p.words, p.is_quote, p.is_table) for p in again] == [
        (p.key, p.words, p.is_quote, p.is_table) for p in prints
    ]
    assert pack_prints(again) == packed
    assert keys_of(again) == keys_of(prints)


def test_a_sentence_has_the_same_print_in_any_company():
    """Names are not told by what stands elsewhere in the text: else a sentence that is taken over would not be found."""
    whole = prints_of(REPORT, "en")
    for place, print_ in enumerate(whole):
        alone = prints_of(REPORT[print_.start : print_.end], "en")[0]
        assert (alone.key, alone.terms, alone.numbers) == (print_.key, print_.terms, print_.numbers), place


def test_a_report_in_other_words_shares_keys_and_another_report_does_not():
    keys = keys_of(prints_of(REPORT, "en"))
    assert len(keys & keys_of(prints_of(REWRITE, "en"))) >= 5
    assert not keys & keys_of(prints_of(UNRELATED, "en"))
    assert len(keys & keys_of(prints_of(INDEPENDENT, "en"))) <= 1


def test_short_sentences_and_rows_of_tables_have_no_key():
    for body in ("He declined to comment.", TABLE):
        (print_,) = prints_of(body, "en")
        assert list(sentence_pairs(print_)) == []
    assert prints_of(TABLE, "en")[0].is_table


def test_speech_is_told_from_what_has_a_quote_in_it():
    speech, report = prints_of(
        "“We shall not sell this harbour to anyone who asks for it,” Oyelaran said. "
        "The mayor called the plan “daring” before the council of Harborough voted against it on Tuesday.",
        "en",
    )
    assert speech.is_quote
    assert not report.is_quote
