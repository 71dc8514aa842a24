"""SGML of the Reuters collection: many articles in a file, with marks of the wire in them."""

import pytest

from newsfold.formats import detect, read
from newsfold.model import Record, Rejection


def record_of(text: str, above: str = "") -> Record:
    (item,) = read(
        f'<!DOCTYPE lewis SYSTEM "lewis.dtd">\n<REUTERS NEWID="1">{above}{text}</REUTERS>'.encode(), name="x"
    )
    assert isinstance(item, Record), item
    assert item.format == "sgml"
    return item


def values(record: Record, name: str) -> list[str]:
    return [header.value for header in record.headers if header.name == f"item.{name}"]


def test_files_are_known_by_their_document_type_or_root() -> None:
    assert detect(b'<!DOCTYPE lewis SYSTEM "lewis.dtd">\n<REUTERS>', "x") == "sgml"
    assert detect(b'<REUTERS TOPICS="NO"></REUTERS>', "x") == "sgml"


def test_indented_lines_open_paragraphs() -> None:
    record = record_of(
        "<TEXT><BODY>One line\nand its second.\n    Short.\n    Third\nparagraph.\n</BODY></TEXT>"
    )
    assert record.body == "One line and its second.\n\nShort.\n\nThird paragraph."


@pytest.mark.parametrize("mark", [" Reuter\n&#3;", " REUTER&#3;", "\n REUTERS\n", " - Reuters"])
def test_the_sign_off_is_set_aside_and_names_the_agency(mark: str) -> None:
    record = record_of(f"<TEXT><BODY>Barley rose.\n{mark}</BODY></TEXT>")
    assert record.body == "Barley rose."
    assert [block.kind for block in record.set_aside] == ["notice"]
    assert values(record, "creditline")[0] in ("Reuter", "Reuters")


def test_a_text_about_the_agency_is_no_sign_off() -> None:
    record = record_of("<TEXT><BODY>Barley rose, said Reuter</BODY></TEXT>")
    assert record.body == "Barley rose, said Reuter"


def test_a_brief_is_told_by_its_title() -> None:
    record = record_of('<TEXT TYPE="BRIEF">&#2;\n******<TITLE>BARLEY UP\n</TITLE>More to come.\n&#3;</TEXT>')
    assert (record.body, values(record, "headline")) == ("BARLEY UP", ["BARLEY UP"])


def test_a_text_that_was_not_processed_is_kept() -> None:
    record = record_of('<TEXT TYPE="UNPROC">&#2;\nPRICES\n OATS 4.10\n RYE 3.90\n&#3;</TEXT>')
    assert record.body.split("\n\n") == ["PRICES", "OATS 4.10", "RYE 3.90"]


def test_brackets_and_control_characters_are_read() -> None:
    record = record_of(
        "<TEXT>&#2;<TITLE>LEITH MILLS &lt;LTH> UP</TITLE><BODY>Leith Mills &lt;LTH> rose &amp; rose.&#3;</BODY></TEXT>"
    )
    assert values(record, "headline") == ["LEITH MILLS <LTH> UP"]
    assert record.body == "Leith Mills <LTH> rose & rose."


def test_the_slug_is_taken_from_the_wires_own_header() -> None:
    record = record_of(
        "<TEXT><BODY>Text.</BODY></TEXT>",
        "<UNKNOWN> \n&#5;&#5;&#5;G\n&#22;f0001&#31;reute\nr f BC-BARLEY/TRIAL   02-26 0061</UNKNOWN>",
    )
    assert values(record, "slugline") == ["BC-BARLEY/TRIAL"]


def test_an_article_without_text_costs_only_itself() -> None:
    whole = '<REUTERS NEWID="{}"><TEXT><BODY>Text.</BODY></TEXT></REUTERS>'
    items = list(
        read(
            (
                whole.format(1)
                + '<REUTERS NEWID="2"><TEXT></TEXT></REUTERS><REUTERS NEWID="3">'
                + whole.format(4)
            ).encode(),
            name="x",
        )
    )
    reasons = [item.reason_code if isinstance(item, Rejection) else item.body for item in items]
    assert reasons == ["Text.", "no_article", "truncated", "Text."]
