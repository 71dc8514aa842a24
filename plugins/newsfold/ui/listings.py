"""The tables of the pages: sorted, filtered and turned by the page's address alone, each with the SQL that gives it.

`?runs.sort=-found&runs.q=airflow&runs.start=20` is the table `runs` by its column `found`, the largest first, those rows that
hold the word, from the twenty-first on. Headings are links, so that keys and screen readers reach them and no script is needed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from jinja2 import pass_context
from markupsafe import Markup

from newsfold.ui.host import path_of

PAGE = 50
#: Shorter tables are seen whole: nobody has to look for a row.
FEW = 12
LONGEST_WORDS = 200
MOST_ROWS = 1_000_000
#: What the page was told once, by the action that led to it.
TOLD_ONCE = ("done", "count", "started", "dag")
#: A column: what stands above it, where a row has its value (None: it can't be sorted), `number` where it holds numbers.
Column = tuple[str | Markup, str | None] | tuple[str | Markup, str | None, str]


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a column. `sorted` is the value of aria-sort, `address` sorts by it, or the other way round."""

    label: str | Markup
    is_number: bool
    address: str | None
    sorted: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a table. `count` rows fit the words, `total` there are; `kept` is what the filter's form takes along."""

    name: str
    headings: list[Heading]
    rows: Sequence[Any]
    words: str
    start: int
    count: int
    total: int
    kept: list[tuple[str, str]]
    has_filter: bool
    previous: str | None
    following: str | None
    sql: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a table: the column and its direction, words, the first row."""

    sort: str | None = None
    is_descending: bool = False
    words: str = ""
    start: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether its rows are wanted as they come."""
        return self.sort is None and not self.words


def asked_of(request: Request, name: str, sortable: Sequence[str]) -> Asked:
    """What the address asks of a table; a column that it doesn't have and a row that is no number are as if not asked."""
    query = request.query_params
    given = query.get(f"{name}.sort", "")
    sort = given.removeprefix("-")
    start = query.get(f"{name}.start", "")
    return Asked(
        sort if sort in sortable else None,
        given.startswith("-"),
        query.get(f"{name}.q", "").replace("\x00", "").strip()[:LONGEST_WORDS],
        min(int(start), MOST_ROWS) if start.isdecimal() and len(start) < 9 else 0,
    )


def sortable_of(columns: Sequence[Column]) -> list[str]:
    """The names under which columns can be sorted."""
    return [each[1] for each in columns if each[1] is not None]


def listing(
    request: Request,
    name: str,
    rows: Sequence[Any],
    columns: Sequence[Column],
    *,
    page_size: int = PAGE,
    known: int | None = None,
    can_filter: bool = False,
    sql: Mapping[str, Any] | None = None,
) -> Listing:
    """A table as its address asks for it. `rows` are all of it in the order that they have where nobody asks for another; with
    `known` they are those that are wanted already, sorted and cut by the database, of so many; `can_filter`: they
    are given whole where words are asked for. `sql` are the values of the
    statement `sql/listings/<name>.sql`; None where the table has none.
    """
    asked = asked_of(request, name, sortable_of(columns))
    fitting = list(rows) if known is not None else chosen(rows, columns, asked)
    count = len(fitting) if known is None else known
    start = min(asked.start, (max(count - 1, 0) // page_size) * page_size)
    shown = fitting if known is not None else fitting[start : start + page_size]
    total = len(rows) if known is None else known
    return Listing(
        name,
        [heading(request, name, each, asked, can_sort=total > 1) for each in columns],
        shown,
        asked.words,
        start,
        count,
        total,
        [(key, value) for key, value in kept(request) if key not in (f"{name}.q", f"{name}.start")],
        (can_filter or known is None) and (total > FEW or bool(asked.words)),
        address(request, name, start=max(start - page_size, 0)) if start else None,
        address(request, name, start=start + page_size) if start + page_size < count else None,
        None if sql is None else sql_address(request, name, sql, asked),
    )


def chosen(rows: Sequence[Any], columns: Sequence[Column], asked: Asked) -> list[Any]:
    """The rows that hold all words, sorted; what has no value comes last, in either direction."""
    wanted = asked.words.casefold().split()
    fitting = [each for each in rows if not wanted or holds(each, columns, wanted)]
    if asked.sort is None:
        return fitting
    known = [each for each in fitting if value_of(each, asked.sort) not in (None, "")]
    try:
        known.sort(key=lambda each: comparable(value_of(each, str(asked.sort))), reverse=asked.is_descending)
    except TypeError:  # values of several kinds
        known.sort(key=lambda each: str(value_of(each, str(asked.sort))), reverse=asked.is_descending)
    return known + [each for each in fitting if value_of(each, asked.sort) in (None, "")]


def holds(row: Any, columns: Sequence[Column], wanted: Sequence[str]) -> bool:
    """Whether the values of a row hold all words."""
    text = " ".join(str(value_of(row, each[1])) for each in columns if each[1] is not None).casefold()
    text = f"{text} {text.replace('_', ' ')}"
    return all(word in text for word in wanted)


def value_of(row: Any, path: str) -> Any:
    """What a row has under a name, or under one behind another: `standing.name`."""
    for part in path.split("."):
        row = row.get(part) if isinstance(row, Mapping) else getattr(row, part, None)
    return row


def comparable(value: Any) -> Any:
    """A value in the form that is sorted: words without regard to case, several values as words."""
    if isinstance(value, str):
        return value.casefold()
    return str(value) if isinstance(value, list | tuple | Mapping) else value


def heading(request: Request, name: str, column: Column, asked: Asked, *, can_sort: bool) -> Heading:
    """What stands above a column. Numbers are sorted the largest first, at the first click."""
    path, is_number = column[1], len(column) == 3
    if path is None or not can_sort:
        return Heading(column[0], is_number, None, None)
    is_sorted = asked.sort == path
    down = not asked.is_descending if is_sorted else is_number
    direction = "descending" if asked.is_descending else "ascending"
    return Heading(
        column[0],
        is_number,
        address(request, name, sort=f"{'-' if down else ''}{path}"),
        direction if is_sorted else "none",
    )


def kept(request: Request) -> list[tuple[str, str]]:
    """The query of the page, without what it was told once."""
    return [(key, value) for key, value in request.query_params.multi_items() if key not in TOLD_ONCE]


def address(request: Request, name: str, **asked: Any) -> str:
    """The same page with a table asked otherwise. Sorted anew, it begins at its beginning."""
    changed = {f"{name}.{key}": str(value) for key, value in asked.items()}
    gone = {*changed, *((f"{name}.start",) if "sort" in asked else ())}
    query = [(key, value) for key, value in kept(request) if key not in gone]
    query += [(key, value) for key, value in changed.items() if value != "0"]
    return f"{request.url.path}?{urlencode(query)}#{name}"


def sql_address(request: Request, name: str, values: Mapping[str, Any], asked: Asked) -> str:
    """The page with the statement that gives the table as it is asked for."""
    query = {key: str(value) for key, value in values.items() if value not in (None, "")}
    if asked.sort is not None:
        query["sort"] = f"{'-' if asked.is_descending else ''}{asked.sort}"
    if asked.words:
        query["q"] = asked.words
    return str(path_of(request, "listing_sql", name=name).include_query_params(**query))


@pass_context
def listed(
    context: Mapping[str, Any], name: str, rows: Sequence[Any], columns: Sequence[Column], **more: Any
) -> Listing:
    """`listing` for a template."""
    return listing(context["request"], name, rows, columns, **more)
