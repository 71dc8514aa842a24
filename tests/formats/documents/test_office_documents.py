"""Documents of office programs, PDF, books, spreadsheets, Parquet and dumps: read whole, within limits, whatever is in them."""

# ruff: noqa: E501 - markup stands on one line, as programs write it

import json
import subprocess
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsfold.config.sources import Source
from newsfold.formats import detect, read
from newsfold.model import Article, Record, Rejection, SourceFile
from newsfold.pipeline.reading import read_bytes
from tests.formats.documents import making
from tests.formats.documents.making import BYLINE, HEADLINE, PARAGRAPHS

#: What is unpacked of a part, and the tree of a piece of it. Measured: 257 MB.
MOST_MB = 500
NOW = datetime(2025, 9, 28, 6, tzinfo=UTC)
TEXTS = ("docx", "odt", "rtf", "pdf")
TABLES = ("xlsx", "ods", "parquet")


@cache
def made(form: str) -> bytes:
    return making.MADE[form]()


def items(data: bytes) -> list[Record | Rejection]:
    return list(read(data, name="given"))


def record_of(data: bytes) -> Record:
    (found,) = items(data)
    assert isinstance(found, Record), found
    return found


def refused(data: bytes) -> tuple[str, str]:
    (found,) = items(data)
    assert isinstance(found, Rejection), found
    return found.reason_code, found.detail


def stated(record: Record, name: str) -> list[str]:
    return [header.value for header in record.headers if header.name == name]


def article_of(data: bytes) -> Article:
    file = SourceFile("x", "f", "urn:f", "", len(data), NOW, NOW)
    ((_, found),) = read_bytes(data, Source("x", "/", language="en"), file)
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize("form", TEXTS)
def test_a_document_is_an_article_like_a_text(form):
    article = article_of(made(form))
    assert article.headline == HEADLINE
    assert article.byline == ("Ada Lund",)
    assert (article.published_on.isoformat(), article.published_precision) == ("2025-09-26", "day")
    assert (article.agency, article.dateline_country) == ("MNA", None) or article.agency == "MNA"
    assert article.body.endswith(PARAGRAPHS[1])
    assert article.body.count("\n\n") == 1


@pytest.mark.parametrize("form", [*TEXTS, "xlsx", "ods", "parquet", "epub", "mediawiki"])
def test_a_document_is_known_by_its_content(form):
    assert detect(made(form), "news.txt") == form


@pytest.mark.parametrize("form", TABLES)
def test_a_row_is_a_record(form):
    found = items(made(form))
    assert [stated(each, "headline") for each in found] == [[HEADLINE], ["Council meets"]]
    assert stated(found[0], "published")[0][:10] == "2025-09-26"
    assert found[0].body.endswith(PARAGRAPHS[1])
    assert [each.position for each in found] == [0, 1]


# What the properties of a document say, and what they don't.


@pytest.mark.parametrize(
    ("created", "modified", "day"),
    [
        ("2025-09-25T23:30:00Z", "2025-09-26T01:00:00Z", "2025-09-25"),
        ("2025-09-25T07:00:00Z", "", "2025-09-25"),
        (
            "2019-01-07T07:00:00Z",
            "2025-09-26T01:00:00Z",
            None,
        ),  # a template, or last year's document once more
        ("2025-09-25T07:00:00Z", "2025-11-26T01:00:00Z", None),
        ("", "2025-09-26T01:00:00Z", None),
        ("yesterday", "", None),
    ],
)
def test_the_day_of_a_document_counts_where_it_was_made_and_saved_at_once(created, modified, day):
    body = making.word_paragraph(HEADLINE) + making.word_paragraph(PARAGRAPHS[1])
    properties = {"created": created, "modified": modified}
    article = article_of(making.docx(body, properties))
    assert (article.published_on and article.published_on.isoformat()) == day
    assert article.published_at is None
    assert article.modified_at is None


def test_what_the_text_says_goes_before_the_properties():
    properties = {"title": "A talk about ferries", "creator": "Olin Berg", "created": "2025-09-20T07:00:00Z"}
    article = article_of(making.docx(properties=properties))
    assert (article.headline, article.byline) == (HEADLINE, ("Ada Lund",))
    assert article.published_on.isoformat() == "2025-09-26"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("A talk about ferries", ["A talk about ferries"]),
        ("Microsoft Word - A talk about ferries", ["A talk about ferries"]),
        ("Press releases are read by nobody", ["Press releases are read by nobody"]),
        ("Document1", []),
        ("Dokument 12", []),
        ("Untitled document", []),
        ("Pressemitteilung", []),
        ("Microsoft Word - 250926_ferry.docx", []),
        ("ferry final (2).indd", []),
        ("PowerPoint Presentation", []),
    ],
)
def test_a_title_that_a_program_wrote_is_none(title, shown):
    assert stated(record_of(making.docx(properties={"title": title})), "document.title") == shown


@pytest.mark.parametrize(
    ("author", "shown"),
    [
        ("Odo Clerk", 1),
        ("oclerk", 0),
        ("python-docx", 0),
        ("Microsoft Office User", 0),
        ("Pressestelle Aldermoor", 0),
    ],
)
def test_an_author_that_is_an_account_is_none(author, shown):
    assert len(stated(record_of(making.docx(properties={"creator": author})), "document.author")) == shown


# Word.


def body_of(markup: str) -> str:
    return record_of(making.docx(making.word_paragraph(HEADLINE, "Titel") + markup)).body


RUN = "<w:r><w:t>{}</w:t></w:r>"


@pytest.mark.parametrize(
    ("markup", "body"),
    [
        (f"<w:p>{RUN.format('It was ')}<w:del><w:r><w:delText>not </w:delText></w:r></w:del>{RUN.format('rebuilt.')}</w:p>", "It was rebuilt."),
        (f"<w:p><w:ins>{RUN.format('It was rebuilt.')}</w:ins></w:p>", "It was rebuilt."),
        (f"<w:p>{RUN.format('It was rebuilt.')}<w:moveFrom>{RUN.format(' Twice.')}</w:moveFrom></w:p>", "It was rebuilt."),
        ("<w:p><w:r><w:t>One</w:t><w:tab/><w:t>two</w:t><w:noBreakHyphen/><w:t>three.</w:t></w:r></w:p>", "One two-three."),
        (f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Secret. </w:t></w:r>{RUN.format('It was rebuilt.')}</w:p>", "It was rebuilt."),
        (f"<w:p><w:hyperlink>{RUN.format('It was ')}</w:hyperlink><w:r><w:instrText>HYPERLINK x</w:instrText></w:r>{RUN.format('rebuilt.')}</w:p>", "It was rebuilt."),
        ("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>".format(*map(making.word_paragraph, ("Crossings", "14"))) + making.word_paragraph(PARAGRAPHS[1]), f"Crossings | 14\n\n{PARAGRAPHS[1]}"),
        (f"<w:tbl><w:tr><w:tc>{making.word_paragraph(PARAGRAPHS[1])}</w:tc></w:tr></w:tbl>", PARAGRAPHS[1]),
        ("<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{0}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>".format(making.word_paragraph(PARAGRAPHS[1])), PARAGRAPHS[1]),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{making.word_paragraph(PARAGRAPHS[1])}</w:sdtContent></w:sdt>", PARAGRAPHS[1]),
    ],
    ids=["deleted", "inserted", "moved away", "signs", "hidden", "link", "row of data", "layout table", "box", "control"],
)  # fmt: skip
def test_what_is_shown_of_a_document_is_its_text(markup, body):
    assert body_of(markup) == body


def test_a_list_stays_a_list_and_a_table_of_keys_is_a_head():
    item = '<w:numPr><w:numId w:val="3"/></w:numPr>'
    assert body_of(
        making.word_paragraph(PARAGRAPHS[1]) + making.word_paragraph("Nine crossings", more=item)
    ).endswith("- Nine crossings")
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    rows = [
        row.format(*map(making.word_paragraph, pair))
        for pair in (("Date:", "26 September 2025"), ("Author:", "Ada Lund"))
    ]
    article = article_of(
        making.docx(
            f"<w:tbl>{''.join(rows)}</w:tbl>"
            + "".join(map(making.word_paragraph, (HEADLINE, *PARAGRAPHS[1:])))
        )
    )
    assert (article.headline, article.byline, article.body) == (HEADLINE, ("Ada Lund",), PARAGRAPHS[1])


def test_what_stands_above_the_headline_is_read():
    above = [making.word_paragraph(each) for each in ("THE HARBOUR COURIER", "26 September 2025")]
    below = [
        making.word_paragraph(HEADLINE, "Titel"),
        making.word_paragraph("A night in the yard", "Untertitel"),
        *map(making.word_paragraph, (BYLINE, PARAGRAPHS[1])),
    ]
    article = article_of(making.docx("".join([*above, *below]), {}))
    assert (article.headline, article.byline, article.body) == (HEADLINE, ("Ada Lund",), PARAGRAPHS[1])
    assert article.published_on.isoformat() == "2025-09-26"
    assert [block.text for block in article.set_aside] == ["THE HARBOUR COURIER", "A night in the yard"]


def test_an_export_of_several_articles_is_divided():
    one = "{} of 2 DOCUMENTS\n\nThe Harbour Courier\n\nSeptember 26, 2025\n\n{}\n\nBYLINE: Ada Lund\n\nLENGTH: 30 words\n\n{}\n\nLOAD-DATE: September 27, 2025"
    text = "\n\n".join(
        one.format(number, head, PARAGRAPHS[1]) for number, head in ((1, HEADLINE), (2, "Council meets"))
    )
    found = items(making.docx("".join(map(making.word_paragraph, text.split("\n\n")))))
    assert [each.position for each in found] == [0, 1]
    assert all(each.body == PARAGRAPHS[1] for each in found)
    assert not any(header.name.startswith("document.") for each in found for header in each.headers)


def test_the_main_part_may_have_another_name():
    assert record_of(making.docx(main="word/document2.xml")).body.endswith(PARAGRAPHS[1])


# OpenDocument.


def test_notes_comments_and_deleted_text_are_no_text():
    body = (
        "<text:tracked-changes><text:changed-region><text:p>Gone.</text:p></text:changed-region></text:tracked-changes>"
        f"<text:h>{HEADLINE}</text:h><text:p>It was<text:note><text:note-body><text:p>Note.</text:p></text:note-body></text:note> re<text:span>built"
        '</text:span>.<text:s text:c="3"/>Twice.</text:p><office:annotation><text:p>Really?</text:p></office:annotation>'
    )
    record = record_of(making.odt(body))
    assert (stated(record, "headline"), record.body) == ([HEADLINE], "It was rebuilt. Twice.")


# RTF.


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("caf\\'e9 d\\'e9j\\'e0", "café déjà"),
        ("{\\f1 \\'cf\\'f0\\'e8}", "При"),
        ("\\u8220\\'93yes\\u8221\\'94", "“yes”"),
        ("\\uc0\\u8220 yes\\u8221 ", "“yes”"),
        ("\\u-10179?\\u-8704?", "😀"),
        ("one\\~two\\_three\\emdash four", "one two-three—four"),
        ('{\\field{\\*\\fldinst HYPERLINK "https://aldermoor.example"}{\\fldrslt the ferry}}', "the ferry"),
        ("seen{\\v unseen} again{\\*\\unknown never}", "seen again"),
        ("{\\pict\\pngblip 89504e470d0a}after", "after"),
        ("{\\*\\shppict{\\pict\\bin6 }}}}{{}}after", "after"),
        ("it\\{s\\} \\\\ done", "it{s} \\ done"),
        ("two\nlines\r\nare one", "twolinesare one"),
    ],
)
def test_control_words_become_characters(markup, text):
    assert (
        record_of(making.rtf(f"{HEADLINE}\\par {markup} said Odo Lindqvist on the pier.\\par ")).body
        == f"{text} said Odo Lindqvist on the pier."
    )


def test_groups_too_deep_are_refused():
    assert refused(b"{\\rtf1 " + b"{" * 100_000 + b"text")[0] == "malformed"


# PDF.


def test_paragraphs_are_seen_by_their_room_their_indents_and_their_ends():
    long = (
        "Nine mechanics had rebuilt its engine, and the crossing takes fourteen minutes now. " * 4
    ).strip()
    for left in (0.0, 12.0):
        lines = making.printed(HEADLINE, size=20.0)
        height = 700.0
        for _ in range(3):
            for number, line in enumerate(making.printed(long, width=60)):
                lines.append((60.0 + (left if not number else 0.0), height, 10.0, line[3]))
                height -= 12.0
            height -= 0.0 if left else 8.0
        record = record_of(making.pdf([lines]))
        assert (stated(record, "headline"), record.body.split("\n\n")) == ([HEADLINE], [long] * 3)


def test_columns_and_pages_are_read_in_their_order_and_edges_left_out():
    text = " ".join(
        f"Sentence {number} of the long report of Aldermoor goes on and on." for number in range(40)
    )
    lines = [line[3] for line in making.printed(text, width=45)]
    pages, size = [], 25
    for number in range(0, len(lines), size):
        part = lines[number : number + size]
        page = [(60.0, 820.0, 8.0, "The Harbour Courier, 26 September")]
        page += [(60.0 + 250 * (i // 13), 780.0 - 12 * (i % 13), 10.0, line) for i, line in enumerate(part)]
        pages.append([*page, (290.0, 30.0, 8.0, f"Page {len(pages) + 1} of 4")])
    assert len(pages) > 2
    record = record_of(making.pdf(pages))
    assert record.body.replace("\n\n", " ") == text


def test_a_divided_word_is_put_together():
    lines = [(60.0, 700.0, 10.0, "The ferry of Aldermoor runs again after eleven weeks, har-"), (60.0, 688.0, 10.0, "bour master Odo Lindqvist said. The well-known ship is a well-"), (60.0, 676.0, 10.0, "known sight, and its crossing takes fourteen minutes.")]  # fmt: skip
    assert "weeks, harbour master" in record_of(making.pdf([lines])).body
    assert "is a well-known sight" in record_of(making.pdf([lines])).body


def test_a_scan_is_told_apart():
    number = [(290.0, 30.0, 8.0, "12")]
    assert refused(making.pdf([number, number], is_scan=True))[0] == "needs_ocr"
    assert refused(making.pdf([[], []], is_scan=True))[0] == "needs_ocr"
    assert refused(making.pdf([[]]))[0] == "empty"
    assert record_of(making.pdf([making.printed(*PARAGRAPHS)], is_scan=True)).body.endswith(PARAGRAPHS[1])


@pytest.mark.parametrize("filters", ["/FlatDecode", "[/FlateDecode", "99"])
def test_a_page_that_is_packed_in_an_unknown_way_is_refused(filters):
    reason, _ = refused(making.pdf([making.printed(*PARAGRAPHS)], filters=filters))
    assert reason in ("malformed", "empty")


def test_signs_whose_letters_are_not_told_are_refused():
    assert refused(making.pdf([making.printed(*["/g12/g7/g101/g3 " * 40])]))[0] == "undecodable"


# What is locked.


def encrypted_pdf() -> bytes:
    import io

    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made("pdf")))
    out = io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def readable_pdf() -> bytes:
    """One that may be read but not printed: it has no password for readers."""
    import io

    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made("pdf")))
    out = io.BytesIO()
    writer.encrypt("", "owner", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


LOCK = '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData><EncryptionMethod Algorithm="{}"/></EncryptedData></encryption>'
LOCKED = {
    "pdf": encrypted_pdf,
    "docx": lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(400)
    ),
    "odt": lambda: making.odt(
        more={"META-INF/manifest.xml": "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"}
    ),
    "epub": lambda: making.epub(
        more={"META-INF/encryption.xml": LOCK.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}
    ),
}


@pytest.mark.parametrize("form", LOCKED)
def test_what_has_a_password_is_refused_as_such(form):
    assert refused(LOCKED[form]())[0] == "encrypted"


def test_what_needs_no_password_is_read():
    assert record_of(readable_pdf()).body.endswith(PARAGRAPHS[1])
    mixed_fonts = making.epub(
        more={"META-INF/encryption.xml": LOCK.format("http://www.idpf.org/2008/embedding")}
    )
    assert [type(each) for each in items(mixed_fonts)] == [Record, Record]


# Books.


def test_a_chapter_is_an_article_of_its_issue():
    found = items(made("epub"))
    assert [stated(each, "h1") for each in found] == [[HEADLINE], ["Council meets"]]
    assert [stated(each, "member.name") for each in found] == [["OEBPS/ferry.xhtml"], ["OEBPS/council.xhtml"]]
    assert all(stated(each, "book.date") == ["2025-09-27"] for each in found)


# Tables.


def test_a_table_without_a_known_column_is_refused_with_the_names_it_has():
    rows = (("Ship", "Captain"), ("Norna", "Odo Lindqvist"))
    for data in (making.xlsx(rows), making.ods(rows), making.parquet([{"Ship": "Norna", "Captain": "Odo"}])):
        reason, detail = refused(data)
        assert reason == "unsupported_format"
        assert "Ship, Captain" in detail


def test_the_names_that_a_source_states_hold_for_spreadsheets_and_parquet():
    rows = (("Schiff", "Worte"), ("Norna", PARAGRAPHS[1]))
    for data in (making.xlsx(rows), making.ods(rows), making.parquet([dict(zip(*rows, strict=True))])):
        (found,) = read(data, name="given", columns={"headline": "Schiff", "body": "Worte"})
        assert (stated(found, "headline"), found.body) == (["Norna"], PARAGRAPHS[1])


@pytest.mark.parametrize(
    ("value", "style", "shown"),
    [
        (45926, 1, "2025-09-26"),
        (45926, 2, "2025-09-26"),
        (45926.75, 2, "2025-09-26 18:00:00"),
        (0.75, 2, "18:00:00"),
        (45926, 3, "45926"),
    ],
)
def test_a_cell_is_a_date_by_its_style(value, style, shown):
    rows = (("Headline", "Published", "Text"), (HEADLINE, value, PARAGRAPHS[1]))
    assert stated(record_of(making.xlsx(rows, date_style=style)), "published") == [shown]


def test_what_we_export_is_read_again(tmp_path):
    rows = [
        {"article_id": 7, "outcome": "original", "source": "harbour-courier", "uri": "https://courier.aldermoor.example/ferry", "headline": HEADLINE,
         "byline": ["Ada Lund", "Olin Berg"], "agency": "MNA", "language": "en", "published_on": NOW.date(), "published_at": NOW, "body": "\n\n".join(PARAGRAPHS),
         "file_uri": "file:///inbox/ferry.txt", "record_position": 0, "first_seen_at": NOW}
    ]  # fmt: skip
    article = article_of(making.parquet(rows))
    assert (article.headline, article.byline, article.published_at) == (
        HEADLINE,
        ("Ada Lund", "Olin Berg"),
        NOW,
    )
    assert article.uri == "https://courier.aldermoor.example/ferry"


# Dumps.


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("The '''ferry''' of [[Aldermoor (town)|Aldermoor]] ''runs''.", "The ferry of Aldermoor runs."),
        ("It {{w|running|runs}} for {{convert|5|km}}{{fact|date=May}}.", "It runs for 5 km."),
        ("It runs.<ref name=a>{{cite|[[x]]}}</ref><ref name=a/> Again.", "It runs. Again."),
        ("It runs. <!-- not {{sure}} -->Again.", "It runs. Again."),
        ("[[File:A.jpg|thumb|A [[ship]] in the yard]] It runs.", "It runs."),
        ("{| class=x\n|-\n| a || b\n|}\nIt runs.", "It runs."),
        ("It [https://aldermoor.example runs] daily.", "It runs daily."),
        ("It {{runs and is not closed. Again.", "It runs and is not closed. Again."),
        ("It runs, [[she said.", "It runs, she said."),
        ("It runs.\n\n== See also ==\n* [[Ships]]\n", "It runs."),
        ("It runs & floats &lt; 5.", "It runs & floats < 5."),
    ],
)
def test_the_text_of_a_wiki_page_is_what_it_shows(markup, text):
    (found,) = items(making.wiki(("Ferry", "0", markup)))
    assert isinstance(found, Record)
    assert found.body == text


def test_pages_that_are_no_articles_are_refused_one_by_one():
    found = items(made("mediawiki"))
    assert [getattr(each, "reason_code", None) for each in found] == [None, "no_article"]
    assert stated(found[0], "published") == ["September 26, 2025"]
    assert stated(found[0], "url") == ["https://news.aldermoor.example/wiki/Ferry_of_Aldermoor_runs_again"]


def test_texts_of_a_crawl_are_read():
    record = record_of(making.wet())
    assert (record.format, stated(record, "warc.target-uri")) == (
        "text",
        ["https://courier.aldermoor.example/2025/09/26/ferry"],
    )
    assert record.body.endswith(PARAGRAPHS[1])


# What is made to break a reader.


@pytest.mark.parametrize("form", making.MADE)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_damage_costs_a_document_and_nothing_else(form, data):
    whole = made(form)
    at = data.draw(st.integers(0, len(whole) - 1))
    kind = data.draw(st.sampled_from(("cut", "flip", "doubled", "zeros", "text")))
    broken = {
        "cut": whole[:at],
        "flip": whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :],
        "doubled": whole[:at] + whole[max(0, at - 200) :],
        "zeros": whole[:at] + bytes(min(64, len(whole) - at)) + whole[at + 64 :],
        "text": whole[:at] + b"(((<w:p>{\\par 999999999 0 obj" + whole[at:],
    }[kind]
    found = items(broken)
    assert found
    assert all(isinstance(each, Record | Rejection) for each in found)
    assert [
        each for each in found if isinstance(each, Rejection) and each.reason_code == "reader_failed"
    ] == []


@given(st.binary(max_size=400))
@example(b"")
@settings(max_examples=60, deadline=None)
def test_any_bytes_behind_the_first_ones_are_read(rest):
    for start in (
        b"%PDF-1.7\n",
        b"{\\rtf1",
        b"PAR1",
        b"PK\x03\x04[Content_Types].xml word/",
        b"<mediawiki><page><title>",
    ):
        found = items(start + rest)
        assert found
        assert [
            each for each in found if isinstance(each, Rejection) and each.reason_code == "reader_failed"
        ] == []


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'


def test_no_entity_is_expanded_and_no_file_opened():
    body = (
        making.word_paragraph(HEADLINE, "Titel")
        + f"<w:p><w:r><w:t>It runs.&c;&f;</w:t></w:r></w:p>{making.word_paragraph(PARAGRAPHS[1])}"
    )
    main = (
        f'<?xml version="1.0"?>{LAUGHS}<w:document xmlns:w="{making.W}"><w:body>{body}</w:body></w:document>'
    )
    found = items(making.docx(more={"word/document.xml": main}))
    assert "haha" not in str(found)
    assert all(isinstance(each, Record | Rejection) for each in found)


def test_a_small_file_takes_no_large_memory():
    script = Path(__file__).parent / "measure_documents.py"
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert len(found["grown"]) > 8
    assert {
        name: codes for name, codes in found["codes"].items() if not codes or "reader_failed" in codes
    } == {}
    # The peak only ever rises: the sum is what the worst of them took.
    assert sum(found["grown"].values()) < MOST_MB, found["grown"]
