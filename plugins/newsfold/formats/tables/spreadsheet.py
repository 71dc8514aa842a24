"""Spreadsheets (.xlsx: Office Open XML, ECMA-376 part 1, 18; .ods: OpenDocument 1.3 part 3, 9) -> one record a row.

openpyxl and calamine were looked at and not taken: the one unpacks parts of any size, the other makes room for all cells between
the first and the last, so that a file of a kilobyte can take all memory.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from lxml import etree

from newsfold.formats.article_limits import MAX_CHARACTERS
from newsfold.formats.containers.members import Budget, Refused
from newsfold.formats.containers.zip_package import Package, attribute, local, open_package, parse_part, walk
from newsfold.formats.documents.open_document import check_encryption, pieces_of
from newsfold.formats.tables.row_tables import Row, read_sheet
from newsfold.model import Record, Rejection

MAX_COLUMNS = 1_000
MAX_SHEETS = 200
MAX_SHARED = 1_000_000
MAX_SHARED_CHARACTERS = 100_000_000
#: What is longer is cut to a text that is too long for an article, and refused.
MAX_CELL = MAX_CHARACTERS
MAX_FORMATS = 100_000
CELL_NAME = re.compile(r"([A-Z]{1,3})\d{1,7}")
NUMBER = re.compile(r"-?\d{1,7}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?")
DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
# In a format of a number: what is quoted, escaped or a colour or a language is no part of a date.
FORMAT_TEXT = re.compile(r'"[^"]{0,200}"|\\.|\[[^\[\]]{0,50}\]')
DATE_LETTERS = re.compile(r"[dmyhs]", re.I)
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)


def read_xlsx(data: bytes, budget: Budget, columns: Mapping[str, str]) -> Iterator[Record | Rejection]:
    """Read the rows of each sheet that has a column for the text. Raises Refused where the file can't be opened."""
    package = open_package(data, budget)
    texts = shared_texts(package)
    dates = date_styles(package)
    workbook = package.read("xl/workbook.xml")
    epoch = EPOCH_1904 if re.search(rb'date1904="(?:1|true)"', workbook[:100_000]) else EPOCH
    sheets = (
        (name, rows_of_xlsx(package.read(part), texts, dates, epoch))
        for name, part in sheets_of(package, workbook)
    )
    yield from read_sheets(sheets, columns, "xlsx")


def read_ods(data: bytes, budget: Budget, columns: Mapping[str, str]) -> Iterator[Record | Rejection]:
    """The same of OpenDocument."""
    package = open_package(data, budget)
    check_encryption(package)
    yield from read_sheets(sheets_of_ods(package.read("content.xml")), columns, "ods")


def read_sheets(
    sheets: Iterator[tuple[str, Iterator[Row]]], columns: Mapping[str, str], form: str
) -> Iterator[Record | Rejection]:
    """The records of all sheets, those without a column for the text refused."""
    count = 0
    for number, (name, rows) in enumerate(sheets):
        if number == MAX_SHEETS:
            detail = f"more than {MAX_SHEETS:,} sheets; the rest of the file was not read"
            yield Rejection("too_large", detail, count, 0, form)
            return
        for item in read_sheet(rows, columns, form, name):
            count += 1
            yield item
    if not count:
        yield Rejection("empty", "a spreadsheet without cells", 0, 0, form)


def sheets_of(package: Package, workbook: bytes) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet, in their order."""
    root = parse_part(package.read("xl/_rels/workbook.xml.rels"))
    targets = (
        {attribute(each, "Id"): attribute(each, "Target") for each in root.iter()} if root is not None else {}
    )
    book = parse_part(workbook)
    for sheet in book.iter() if book is not None else ():
        target = targets.get(attribute(sheet, "id"), "") if local(sheet) == "sheet" else ""
        if target:
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            yield attribute(sheet, "name")[:80], part


def shared_texts(package: Package) -> Sequence[str]:
    """The texts that cells name by their numbers. Raises Refused where they are too many."""
    texts: list[str] = []
    size = 0
    for item in walk(package.read("xl/sharedStrings.xml"), "si".__eq__):
        texts.append(text_of(item))
        size += len(texts[-1])
        if len(texts) > MAX_SHARED or size > MAX_SHARED_CHARACTERS:
            raise Refused(
                "too_large",
                f"more than {MAX_SHARED:,} texts or {MAX_SHARED_CHARACTERS:,} characters in cells",
            )
    return texts


def text_of(item: etree._Element) -> str:
    """The text of a cell, in one or several runs; how it is pronounced is no part of it."""
    parts = (
        each.text or ""
        for each in item.iter()
        if local(each) == "t" and not any(local(above) == "rPh" for above in each.iterancestors())
    )
    return "".join(parts)[: MAX_CELL + 1]


def date_styles(package: Package) -> frozenset[int]:
    """The numbers of the styles whose cells show a date or a time."""
    root = parse_part(package.read("xl/styles.xml"))
    if root is None:
        return frozenset()
    own = {
        attribute(each, "numFmtId"): is_date_format(attribute(each, "formatCode"))
        for each in islice(root.iter(), MAX_FORMATS)
        if local(each) == "numFmt"
    }
    styles = next((each for each in root if local(each) == "cellXfs"), ())
    return frozenset(
        number
        for number, style in enumerate(islice(styles, MAX_FORMATS))
        if (stated := attribute(style, "numFmtId")).isdigit()
        and (own[stated] if stated in own else int(stated) in DATE_FORMATS)
    )


def is_date_format(code: str) -> bool:
    """Whether a format of numbers is one of dates."""
    bare = FORMAT_TEXT.sub("", code.split(";")[0])
    return DATE_LETTERS.search(bare) is not None and "general" not in bare.lower()


def rows_of_xlsx(sheet: bytes, texts: Sequence[str], dates: frozenset[int], epoch: datetime) -> Iterator[Row]:
    """The rows of one sheet, without those that are not written down."""
    for row in walk(sheet, "row".__eq__):
        cells: dict[int, str] = {}
        at = 0
        for cell in row:
            if local(cell) != "c":
                continue
            name = CELL_NAME.fullmatch(attribute(cell, "r"))
            at = column_of(name[1]) if name else at + 1
            if at <= MAX_COLUMNS:
                cells[at] = value_of(cell, texts, dates, epoch)
        yield [cells.get(number, "") for number in range(1, max(cells, default=0) + 1)]


def column_of(letters: str) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def value_of(cell: etree._Element, texts: Sequence[str], dates: frozenset[int], epoch: datetime) -> str:
    """What a cell shows, as text; a date in ISO 8601."""
    kind, style = attribute(cell, "t"), attribute(cell, "s")
    if kind == "inlineStr":
        return text_of(cell)
    value = next((each.text or "" for each in cell if local(each) == "v"), "").strip()[: MAX_CELL + 1]
    if kind == "s":
        return texts[int(value)] if value.isdigit() and len(value) < 10 and int(value) < len(texts) else ""
    if kind == "e":
        return ""
    is_date = kind in ("", "n") and style.isdigit() and len(style) < 8 and int(style) in dates
    return shown_date(value, epoch) if is_date and NUMBER.fullmatch(value) else value


def shown_date(value: str, epoch: datetime) -> str:
    """A number of days since the epoch as a date, with its time where it has one."""
    try:
        moment = epoch + timedelta(seconds=round(float(value) * 86_400))
    except (OverflowError, ValueError):
        return value
    if float(value) < 1:  # a time of day
        return moment.strftime("%H:%M:%S")
    return moment.date().isoformat() if moment.time() == moment.min.time() else moment.isoformat(" ")


def sheets_of_ods(content: bytes) -> Iterator[tuple[str, Iterator[Row]]]:
    """All rows, sheet by sheet: a new one begins where the table around a row is another."""
    rows: list[Row] = []
    for element in walk(content, frozenset(("table-row", "table")).__contains__):
        if local(element) == "table":
            yield attribute(element, "name")[:80], iter(rows)
            rows = []
        elif len(rows) <= MAX_SHARED + 1:  # one more than is read of a sheet, which is then told
            rows.append(row_of_ods(element))


def row_of_ods(row: etree._Element) -> Row:
    """The cells of a row; one that is repeated stands as often as it is shown, within the limit of columns."""
    cells: list[str] = []
    for cell in row:
        if local(cell) not in ("table-cell", "covered-table-cell"):
            continue
        stated = attribute(cell, "date-value") or attribute(cell, "time-value")
        text = "\n".join("".join(pieces_of(each)) for each in cell if local(each) == "p")[: MAX_CELL + 1]
        count = attribute(cell, "number-columns-repeated")
        times = min(int(count), MAX_COLUMNS) if count.isdigit() and len(count) < 8 else 1
        cells += [stated or text] * min(times, MAX_COLUMNS - len(cells))
    while cells and not cells[-1]:
        cells.pop()
    return cells
