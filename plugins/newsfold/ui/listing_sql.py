"""The SQL of a table: `sql/listings/<name>.sql` with its values filled in, in the order and with the words that the page has.

A file's first line is `-- operator: what it lists`: the role that can run it; its last line orders by columns that it gives,
under the names by which the page sorts them. What a page shows may be computed otherwise; this is what somebody would ask who
wants to go on from it.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from newsfold.store.connection import SQL_FOLDER

ROLES = ("operator", "analyst")
PLACE = re.compile(r"%\((\w+)\)s")
NAME = re.compile(r"[a-z_]{1,60}")


@dataclass(frozen=True, slots=True)
class ListingSql:
    """A statement as it can be run, the role that may, and what it lists."""

    name: str
    role: str
    purpose: str
    text: str


@functools.cache
def listing_names() -> tuple[str, ...]:
    """The tables that have one."""
    return tuple(sorted(path.stem for path in (SQL_FOLDER / "listings").glob("*.sql")))


def listing_sql(name: str, values: Mapping[str, str], sort: str = "", words: str = "") -> ListingSql:
    """The statement of a table. `values` are those of its places, `sort` is a column of it, with `-` in front for the largest
    first. Raises LookupError for a table without one.
    """
    if not NAME.fullmatch(name) or name not in listing_names():
        raise LookupError(f"no table {name}")
    head, _, body = (SQL_FOLDER / "listings" / f"{name}.sql").read_text(encoding="utf-8").partition("\n")
    role, _, purpose = head.removeprefix("-- ").partition(": ")
    text = PLACE.sub(lambda place: literal(values.get(place[1])), body.rstrip())
    column = re.sub(r"\W", "", sort.removeprefix("-").rpartition(".")[2])
    if column or words:
        text = asked_otherwise(text, column, words, is_descending=sort.startswith("-"))
    return ListingSql(name, role, purpose, text)


def asked_otherwise(text: str, column: str, words: str, *, is_descending: bool) -> str:
    """Around a statement whose last line is its order: those of its rows that have the words, in another order."""
    inner, _, usual = text.rpartition("\norder by ")
    inside = "\n".join(f"  {line}" for line in inner.splitlines())
    conditions = [f"listed::text ilike {literal(f'%{escaped(word)}%')}" for word in words.split()]
    where = "\nwhere " + "\n  and ".join(conditions) if conditions else ""
    first = f"{column}{' desc' if is_descending else ''} nulls last, " if column else ""
    return f"select *\nfrom (\n{inside}\n) as listed{where}\norder by {first}{usual}"


def escaped(word: str) -> str:
    """A word for `ilike`, whose own signs it does not have."""
    return re.sub(r"([\\%_])", r"\\\1", word)


def literal(value: str | None) -> str:
    """A value as SQL writes it. Numbers stand in quotes, too: Postgres takes them as what they are compared with, and a source
    may be called `007`.
    """
    if value is None:
        return "null"
    plain = value.replace("\x00", "").replace("'", "''")
    return f"e'{plain.replace(chr(92), chr(92) * 2)}'" if "\\" in plain else f"'{plain}'"
