"""Reading files: bytes -> records with raw headers. The shape of a file is known here, and nowhere else.

`read` finds the format by the content and runs its reader. What the headers mean is the business of
`newsfold.headers`.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from newsfold.formats.article_limits import too_long
from newsfold.formats.containers.containers import CONTAINERS
from newsfold.formats.containers.members import (
    MAX_DEPTH,
    Budget,
    Exhausted,
    Member,
    Refused,
    budget_for,
    is_page_part,
    place,
)
from newsfold.formats.detection import NO_COLUMNS, Detected, recognize
from newsfold.formats.documents.documents import DOCUMENTS
from newsfold.formats.documents.trec import read_trec
from newsfold.formats.documents.wiki_dump import read_wiki
from newsfold.formats.editorial_parts import with_editorial_parts
from newsfold.formats.feeds.feed import read_feed
from newsfold.formats.feeds.sitemap import read_sitemap
from newsfold.formats.plain_text import read_text
from newsfold.formats.tables.csv_table import read_csv
from newsfold.formats.tables.json_records import read_json
from newsfold.formats.tables.shaped_xml import read_shaped_xml
from newsfold.formats.wire.anpa_1312 import read_anpa_1312
from newsfold.formats.wire.iptc_7901 import read_iptc_7901
from newsfold.formats.wire.newsml1 import read_newsml
from newsfold.formats.wire.newsml_g2 import read_newsml_g2
from newsfold.formats.wire.nitf import read_nitf
from newsfold.formats.wire.reuters_sgml import read_sgml
from newsfold.model import Record, Rejection
from newsfold.text.characters import fold
from newsfold.text.decoding import Decoded
from newsfold.text.visitor_notes import find_visitor_note

__all__ = ["CONTAINERS", "DOCUMENTS", "NAMED_READERS", "READERS", "detect", "read"]

MAX_DETAIL_CHARACTERS = 2_000


def read_html(decoded: Decoded, size: int) -> Iterator[Record | Rejection]:
    """Read a page. The libraries for pages take a fifth of a second to load, which other files do without."""
    from newsfold.formats.pages.html_page import read_page

    return read_page(decoded, size)


READERS: dict[str, Callable[[Decoded, int], Iterator[Record | Rejection]]] = {
    "text": read_text,
    "html": read_html,
    "feed": read_feed,
    "sitemap": read_sitemap,
    "iptc-7901": read_iptc_7901,
    "anpa-1312": read_anpa_1312,
    "nitf": read_nitf,
    "newsml": read_newsml,
    "newsml-g2": read_newsml_g2,
    "sgml": read_sgml,
    "trec": read_trec,
    "mediawiki": read_wiki,
}

# Readers that also take the names of columns that the source states.
NAMED_READERS: dict[str, Callable[[Decoded, int, Mapping[str, str]], Iterator[Record | Rejection]]] = {
    "json": read_json,
    "csv": read_csv,
    "xml": read_shaped_xml,
}


def detect(data: bytes, name: str = "") -> str:
    """The format of `data`: a key of `READERS`, `NAMED_READERS`, `DOCUMENTS` or `CONTAINERS`, or the reason code that
    it is refused with.

    `name` is not trusted.
    """
    return recognize(data).format


def read(
    data: bytes, *, name: str, columns: Mapping[str, str] = NO_COLUMNS, form: str | None = None
) -> Iterator[Record | Rejection]:
    """Read all records of a file, at least one item, positions counted from 0. Never raises on any bytes, but for MemoryError.

    `name` is the file's name, for the details of rejections. `columns` is the source's mapping of fields to columns of
    CSV or properties of JSON. `form` is the format (`newsfold.config.sources.FORMATS`) that the source declares for text.
    A fault in a reader becomes a Rejection, so that it costs one file and not the batch; what the reader gave before stays.

    What comes out is bounded (`Budget`): the last item is then a Rejection `too_large` for the rest of the file. So are the
    refused records that are told one by one: at the end one Rejection of each reason stands for all others, with their number.

    Files that hold files (archives, mail, archives of the web) are opened, and each file in them is read by its own reader.
    `offset` and `length` of such a record are those of the outermost member that it lies in; `length` is 0 where its bytes are
    packed together with others.
    """
    budget = budget_for(len(data))
    yield from counted(partial(read_items, data, columns, budget, form=form), name, budget)


def counted(
    read_all: Callable[[], Iterator[Record | Rejection]], name: str, budget: Budget, first: int | None = None
) -> Iterator[Record | Rejection]:
    """The items of `read_all` with their numbers; refused ones as far as the budget has room for each.

    At least one item; but for a range of a file, whose numbers begin at `first`.
    """
    position, told, others = (first or 0) - 1, 0, Counter[str]()
    for item in guard(read_all, name):
        if isinstance(item, Rejection):
            told += 1
            if told > budget.told_rejections:
                others[item.reason_code] += 1
                continue
        position += 1
        yield numbered(item, position)
    for reason, count in sorted(others.items()):
        detail = f"{name}: {count:,} more records were refused for this reason; they are not told one by one"
        position += 1
        yield numbered(Rejection(reason, detail, offset=0), position)
    if position < 0 and first is None:
        yield Rejection("no_article", "the reader found no record", 0, 0)


def numbered(item: Record | Rejection, position: int) -> Record | Rejection:
    """`item` as the one with number `position` of its file."""
    if isinstance(item, Rejection):
        # What a detail quotes of the file may hold characters that can't be stored.
        return replace(item, position=position, detail=fold(item.detail)[:MAX_DETAIL_CHARACTERS])
    return item if item.position == position else replace(item, position=position)


def guard(read_all: Callable[[], Iterator[Record | Rejection]], name: str) -> Iterator[Record | Rejection]:
    """The items of `read_all`; a fault in a reader becomes the last one, and so does a budget that is used up."""
    try:
        yield from read_all()
    except Refused as refusal:
        yield Rejection(refusal.reason_code, f"{name}: {refusal.detail}", offset=0)
    except MemoryError:
        raise
    except (Exception, RecursionError) as error:
        yield Rejection("reader_failed", f"{name}: {type(error).__name__}: {error}"[:500], offset=0)


def read_items(
    data: bytes,
    columns: Mapping[str, str],
    budget: Budget,
    charset: str | None = None,
    depth: int = 0,
    form: str | None = None,
) -> Iterator[Record | Rejection]:
    """The items of a file that lies in `depth` others."""
    detected = recognize(data, columns, charset)
    if form is not None and detected.decoded is not None:
        detected = replace(detected, format=form)
    container = CONTAINERS.get(detected.format)
    if container is None:
        document = DOCUMENTS.get(detected.format)
        items = document(data, budget, columns) if document else find_items(detected, len(data), columns)
        items = items if items is not None else iter([Rejection(detected.format, detected.detail, offset=0)])
        for item in items:
            if isinstance(item, Record):
                budget.take_record(len(item.body))
            yield with_parts(item)
    elif depth >= MAX_DEPTH:
        yield Rejection("too_deep", f"{detected.detail} inside {MAX_DEPTH} others", offset=0)
    else:
        for part in container(data, budget):
            if isinstance(part, Member):
                yield from read_member(part, detected.format, columns, budget, depth + 1, form)
            else:
                yield with_parts(part)


def with_parts(item: Record | Rejection) -> Record | Rejection:
    """A record with the notes of editors told from its text; what a site said to its visitors in place of an article is none."""
    if isinstance(item, Rejection):
        return item
    if detail := too_long(item.body):
        return Rejection("too_large", detail, item.position, item.offset, item.format)
    note = find_visitor_note(item.body.split("\n\n"))
    if note is not None:
        detail = f"the text is {note}"
        return Rejection("no_article", detail, item.position, item.offset, item.format)
    return with_editorial_parts(item)


def read_member(
    member: Member,
    container: str,
    columns: Mapping[str, str],
    budget: Budget,
    depth: int,
    form: str | None = None,
) -> Iterator[Record | Rejection]:
    """The items of one member, at least one. A fault costs this member only."""
    index = -1
    if is_page_part(member.name) and recognize(member.data).format == "text":
        detail = f"{member.name}: a part of a page, or a text for programs"
        yield Rejection("no_article", detail, offset=member.offset)
        return
    try:
        for index, item in enumerate(read_items(member.data, columns, budget, member.charset, depth, form)):
            yield place(item, member, index, container)
    except Exhausted:
        raise
    except Refused as refusal:
        yield Rejection(refusal.reason_code, f"{member.name}: {refusal.detail}", offset=member.offset)
        return
    except MemoryError:
        raise
    except (Exception, RecursionError) as error:
        detail = f"{member.name}: {type(error).__name__}: {error}"[:500]
        yield Rejection("reader_failed", detail, offset=member.offset)
        return
    if index < 0:
        yield Rejection("no_article", f"{member.name}: the reader found no record", offset=member.offset)


def find_items(
    detected: Detected, size: int, columns: Mapping[str, str]
) -> Iterator[Record | Rejection] | None:
    """The items of a file that was recognized; None where no reader fits."""
    reader = READERS.get(detected.format)
    named_reader = NAMED_READERS.get(detected.format)
    if detected.decoded is None:
        return None
    if named_reader is not None:
        return named_reader(detected.decoded, size, columns)
    return reader(detected.decoded, size) if reader is not None else None
