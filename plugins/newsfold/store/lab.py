"""The schema `lab`, where analysts keep tables of their own: who holds how much, and their views when ours are made anew."""

from typing import Any

import psycopg2
import psycopg2.extensions
from psycopg2 import sql

from newsfold.store.connection import Connection, execute, fetch_rows, statement


def put_aside(cursor: psycopg2.extensions.cursor) -> None:
    """Drop the lab's views and functions that stand on ours, which could not be made anew else; `put_back` makes them again.

    The owner of a schema may drop what stands in it. What is neither view nor routine is left (a table with a column whose type
    is one of our views, a rule, a domain): our views can't be made anew then. Postgres raises DependentObjectsStillExist, which
    names it.
    """
    cursor.execute("select to_regclass('ops.lab_object') is not null")
    row = cursor.fetchone()
    if row is None or not row[0]:
        return
    cursor.execute(statement("lab_dependents"), {})
    found = cursor.fetchall()
    for ordinal, (name, kind, owner, definition, readers, _, additions) in enumerate(found, start=1):
        cursor.execute(
            statement("lab_keep_object"),
            {
                "name": name,
                "kind": kind,
                "owner": owner,
                "definition": definition,
                "readers": readers,
                "ordinal": ordinal,
                "additions": additions,
            },
        )
    for name, kind, *_ in reversed(found):
        # A procedure is kept as a function is, and dropped by another word.
        cursor.execute(f"drop {'routine' if kind == 'function' else kind} {name}")


def put_back(cursor: psycopg2.extensions.cursor) -> None:
    """Make them again, each as its owner, never as ourselves: a view acts with the rights of whoever owns it.

    One that does not fit our views any more, or whose owner we may not act as, stays in `ops.lab_object` with the reason.
    """
    cursor.execute(statement("lab_kept_objects"), {})
    kept: list[Any] = cursor.fetchall()
    for each in kept:
        cursor.execute("savepoint lab_object")
        try:
            make_again(cursor, each)
        except psycopg2.Error as error:
            cursor.execute("rollback to savepoint lab_object")
            problem = str(error.diag.message_primary or error).strip()
            cursor.execute(statement("lab_note_problem"), {"name": each.name, "problem": problem})
        else:
            cursor.execute(statement("lab_forget_object"), {"name": each.name})
        cursor.execute("release savepoint lab_object")


def make_again(cursor: psycopg2.extensions.cursor, kept: Any) -> None:
    """One view or function with what was put on it, as its owner. A materialized view is empty until its owner refreshes it."""
    cursor.execute(sql.SQL("set local role {}").format(sql.Identifier(kept.owner)))
    if kept.kind == "function":
        cursor.execute(kept.definition)
    else:
        end = " with no data" if kept.kind == "materialized view" else ""
        cursor.execute(f"create {kept.kind} {kept.name} as {kept.definition}{end}")
    # Their rights are among these.
    for addition in kept.additions:
        cursor.execute(addition)
    cursor.execute("reset role")


def use(connection: Connection) -> list[Any]:
    """Who holds tables there: `owner, tables, bytes, quota`, the largest first. Closes the lab where one holds too much, and
    opens it where nobody does any more."""
    with connection:
        return fetch_rows(connection, "lab_use", {})


def kept_objects(connection: Connection) -> list[Any]:
    """The views and functions that could not be made again: `name, kind, owner, definition, readers,
    additions, problem`."""
    with connection:
        return fetch_rows(connection, "lab_kept_objects", {})


def set_quota(connection: Connection, quota: int, by: str) -> None:
    """How many bytes each login may hold there; 0 closes the lab."""
    with connection:
        execute(connection, "lab_set_quota", {"bytes": quota, "by": by})
