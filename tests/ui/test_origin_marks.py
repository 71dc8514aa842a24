"""A text with its first carriers marked."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from newsfold.ui.origin_marks import marked_text

BODY = "One is mine.  Two was theirs.\n\nThree was theirs, too. Four is mine."


def row(text: str, origin: int | None = None, source: str = "wire", kind: str = "verbatim", body: str = BODY):
    start = body.index(text)
    return SimpleNamespace(
        starts_at=start,
        ends_at=start + len(text),
        word_count=len(text.split()),
        origin_article_id=origin,
        origin_source=source if origin else None,
        origin_headline=f"Report {origin}" if origin else None,
        origin_agency=None,
        origin_day=None,
        origin_is_hidden=False,
        kind=kind if origin else None,
        similarity=0.8,
    )


def test_each_sentence_is_marked_and_nothing_of_the_text_is_lost():
    marked = marked_text(
        BODY,
        [
            row("One is mine."),
            row("Two was theirs.", 7),
            row("Three was theirs, too.", 7),
            row("Four is mine."),
        ],
    )
    assert ["".join(piece.text for piece in each) for each in marked.paragraphs] == BODY.split("\n\n")
    (origin,) = marked.origins
    assert (origin.number, origin.sentences, origin.words, round(origin.share, 2)) == (1, 2, 7, 0.54)
    assert round(marked.own_share, 2) == 0.46
    firsts = [piece.text for each in marked.paragraphs for piece in each if piece.is_first]
    assert firsts == ["Two was theirs.", "Three was theirs, too."]


def test_sources_have_colours_and_articles_have_numbers():
    marked = marked_text(
        BODY,
        [
            row("One is mine.", 3, "wire"),
            row("Two was theirs.", 4, "wire", "reworded"),
            row("Three was theirs, too.", 5, "paper"),
            row("Four is mine.", 3, "wire", "shared_quote"),
        ],
    )
    assert [(each.number, each.article_id) for each in marked.origins] == [(1, 3), (2, 4), (3, 5)]
    assert [each.colour for each in marked.origins] == ["pair1", "pair1", "pair2"]
    assert marked.paragraphs[0][2].how == "reworded, 80% alike"


@given(st.lists(st.sampled_from([".", "a", " ", "\n", "\n\n", "é"]), max_size=30).map("".join), st.data())
def test_any_cut_keeps_all_that_can_be_seen(body, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(body)), max_size=8)))
    rows = [
        SimpleNamespace(**{**vars(row("One is mine.", 1 + place % 3)), "starts_at": start, "ends_at": end})
        for place, (start, end) in enumerate(zip(cuts[::2], cuts[1::2], strict=False))
    ]
    marked = marked_text(body, rows)
    shown = "".join(piece.text for each in marked.paragraphs for piece in each)
    assert "".join(shown.split()) == "".join(body.split())
