"""Connections to Postgres by psycopg2, and the statements under `sql/`."""

import contextlib
import functools
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Any

import psycopg2
import psycopg2.extensions
import psycopg2.extras
from psycopg2 import sql

from newsfold.config.database_urls import libpq_url
from newsfold.config.home import sql_folder
from newsfold.store.article_columns import with_columns

Connection = psycopg2.extensions.connection
SESSION = {
    "timezone": "UTC",
    # Statements rely on these settings, which a database or a role may have changed.
    "datestyle": "ISO",
    "intervalstyle": "postgres",
    "standard_conforming_strings": "on",
    "search_path": "public",
    "default_transaction_isolation": "read\\ committed",
    "default_transaction_read_only": "off",
    "lock_timeout": "600s",
    "idle_in_transaction_session_timeout": "3600s",
    # A client whose machine is gone is dropped within a minute, and its locks with it: the system would ask after two hours.
    # The statement of one that was killed is ended: else it would run to its end, with its locks.
    "tcp_keepalives_idle": "30s",
    "tcp_keepalives_interval": "10s",
    "tcp_keepalives_count": "3",
    "client_connection_check_interval": "10s",
}
ServerError = psycopg2.Error
#: A call on a connection that is closed.
InterfaceError = psycopg2.InterfaceError
SQL_FOLDER = sql_folder()


class DatabaseError(Exception):
    """The database can't be used. Names the host and database, never the password."""


def connect(database_url: str, *, application_name: str = "newsfold") -> Connection:
    """Open a connection whose session is in UTC. Rows come as named tuples.

    Raises DatabaseError where the server can't be reached or refuses.
    """
    try:
        connection = psycopg2.connect(
            libpq_url(database_url),
            application_name=application_name,
            connect_timeout=10,
            keepalives_idle=30,
            client_encoding="UTF8",
            options=" ".join(f"-c {name}={value}" for name, value in SESSION.items()),
            cursor_factory=psycopg2.extras.NamedTupleCursor,
        )
    except psycopg2.OperationalError as error:
        said = str(error).strip()
        if "unsupported startup parameter" in said:
            said = f"a pooler that takes no settings of the session: {said}. Name Postgres itself"
        raise DatabaseError(f"cannot connect to {described(database_url)}: {said}") from error
    return connection


def limit_statements(connection: Connection, seconds: int) -> None:
    """Set the session's statement time-out: longer statements raise psycopg2.errors.QueryCanceled."""
    with connection, connection.cursor() as cursor:
        cursor.execute("set statement_timeout = %s", (f"{seconds}s",))


def connect_like(connection: Connection) -> Connection:
    """One more connection to the same database as the same user. Raises DatabaseError."""
    return connect(url_of(connection))


def url_of(connection: Connection) -> str:
    """How to connect to the same database as the same user. It holds the password: never log or store it."""
    parameters = connection.get_dsn_parameters() | {"password": connection.info.password or ""}
    return str(psycopg2.extensions.make_dsn(**{key: value for key, value in parameters.items() if value}))


@contextlib.contextmanager
def transaction(
    connection: Connection, *, lock: Callable[[Connection], None] | None = None, undo: bool = False
) -> Iterator[None]:
    """One transaction: it commits at the end, and is undone where something is raised, or with `undo` in any case.

    `lock` is taken first and goes with the transaction.
    """
    try:
        if lock is not None:
            lock(connection)
        yield
    except BaseException:
        if not connection.closed:
            connection.rollback()
        raise
    if undo:
        connection.rollback()
    else:
        connection.commit()


def assume_role(connection: Connection, role: str) -> None:
    """Take on the rights of `newsfold_<role>` where this user may; else keep its own."""
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "select rolname from pg_roles where rolname = %s and pg_has_role(rolname, 'member')",
            (f"newsfold_{role}",),
        )
        row = cursor.fetchone()
        if row:
            cursor.execute(sql.SQL("set role {}").format(sql.Identifier(str(row[0]))))


def described(database_url: str) -> str:
    """The host, port and database of a URL, without its password."""
    try:
        parts = psycopg2.extensions.parse_dsn(libpq_url(database_url))
    except psycopg2.ProgrammingError:
        return "the database (its URL can't be read)"
    return f"{parts.get('host', 'localhost')}:{parts.get('port', '5432')}/{parts.get('dbname', '')}"


@functools.cache
def statement(name: str) -> str:
    """The text of `sql/statements/<name>.sql`, with `:stated_columns` spelled out (see `newsfold.store.article_columns`)."""
    return with_columns((SQL_FOLDER / "statements" / f"{name}.sql").read_text(encoding="utf-8"))


def copy_in(connection: Connection, table: str, columns: str, rows: IO[bytes] | io.RawIOBase) -> None:
    """COPY rows into a table, from where their buffer is. An error is raised without Postgres's CONTEXT, which quotes the
    row: article text must not reach a log.
    """
    try:
        with connection.cursor() as cursor:
            cursor.copy_expert(f"copy {table} ({columns}) from stdin", rows)
    except psycopg2.Error as error:
        raise type(error)(f"copy into {table}: {str(error).partition('CONTEXT:')[0].strip()}") from None


def execute(connection: Connection, name: str, parameters: Mapping[str, object]) -> int:
    """Run one statement file and give the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement(name), parameters)
        return int(cursor.rowcount)


def fetch_rows(connection: Connection, name: str, parameters: Mapping[str, object]) -> list[Any]:
    """Run one statement file and give its rows, as named tuples."""
    with connection.cursor() as cursor:
        cursor.execute(statement(name), parameters)
        return list(cursor.fetchall())


def fetch_tuples(
    connection: Connection, name: str, parameters: Mapping[str, object]
) -> list[tuple[Any, ...]]:
    """The same with plain tuples, which is several times as fast for very many rows."""
    with connection.cursor(cursor_factory=psycopg2.extensions.cursor) as cursor:
        cursor.execute(statement(name), parameters)
        return list(cursor.fetchall())


def fetch_row(connection: Connection, name: str, parameters: Mapping[str, object]) -> Any:
    """Run one statement file and give its first row, or None."""
    rows = fetch_rows(connection, name, parameters)
    return rows[0] if rows else None


def insert_rows(connection: Connection, name: str, rows: Sequence[Sequence[object]]) -> list[Any]:
    """Run one statement file that holds `values %s` for many rows, and give what it returns."""
    with connection.cursor() as cursor:
        return list(psycopg2.extras.execute_values(cursor, statement(name), rows, page_size=1000, fetch=True))
