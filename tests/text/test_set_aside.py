"""Blocks that are not body text are told by their words, and body text is not taken for them."""

import pytest

from newsfold.text.body_blocks import Paragraph, split_blocks
from newsfold.text.raw_headers import Collector, on_line
from newsfold.text.set_aside import find_kind

BODY = "The ferry between Oban and Tiree sails again from Monday, eleven weeks after its bow visor jammed in a swell off Coll."


def split(*texts: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The body's paragraphs and the blocks set aside."""
    found = Collector()
    body = split_blocks([Paragraph(text, on_line(1)) for text in texts], found)
    return body, [(block.kind, block.text) for block in found.blocks]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Read more: Ferry owner wants a second ship", "related"),
        ("Also Read | Ferry owner wants a second ship", "related"),
        ("Lesen Sie auch: Reederei will zweites Schiff", "related"),
        ("Lire aussi : L'armateur veut un second navire", "related"),
        ("Читайте также: Паромщик хочет второе судно", "related"),
        ("相关阅读：船主想要第二艘船", "related"),
        ("Related articles", "related"),
        ("Sign up for our newsletter about islands", "newsletter"),
        ("Become a Harbour Courier member for $5 a month.", "newsletter"),
        ("Photo: The tower seen from the ferry", "caption"),
        ("Photo gallery: Tiree from the air", "gallery"),
        ("(This story has not been edited by our staff.)", "notice"),
        ("© 2025 Harbour Courier", "notice"),
        ("Correo de la Costa, Castellón. Aviso legal.", "notice"),
        ("Impressum | Datenschutz | Kontakt", "notice"),
        ("Mentions légales · Nous contacter", "notice"),
        ("The court found the legal notice on the ferry's website too short.", None),
        ("El aviso legal del transbordador era demasiado corto, dijo la jueza.", None),
        ("Relatedly, the owner wants a second ship.", None),
        ("Sweden could become a member of the ferry alliance now.", None),
        ("Copyright law does not cover timetables, a court said.", None),
        ("The report was not published until Friday.", None),
        ("Gallery owner Una Skea bought the visor.", None),
        ("Watch officers saw the ferry at noon.", None),
        ("(Reporting by Isla Macrae; editing by Ruaridh Bain)", None),
        ("--Kestrel Wire", None),
        ("Reuter", None),
    ],
)
def test_kind_of_a_line(line: str, kind: str | None) -> None:
    assert find_kind(line) == kind


def test_bullets_under_headings_end_where_the_text_begins() -> None:
    body, blocks = split("Synopsis", "Key Takeaways", "- One", "- Two", BODY)
    assert body == [BODY]
    assert blocks == [("synopsis", "Synopsis\nKey Takeaways\n- One\n- Two")]


def test_a_synopsis_without_bullets_is_one_paragraph() -> None:
    body, blocks = split("Synopsis", "The ferry sails again.", BODY, BODY)
    assert body == [BODY, BODY]
    assert blocks == [("synopsis", "Synopsis\nThe ferry sails again.")]


def test_a_dateline_below_a_lone_synopsis_heading_is_body() -> None:
    opening = f"Oban, Sep 27 (Kestrel Wire) {BODY}"
    assert split("Synopsis", opening, BODY) == ([opening, BODY], [("synopsis", "Synopsis")])


def test_bullets_above_the_text_are_set_aside_without_a_heading() -> None:
    assert split("- One", "- Two", BODY) == ([BODY], [("synopsis", "- One\n- Two")])


def test_lists_inside_the_text_stay() -> None:
    assert split(BODY, "- One", "- Two", BODY) == ([BODY, "- One", "- Two", BODY], [])


def test_a_cross_heading_with_soft_words_stays_with_its_text() -> None:
    assert split(BODY, "What we know", BODY) == ([BODY, "What we know", BODY], [])


def test_takeaways_at_the_end_are_set_aside() -> None:
    assert split(BODY, "Key Takeaways", "- One", "- Two") == (
        [BODY],
        [("synopsis", "Key Takeaways\n- One\n- Two")],
    )


def test_a_list_from_first_line_to_last_is_the_body() -> None:
    assert split("- One", "- Two", "- Three") == (["- One", "- Two", "- Three"], [])


def test_links_below_a_related_heading_go_with_it() -> None:
    body, blocks = split(
        BODY, "Related articles", "Ferry owner wants a second ship", "- Tiree without bread", BODY
    )
    assert body == [BODY, BODY]
    assert blocks == [("related", "Related articles\nFerry owner wants a second ship\n- Tiree without bread")]


@pytest.mark.parametrize("form", ["{}/3 ", "{} of 3: ", "Bild {} von 3: ", "{}/3 – "])
def test_the_captions_of_a_gallery_are_no_body_text(form):
    captions = [form.format(number) + f"Deckhands paint the visor, day {number}." for number in (1, 2, 3)]
    body, blocks = split(BODY, "PHOTOS: The ferry in dock", *captions, "See more galleries", BODY)
    assert body == [BODY, BODY]
    assert [kind for kind, _ in blocks] == ["gallery", "gallery", "gallery"]


@pytest.mark.parametrize(
    "lines",
    [
        ["1/2 cup of flour", "1/4 cup of butter"],
        ["1 of 3 ferries sails again.", "The others wait for their visors."],
        ["2/3 of the crews voted, the union said."],
        ["1/2 Oban", "2/3 Tiree"],
    ],
)
def test_shares_and_counts_are_body_text(lines):
    body, blocks = split(BODY, *lines, BODY)
    assert body == [BODY, *lines, BODY]
    assert blocks == []
