"""The roles and the database on a server that is not ours, as containers and Kubernetes have it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from newsfold.local import postgres, roles
from newsfold.local.postgres_programs import make_cluster_folder, run_program

SETTINGS = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}
LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=libc"]


@pytest.fixture
def foreign_server(tmp_path: Path) -> Iterator[str]:
    """The superuser's URL of a server whose databases sort by the operating system's rules, if nothing else is said."""
    folder, data = tmp_path / "postgres", tmp_path / "postgres" / "data"
    folder.mkdir(mode=0o700)
    made = make_cluster_folder(folder)
    run_program(made, ["initdb", "-D", str(made), "--username=postgres", "--auth=trust", *LOCALE])
    made.rename(data)
    try:
        port = postgres.start_server(tmp_path, SETTINGS)
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        postgres.stop_server(data)


def query(url: str, statement: str) -> list[tuple]:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_another_server_gets_the_roles_and_a_database_that_sorts_as_the_embedded_one_does(
    foreign_server: str, postgres_server: postgres.Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("NEWSFOLD_ADMIN_DATABASE_URL", foreign_server)
    for role in roles.NEWS_ROLES:
        monkeypatch.setenv(f"NEWSFOLD_{role.upper()}_PASSWORD", f"password-of-{role}")
    assert roles.main() == 0
    assert roles.main() == 0

    names = {name for (name,) in query(foreign_server, "select rolname from pg_catalog.pg_roles")}
    assert {roles.role_name(role) for role in roles.NEWS_ROLES} <= names
    locale = """
        select datlocprovider, datlocale, datcollate, datctype
        from pg_catalog.pg_database
        where datname = 'newsfold'
    """
    embedded = query(postgres_server.url("admin", "postgres"), locale)
    assert query(foreign_server, locale) == embedded == [("b", "C.UTF-8", "C", "C")]
