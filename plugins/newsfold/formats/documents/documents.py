"""The readers of documents that are not text as they stand, by the names that `newsfold.formats.detection` gives them."""

from collections.abc import Callable, Iterator, Mapping

from newsfold.formats.containers.members import Budget
from newsfold.formats.documents.open_document import read_odt
from newsfold.formats.documents.pdf_document import read_pdf
from newsfold.formats.documents.rich_text import read_rtf
from newsfold.formats.documents.word_document import read_docx
from newsfold.formats.tables.parquet_table import read_parquet
from newsfold.formats.tables.spreadsheet import read_ods, read_xlsx
from newsfold.model import Record, Rejection

#: A reader takes the bytes, the budget of the file, and the source's names of columns, which count in tables only.
Reader = Callable[[bytes, Budget, Mapping[str, str]], Iterator[Record | Rejection]]

DOCUMENTS: dict[str, Reader] = {
    "docx": read_docx,
    "odt": read_odt,
    "rtf": read_rtf,
    "pdf": read_pdf,
    "xlsx": read_xlsx,
    "ods": read_ods,
    "parquet": read_parquet,
}
