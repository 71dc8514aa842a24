"""Logins of single analysts on the embedded server."""

import uuid
from contextlib import closing

import psycopg2
import psycopg2.errors
import pytest

from newsfold.cli import command_line
from newsfold.local import logins, postgres
from newsfold.local.postgres_programs import PostgresError


def ask(url: str, statement: str) -> list[tuple]:
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture
def login(postgres_server):
    """A name that no other test has."""
    name = f"kim_{uuid.uuid4().hex[:12]}"
    yield name
    ask(postgres_server.url("admin", "postgres"), f"drop role if exists {name}")


def url_of(server: postgres.Server, login: str, database_url: str) -> str:
    return logins.login_url(server.home, login).rpartition("/")[0] + "/" + database_url.rpartition("/")[2]


def test_a_login_reads_what_analysts_read_and_nothing_else(postgres_server, database_url, login):
    url = url_of(postgres_server, login, database_url)
    assert ask(url, "select current_user::text, count(*) from analytics.articles") == [(login, 0)]
    for statement in (
        "select * from news.article",
        "select pg_advisory_lock(1)",
        "select lo_create(0)",
        "create role mine",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(url, statement)


def test_it_has_the_limits_of_analysts_and_can_lift_no_more_than_its_own_time(
    postgres_server, database_url, login
):
    url = url_of(postgres_server, login, database_url)
    shown = "select current_setting('statement_timeout'), current_setting('temp_file_limit'), rolconnlimit from pg_roles"
    assert ask(f"{url}", f"{shown} where rolname = current_user") == [("10min", "5GB", 10)]
    for statement in (
        f"alter role {login} set temp_file_limit = -1",
        f"alter role {login} connection limit -1",
        "alter role newsfold_analyst set statement_timeout = 0",
        "alter role newsfold_analyst password 'mine'",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(url, statement)


def test_who_locks_themselves_out_locks_out_nobody_else_and_gets_in_again(
    postgres_server, database_url, login
):
    url = url_of(postgres_server, login, database_url)
    ask(url, f"alter role {login} set statement_timeout = 0")
    ask(url, f"alter role {login} password 'another'")
    with pytest.raises(psycopg2.OperationalError):
        ask(url, "select 1")
    assert ask(postgres_server.url("analyst"), "select 1") == [(1,)]
    assert url_of(postgres_server, login, database_url) == url
    assert ask(url, "show statement_timeout") == [("10min",)]


def test_queries_of_one_login_are_not_for_another(postgres_server, database_url, login):
    url = url_of(postgres_server, login, database_url)
    other = f"{login}_2"
    try:
        with closing(psycopg2.connect(url_of(postgres_server, other, database_url))) as connection:
            with connection.cursor() as cursor:
                cursor.execute("select 'a secret question'")
            text = f"select query from pg_stat_activity where usename = '{other}'"
            assert {row[0] for row in ask(url, text)} == {"<insufficient privilege>"}
    finally:
        ask(postgres_server.url("admin", "postgres"), f"drop role {other}")


@pytest.mark.parametrize(
    "name", ["newsfold_loader", "pg_monitor", "Kim", "kim;", "kim x", "", "1kim", "k" * 64]
)
def test_other_names_are_refused(postgres_server, name):
    with pytest.raises(PostgresError, match="can't be a login"):
        logins.login_url(postgres_server.home, name)


def test_another_role_of_the_server_is_never_taken_for_a_login(postgres_server, login):
    ask(postgres_server.url("admin", "postgres"), f"create role {login} login in role newsfold_loader")
    with pytest.raises(PostgresError, match="another role"):
        logins.login_url(postgres_server.home, login)


def test_the_command_prints_it(postgres_server, login, capsys):
    assert command_line.main(["database-url", "--role", "analyst", "--login", login]) == 0
    assert ask(capsys.readouterr().out.strip(), "select current_user::text") == [(login,)]
    assert command_line.main(["database-url", "--role", "loader", "--login", login]) == 2


def test_the_command_lets_in_those_who_share_a_login_that_was_locked(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("NEWSFOLD_HOME", str(tmp_path))
    try:
        assert command_line.main(["database-url"]) == 0
        url = capsys.readouterr().out.strip()
        ask(url, "alter role newsfold_analyst password 'mine'")
        with pytest.raises(psycopg2.OperationalError):
            ask(url, "select 1")
        assert command_line.main(["database-url"]) == 0
        assert ask(capsys.readouterr().out.strip(), "select 1") == [(1,)]
    finally:
        postgres.stop(tmp_path)
