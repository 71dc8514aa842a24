"""Run by `test_office_documents.py` in a process of its own: reads each bomb, and prints by how many MB that raised its peak."""

import json
import resource
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from newsfold.formats import read
from newsfold.model import Rejection
from tests.formats.documents import making


def repeated(start: bytes, piece: bytes, count: int) -> Iterator[bytes]:
    """So many pieces, without ever holding them."""
    yield start
    yield from (piece for _ in range(count))


def of_word(content: Iterator[bytes]) -> bytes:
    return making.docx(more={"word/document.xml": content})


def packed(piece: bytes, count: int) -> bytes:
    compressor = zlib.compressobj(9)
    return b"".join([*(compressor.compress(piece) for _ in range(count)), compressor.flush()])


def page_of(stream: bytes, filters: bytes) -> bytes:
    """A PDF with one page whose content is packed."""
    content = b"<< /Length %d /Filter %s >>\nstream\n" % (len(stream), filters) + stream + b"\nendstream"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 5 0 R /Resources << >> >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return making.of_objects([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, b"<< >>", content])


MEGABYTE = b" " * 1_000_000
FAR = '<worksheet><sheetData><row><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
BOMBS = {
    "docx, spaces": lambda: of_word(repeated(b"<x>", MEGABYTE, 400)),
    "docx, elements nobody wants": lambda: of_word(repeated(b"<x>", b"<y/>" * 10_000, 500)),
    "docx, deep": lambda: of_word(repeated(b"", b"<p>" * 10_000, 100)),
    "docx, an attribute": lambda: of_word(repeated(b'<x a="', MEGABYTE, 60)),
    "odt, spaces": lambda: making.odt('<text:p>a<text:s text:c="999999999"/></text:p>' * 20),
    "xlsx, texts": lambda: making.xlsx(
        more={"xl/sharedStrings.xml": repeated(b"<sst><si><t>", MEGABYTE, 400)}
    ),
    "xlsx, far cell": lambda: making.xlsx(more={"xl/worksheets/sheet1.xml": FAR}),
    "parquet, a text longer than an article in each row": lambda: making.of_one_value(
        1_000, "word " * 2_000_000
    ),
    "epub, a chapter of spaces": lambda: making.epub(
        more={"OEBPS/ferry.xhtml": repeated(b"<html>", MEGABYTE, 400)}
    ),
    "pdf, a page of spaces": lambda: page_of(packed(MEGABYTE, 400), b"/FlateDecode"),
    "pdf, filters one in the other": lambda: page_of(
        zlib.compress(packed(MEGABYTE, 400)), b"[/FlateDecode /FlateDecode]"
    ),
}


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    grown, codes = {}, {}
    for name, make in BOMBS.items():
        data = make()
        assert len(data) < 3_000_000, name
        before = peak()
        codes[name] = [
            item.reason_code if isinstance(item, Rejection) else "read" for item in read(data, name=name)
        ]
        grown[name] = peak() - before
    json.dump({"grown": grown, "codes": codes}, sys.stdout)


if __name__ == "__main__":
    main()
