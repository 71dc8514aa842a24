"""PDF with text (ISO 32000-1) -> one article. A page that is only a picture has no text: that is told apart.

pypdf was taken, and not PDFium: it is Python all through, so that a document made to break it raises an exception and costs one
file, and no process that has the database open reads it by C++.
"""

import io
import logging
import re
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newsfold.formats.containers.members import USUAL_EXPANSION, Budget, Refused
from newsfold.formats.documents.pdf_layout import PrintedLine, blocks_of
from newsfold.formats.documents.written_document import Written, read_written
from newsfold.model import Record, Rejection
from newsfold.text.characters import fold

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

FORM = "pdf"
MAX_PAGES = 300
MAX_PAGE_BYTES = 16_000_000
MAX_TEXT = 2_000_000
MAX_LINES = 50_000
#: What all pages may draw together, besides what there is room for in the file itself: a hundred pages can share what is drawn
#: once, and what they draw can draw on. The CPU is for what has no operators; it bounds nothing that a program has written.
MAX_OPERATORS = 1_000_000
MAX_CONTENT_BYTES = 8_000_000
MAX_CPU_SECONDS = 60.0
#: Of which letters a text may not consist: fonts that do not tell what their signs mean.
UNTOLD = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]|/[gG]\\d{1,5}|\\(cid:\\d{1,5}\\)")
LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\xad": "-"}
)
DATE = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)")
#: Fewer letters a page than these is a stamp or a page number on a scan.
LETTERS_OF_A_PAGE = 40
# What pypdf raises, beside its own, where a document is not as the standard has it; found by mutation.
BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)
# The reader says much about each broken file; what counts is in our rejections.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pdf(data: bytes, budget: Budget, _: Mapping[str, str]) -> Iterator[Record | Rejection]:
    """Read the article of a document. Raises Refused where it can't be opened, and Exhausted."""
    import pypdf
    from pypdf.errors import LimitReachedError, PyPdfError

    try:
        with pypdf.apply_configuration(
            maximum_declared_stream_length=len(data),
            zlib_maximum_output_length=MAX_PAGE_BYTES,
            lzw_maximum_output_length=MAX_PAGE_BYTES,
            run_length_maximum_output_length=MAX_PAGE_BYTES,
            array_based_stream_maximum_output_length=MAX_PAGE_BYTES,
            image_maximum_buffer_size=MAX_PAGE_BYTES,
        ):
            document = open_pdf(pypdf.PdfReader(io.BytesIO(data)))
            pages, pictures = pages_of(document, budget, Effort.of_file(len(data)))
            properties = properties_of(document)
    except (Refused, MemoryError):
        raise
    except LimitReachedError as error:
        raise Refused("too_large", f"a part of the PDF unpacks to too much: {error}"[:300]) from error
    except (PyPdfError, *BROKEN) as error:
        reason = "malformed" if b"%%EOF" in data[-2048:] else "truncated"
        raise Refused(reason, f"a PDF that can't be read: {type(error).__name__}: {error}"[:300]) from error
    check_text(pages, pictures)
    yield from read_written(Written(blocks_of(pages), properties), FORM, len(data))


def open_pdf(document: "PdfReader") -> "PdfReader":
    """The document, opened without a password. Raises Refused where it needs one, or has too many pages."""
    if document.is_encrypted and not document.decrypt(""):
        raise Refused("encrypted", "needs a password")
    count = len(document.pages)
    if count > MAX_PAGES:
        raise Refused("too_large", f"a document of {count:,} pages; the limit is {MAX_PAGES}")
    if not count:
        raise Refused("no_article", "a PDF without pages")
    return document


@dataclass(slots=True)
class Effort:
    """What reading one document may still take: operators, bytes of what pages draw, and seconds of CPU."""

    operators: int
    content_bytes: int
    ends_at: float

    @classmethod
    def of_file(cls, size: int) -> "Effort":
        """That of a file of so many bytes."""
        return cls(
            MAX_OPERATORS + size,
            MAX_CONTENT_BYTES + USUAL_EXPANSION * size,
            time.process_time() + MAX_CPU_SECONDS,
        )

    def take_operator(self, *_: Any) -> None:
        """Count one operator. Raises Refused where there are too many."""
        self.operators -= 1
        if self.operators < 0 or not self.operators % 1_000:
            self.check()

    def take_content(self, size: int) -> None:
        """Count what a page draws. Raises Refused where it is too much."""
        self.content_bytes -= size
        self.check()

    def check(self) -> None:
        """Raise Refused where something is used up."""
        if self.operators < 0 or self.content_bytes < 0 or time.process_time() > self.ends_at:
            raise Refused("too_large", "its pages draw more than is read of one document")


def pages_of(document: "PdfReader", budget: Budget, effort: Effort) -> tuple[list[list[PrintedLine]], int]:
    """The lines of each page, and how many pages show pictures. Raises Refused, and Exhausted."""
    pages: list[list[PrintedLine]] = []
    size = lines = pictures = 0
    for page in document.pages:
        contents = page.get_contents()
        drawn = len(contents.get_data()) if contents is not None else 0
        budget.take_bytes(drawn)
        effort.take_content(drawn)
        found = lines_of(page, effort)
        pages.append(found)
        lines += len(found)
        size += sum(len(line.text) for line in found)
        pictures += shows_picture(page)
        if size > MAX_TEXT or lines > MAX_LINES:
            raise Refused("too_large", f"more than {MAX_TEXT:,} characters or {MAX_LINES:,} lines of text")
    return pages, pictures


def shows_picture(page: "PageObject") -> bool:
    """Whether a page has a picture among what it draws."""
    resources: Any = page.get("/Resources")
    drawn = resources.get_object().get("/XObject") if resources is not None else None
    objects = drawn.get_object().values() if drawn is not None else ()
    return any(each.get_object().get("/Subtype") in ("/Image", "/Form") for each in list(objects)[:100])


class Setter:
    """Takes the strings of a page one after the other, and makes lines of them. Text that does not run from left to right on the
    page, like a stamp across it, is left out.
    """

    def __init__(self) -> None:
        self.lines: list[PrintedLine] = []
        self.pieces: list[str] = []
        self.place: tuple[float, float, float] | None = None

    def take(self, text: str, current: list[float], matrix: list[float], _: Any, size: float | None) -> None:
        """One string, with the matrices of the page and the text (ISO 32000-1, 9.4.4)."""
        across = matrix[0] * current[1] + matrix[1] * current[3]
        along = matrix[0] * current[0] + matrix[1] * current[2]
        if abs(across) > abs(along):
            return
        parts = text.split("\n")
        for number, part in enumerate(parts):
            if number:
                self.end()
            if part.strip() and self.place is None:
                scale = abs(matrix[2] * current[1] + matrix[3] * current[3]) or 1.0
                left = matrix[4] * current[0] + matrix[5] * current[2] + current[4]
                height = matrix[4] * current[1] + matrix[5] * current[3] + current[5]
                self.place = left, height, abs(size or 0.0) * scale
            self.pieces.append(part)

    def end(self) -> None:
        """End a line."""
        text = fold("".join(self.pieces).translate(LIGATURES))
        if text and self.place is not None and len(self.lines) < MAX_LINES:
            left, height, size = self.place
            self.lines.append(PrintedLine(text, left, height, size or 10.0))
        self.pieces, self.place = [], None


def lines_of(page: "PageObject", effort: Effort) -> list[PrintedLine]:
    """The lines of a page in the order in which they are drawn."""
    setter = Setter()
    page.extract_text(visitor_text=setter.take, visitor_operand_before=effort.take_operator)
    setter.end()
    return setter.lines


def properties_of(document: "PdfReader") -> dict[str, str]:
    """The properties by the names of Dublin Core."""
    stated: Any = document.metadata or {}
    found = {}
    for key, name in (
        ("/Title", "title"),
        ("/Author", "creator"),
        ("/CreationDate", "created"),
        ("/ModDate", "modified"),
    ):
        value = stated.get(key)
        text = str(value) if value is not None else ""
        day = DATE.match(text) if name in ("created", "modified") else None
        found[name] = "-".join(day.groups()) if day else text
    return found


def check_text(pages: list[list[PrintedLine]], pictures: int) -> None:
    """Raise Refused where the pages hold no text: because they are pictures, or their fonts don't tell its letters."""
    text = "".join(line.text for page in pages for line in page)
    letters = sum(map(str.isalnum, text))
    if letters < LETTERS_OF_A_PAGE * len(pages) and pictures * 2 > len(pages):
        raise Refused(
            "needs_ocr", f"{pictures} of {len(pages)} pages are pictures, and nearly no text is with them"
        )
    if not letters:
        raise Refused("empty", "a PDF without text")
    if sum(map(len, UNTOLD.findall(text))) * 5 > len(text):
        raise Refused("undecodable", "its fonts don't tell which letters their signs are; needs OCR")
