"""PDFs whose pages share, call or contain themselves, and parts of Office files that claim to be huge: each ends in a refusal or
in its text, in seconds, by what it may take and not by a clock.
"""

import itertools
import time
import zlib
from collections.abc import Callable

import pytest

from newsfold.formats import read
from newsfold.formats.documents import pdf_document
from newsfold.model import Record, Rejection
from tests.formats.documents import making

TEXT = b"BT /F1 12 Tf 72 700 Td (The harbour of Lindow opened again on Friday, its master said) Tj ET\n"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
NAMED = b"/Font << /F1 4 0 R >>"
WITH_FORM = NAMED + b" /XObject << /A 6 0 R >>"


def stream(content: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    return (
        b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n" % (len(packed), more) + packed + b"\nendstream"
    )


def form(content: bytes, resources: bytes = NAMED) -> bytes:
    return stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << %s >>" % resources)


def sheet(rows: str) -> dict[str, str]:
    return {
        "xl/worksheets/sheet1.xml": f'<worksheet><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>'
    }


def pdf(
    *more: bytes,
    content: bytes = TEXT,
    kids: bytes = b"3 0 R ",
    count: int = 1,
    font: bytes = FONT,
    page: bytes | None = None,
    resources: bytes = NAMED,
) -> bytes:
    """A document: 1 its catalog, 2 its pages, 3 a page, 4 a font, 5 what the page draws, 6 and on whatever else is given."""
    page = page or b"/Contents 5 0 R /Resources << %s >>" % resources
    return making.of_objects(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] %s >>" % page,
            font,
            stream(content),
            *more,
        ]
    )


def composite(*more: bytes, said: bytes) -> bytes:
    return pdf(*more, font=b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H %s >>" % said)


def mapping(*ranges: bytes) -> bytes:
    return stream(
        b"begincmap\n1 begincodespacerange <00><ff> endcodespacerange\n%s\nendcmap" % b"\n".join(ranges)
    )


#: What is too much is refused as such.
TOO_MUCH: dict[str, Callable[[], bytes]] = {
    "pages that share what they draw": lambda: pdf(content=b"q Q " * 2_000 + TEXT, kids=b"3 0 R " * 250, count=250),
    "pages that share a form": lambda: pdf(
        form(b"q Q " * 2_000 + TEXT), content=TEXT + b"/A Do", kids=b"3 0 R " * 250, count=250, resources=WITH_FORM
    ),
    "pages that share a great deal of nothing": lambda: pdf(
        content=b" " * 2_000_000 + TEXT, kids=b"3 0 R " * 250, count=250
    ),
    "ten thousand pages": lambda: pdf(kids=b"3 0 R " * 10_000, count=10_000),
    "ten thousand pages that say that they are one": lambda: pdf(kids=b"3 0 R " * 10_000),
    "forms that draw two forms each": lambda: pdf(
        *(form(b"/A Do /A Do " + TEXT, NAMED + b" /XObject << /A %d 0 R >>" % (n + 1)) for n in range(6, 14)),
        form(TEXT), content=TEXT + b"/A Do", resources=WITH_FORM, kids=b"3 0 R " * 250, count=250,
    ),
    "nodes of pages that have two nodes each": lambda: making.of_objects(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            *(b"<< /Type /Pages /Kids [%d 0 R %d 0 R] /Count 2 >>" % (n + 1, n + 1) for n in range(2, 40)),
            b"<< /Type /Page /Parent 2 0 R >>",
        ]
    ),
    "a map of all signs": lambda: composite(
        mapping(b"1 beginbfrange\n<00000000><ffffffff><0041>\nendbfrange"), said=b"/ToUnicode 6 0 R"
    ),
    "a map with a long text": lambda: composite(
        mapping(b"1 beginbfchar\n<54><" + b"0041" * 500_000 + b">\nendbfchar"), said=b"/ToUnicode 6 0 R"
    ),
    "widths of all signs": lambda: composite(
        said=b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /W [0 2000000000 500] >>]"
    ),
    "filters without end": lambda: pdf(
        b"<< /Length 4 /Filter [%s] >>\nstream\n4141\nendstream" % (b"/ASCIIHexDecode " * 10_000),
        page=b"/Contents 6 0 R /Resources << %s >>" % NAMED,
    ),
    "what is drawn named again and again": lambda: pdf(
        page=b"/Contents [%s] /Resources << %s >>" % (b"5 0 R " * 50_000, NAMED)
    ),
}  # fmt: skip
#: What only looks like it ends as it may; none of it takes long.
ENDS: dict[str, Callable[[], bytes]] = {
    "pages within themselves": lambda: pdf(kids=b"2 0 R 2 0 R 3 0 R ", count=3),
    "a form within itself": lambda: pdf(
        form(b"/A Do /A Do", WITH_FORM), content=TEXT + b"/A Do", resources=WITH_FORM
    ),
    "a page of itself": lambda: pdf(b"6 0 R", page=b"/Contents 6 0 R /Resources << %s >>" % NAMED),
    "a chain of names": lambda: pdf(
        *(b"%d 0 R" % (n + 1) for n in range(6, 20_000)), page=b"/Contents 6 0 R /Resources << %s >>" % NAMED
    ),
    "a table of places that leads to itself": lambda: pdf().replace(
        b"trailer\n<<", b"trailer\n<< /Prev 600 "
    ),
    "a table of places of two thousand million": lambda: pdf().replace(b"xref\n0 6", b"xref\n0 2000000000"),
    "a stream of objects that says that it has as many": lambda: pdf(
        stream(b"0 0 " * 10_000, b"/Type /ObjStm /N 2000000000 /First 9")
    ),
    "lists in lists": lambda: pdf(content=b"[" * 1_000_000),
    "dictionaries in dictionaries": lambda: pdf(resources=b"/Font " + b"<< /a " * 50_000),
    "a text that is never closed": lambda: pdf(content=b"BT (" + b"(" * 2_000_000),
    "pictures that are never closed": lambda: pdf(content=b"BI /W 1 ID " * 200_000),
    "widths that are not there": lambda: pdf(
        font=b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar 0 /LastChar 2000000000 /Widths [1] >>"
    ),
    "tables in tables in Word": lambda: making.docx(
        "<w:tbl><w:tr><w:tc>" * 10_000 + making.word_paragraph("Ferry")
    ),
    "a cell of a thousand million": lambda: making.odt(
        '<table:table><table:table-row table:number-rows-repeated="1000000000"><table:table-cell'
        ' table:number-columns-repeated="1000000000"><text:p>a</text:p></table:table-cell></table:table-row></table:table>'
    ),
    "cells at the end of the sheet": lambda: making.xlsx(
        more=sheet('<row><c r="XFD1"><v>1</v></c></row>' * 20_000)
    ),
    "a row of cells without end": lambda: making.xlsx(
        more=sheet("<row>" + "<c><v>1</v></c>" * 200_000 + "</row>")
    ),
    "a cell with a name without end": lambda: making.xlsx(
        more=sheet(f'<row><c r="{"Z" * 500_000}1"><v>1</v></c></row>')
    ),
    "a hundred thousand sheets": lambda: making.xlsx(
        more={
            "xl/workbook.xml": "<workbook><sheets>"
            + '<sheet name="a" sheetId="1"/>' * 100_000
            + "</sheets></workbook>"
        }
    ),
}
#: Of CPU. The worst takes two on an idle machine; without a bound they take minutes or never end.
MOST_SECONDS = 30.0


def items_of(make: Callable[[], bytes]) -> list[Record | Rejection]:
    data = make()
    began = time.process_time()
    items = list(itertools.islice(read(data, name="bomb"), 100))
    assert time.process_time() - began < MOST_SECONDS
    return items


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_drawn_again_and_again_has_an_end(name, monkeypatch):
    monkeypatch.setattr(pdf_document, "MAX_OPERATORS", 5_000)
    (item,) = items_of(TOO_MUCH[name])
    assert isinstance(item, Rejection)
    assert item.reason_code == "too_large", item.detail


@pytest.mark.parametrize("name", ENDS)
def test_what_leads_nowhere_ends(name):
    for item in items_of(ENDS[name]):
        assert isinstance(item, Record) or item.reason_code != "reader_failed", item.detail


def test_many_pages_that_draw_little_are_read():
    """The trap: a document of many pages, each with what a page has."""
    words = "The master of the harbour of Lindow counted boat {n} of quay {quay} on Friday, and wrote it into his book."
    pages = [making.printed(*(words.format(n=n, quay=quay) for quay in "ABCDE")) for n in range(100)]
    (item,) = items_of(lambda: making.pdf(pages))
    assert isinstance(item, Record)
    assert "boat 98 of quay C" in item.body
