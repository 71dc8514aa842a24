"""The body is the whole text of the article: its lists, its sub-headings and all its parts, and no words glued together."""

import pytest

from newsfold.formats import read
from newsfold.model import Record

TEXTS = [
    f"In the month of number {number} two kea carried a device out of a hut above Aoraki and dropped it into a crevasse."
    for number in range(9)
]


def body_of(markup: str) -> str:
    head = '<title>Kea</title><meta property="article:published_time" content="2025-03-04">'
    (record,) = read(f"<html><head>{head}</head><body>{markup}</body></html>".encode(), name="x")
    assert isinstance(record, Record), record
    return record.body


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize("opening", ['<div id="ct">', "<section>", '<div class="x1">', "<article>"])
def test_lists_and_sub_headings_stay_whatever_the_frame_is_called(opening: str) -> None:
    items = [
        "boots hang where no beak reaches them;",
        "zips stay closed",
        "huts open at five in the morning;",
    ]
    listed = "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    body = body_of(
        f"<h1>Kea</h1>{opening}{paragraphs(TEXTS[:4])}<h2>What is asked</h2>{listed}{paragraphs(TEXTS[4:])}"
    )
    assert all(text in body for text in (*TEXTS, *items, "What is asked"))


@pytest.mark.parametrize("name", ["article__body", "body body__container", "story-content", "post-text"])
def test_a_text_in_several_parts_is_read_whole(name: str) -> None:
    part = (
        '<div class="grid"><div class="{}">{}</div><aside class="related"><a href="/a">More</a></aside></div>'
    )
    parts = "".join(part.format(name, paragraphs(TEXTS[start : start + 3])) for start in (0, 3, 6))
    body = body_of(f"<main><h1>Kea</h1><div>{parts}</div></main>")
    assert all(text in body for text in TEXTS)


@pytest.mark.parametrize(
    "blocks",
    [
        "<ul><li><strong>Dues are 410</strong><div>380 was the sum before, the board said.</div></li></ul>",
        "<ul><li><a href='/x'>Dues are 410</a><p>380 was the sum before, the board said.</p></li></ul>",
        "<div>Dues are 410<div>380 was the sum before, the board said.</div></div>",
        "<p>Dues are 410<br>380 was the sum before, the board said.</p>",
        "<blockquote>Dues are 410<p>380 was the sum before, the board said.</p></blockquote>",
    ],
)
def test_no_words_or_numbers_meet_where_blocks_do(blocks: str) -> None:
    assert "410380" not in body_of(
        f"<main><h1>Kea</h1>{paragraphs(TEXTS[:4])}{blocks}{paragraphs(TEXTS[4:])}</main>"
    )


def test_parts_of_a_word_that_are_marked_stay_together() -> None:
    assert "Aoraki’s" in body_of(
        f"<main><p><b>A</b>oraki<i>’s</i> huts are closed to kea and open to others.</p>{paragraphs(TEXTS)}</main>"
    )


def test_comments_and_related_articles_are_no_part_of_the_text() -> None:
    comment = (
        "I once saw a kea carry away a whole rucksack, and nobody believed me until we found it in the snow."
    )
    markup = f'<article>{paragraphs(TEXTS)}</article><div class="comments"><div class="comment">{comment}</div></div>'
    assert comment not in body_of(f"<main><h1>Kea</h1>{markup}</main>")


def test_control_characters_beside_blocks_are_no_fault() -> None:
    assert TEXTS[0] in body_of(f"<div>\x1b<p>{TEXTS[0]}</p>\x02<p>{TEXTS[1]}</p></div>")


# How programs that build pages name each block of a text.
BUILDERS = {
    "elementor": '<div class="elementor-element elementor-widget"><div class="elementor-widget-container">{}</div></div>',
    "panels": '<div class="so-panel widget widget_sow-editor panel-first-child"><div class="textwidget">{}</div></div>',
    "banners": '<section class="text-banner-block"><div>{}</div></section>',
    "cards": '<div class="promo-grid-text">{}</div>',
    "footers": '<div class="has-footnotes footer-safe" id="social-{{n}}">{}</div>',
}  # fmt: skip


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_word_that_names_each_block_of_a_text_makes_none_an_aside(builder: str) -> None:
    blocks = "".join(BUILDERS[builder].format(f"<p>{text}</p>") for text in TEXTS)
    body = body_of(f"<main><h1>Kea</h1><div class='entry-content'>{blocks}</div></main>")
    assert all(text in body for text in TEXTS)


@pytest.mark.parametrize("name", ["widget widget_text", "promo", "related-box", "elementor-widget related"])
def test_a_block_of_that_name_beside_the_text_stays_out(name: str) -> None:
    beside = f"<div class='{name}'><p>Our shop has boots that no kea can carry away, in nine colours and four sizes.</p></div>"
    half = len(TEXTS) // 2
    body = body_of(
        f"<main><h1>Kea</h1><div>{paragraphs(TEXTS[:half])}{beside}{paragraphs(TEXTS[half:])}</div></main>"
    )
    assert all(text in body for text in TEXTS)
    assert "nine colours" not in body


@pytest.mark.parametrize(
    "ends",
    [
        "</body></html>",
        "</body>\n</html>\n",
        "</html>",
        "</body>",
        "</BODY></HTML>",
        "</body></html></body></html>",
    ],
)
@pytest.mark.parametrize("script", ["", "<script>document.write('</body></html>')</script>"])
def test_a_page_goes_on_behind_an_end_that_comes_too_early(ends: str, script: str) -> None:
    """Its head was written by one program and its text by another. Browsers go on with the body."""
    body = body_of(
        f"{script}<header><ul><li>Huts</li></ul></header>{ends}<main><h1>Kea</h1>{paragraphs(TEXTS)}</main>"
    )
    assert all(text in body for text in TEXTS)


@pytest.mark.parametrize("role", ["dialog", "alertdialog"])
@pytest.mark.parametrize("mark", ["hidden", "aria-hidden='true'", "style='display: none;'"])
def test_what_opens_over_a_page_is_none_of_its_text(role: str, mark: str) -> None:
    terms = "<h2>Print this article</h2><p>Our articles may be printed by everybody who names us and changes nothing in them.</p>"
    body = body_of(
        f"<main><h1>Kea</h1><div>{paragraphs(TEXTS)}</div><div role='{role}' {mark}>{terms}</div></main>"
    )
    assert "printed by everybody" not in body
    assert all(text in body for text in TEXTS)


def test_a_short_post_that_opens_over_a_page_is_read() -> None:
    assert TEXTS[0] in body_of(
        f"<div>A list of posts.</div><div role='dialog'><h1>Kea</h1><p>{TEXTS[0]}</p></div>"
    )


def test_an_article_that_opens_over_a_page_is_read() -> None:
    body = body_of(f"<div>A list of articles.</div><div role='dialog'><h1>Kea</h1>{paragraphs(TEXTS)}</div>")
    assert all(text in body for text in TEXTS)
