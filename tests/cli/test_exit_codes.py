"""What a person is told where a command ends with an error, and with which exit code."""

import errno
from contextlib import closing

import pytest

from newsfold.cli.exit_codes import exit_code_of, said_of
from newsfold.config.disk_room import NoRoom
from newsfold.store.connection import DatabaseError, InterfaceError, ServerError, connect


def ended_by(url: str, statement: str) -> Exception:
    """The error of a block with a connection, in which a statement fails."""
    with closing(connect(url)) as connection, pytest.raises(ServerError) as raised:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
    return raised.value


def test_a_connection_that_was_cut_is_told_by_what_cut_it(database_url):
    error = ended_by(database_url, "select pg_terminate_backend(pg_backend_pid())")
    # What psycopg2 says last is that it could not roll back.
    assert isinstance(error, InterfaceError)
    said = said_of(error)
    assert exit_code_of(error) == 1
    assert said.startswith(("server closed the connection", "terminating connection"))
    assert "logs/postgres.log" in said
    assert "already closed" not in said


def test_other_errors_of_a_server_are_told_as_they_are(database_url):
    error = ended_by(database_url, "select 1 / 0")
    assert said_of(error).startswith("division by zero")
    assert "postgres.log" not in said_of(error)
    alone = InterfaceError("connection already closed")
    assert said_of(alone) == "connection already closed"
    assert said_of(DatabaseError("no database")) == "no database"


def test_a_full_disk_is_told_with_what_helps(database_url):
    error = ended_by(
        database_url,
        "do $$ begin raise exception 'could not extend file \"base/1/2\": No space left on device'"
        " using errcode = '53100'; end $$",
    )
    assert exit_code_of(error) == 1
    assert said_of(error).startswith("no room for the database: could not extend file")
    assert "do it again" in said_of(error)
    assert "\n" not in said_of(error)
    named = OSError(errno.ENOSPC, "No space left on device", "/srv/out.csv")
    assert said_of(named).startswith("no room for what was to be written in /srv/out.csv: the disk is full")
    assert said_of(NoRoom(errno.EDQUOT, "no room for the export")) == "no room for the export"
