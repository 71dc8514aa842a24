"""What the login of an analyst could do to others, and can't."""

import threading
from contextlib import closing

import psycopg2
import psycopg2.errors
import pytest

from newsfold.config.home import project_root
from newsfold.store import loading
from newsfold.store.connection import connect
from newsfold.store.migrations import migrate

REFUSED = "42501"
#: Names of all advisory locks that the code or the database has ever taken, as keys that anybody can work out.
KEYS = (
    "newsfold.load",
    "newsfold.partitions",
    "newsfold.migrate",
    "newsfold.rebuild",
    "newsfold.analytics.marts",
)


def refusal(url: str, statement: str) -> str | None:
    """The code of the error that a statement ends in, by itself."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            try:
                cursor.execute(statement)
            except psycopg2.Error as error:
                return error.pgcode
    return None


@pytest.mark.parametrize("role", ["analyst", "operator"])
def test_no_advisory_lock_and_no_large_object_can_be_had(role_url, role):
    with closing(connect(role_url(role))) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select oid::regprocedure::text as name, has_function_privilege(oid, 'execute') as is_allowed from pg_proc"
            " where proname ~ '^pg_(try_)?advisory_|^lo_|^lowrite$|^loread$'"
        )
        found = cursor.fetchall()
    assert len(found) > 25
    assert [row.name for row in found if row.is_allowed] == []
    for call in (
        "pg_advisory_lock(1)",
        "pg_try_advisory_lock_shared(1, 2)",
        "lo_create(0)",
        "lo_from_bytea(0, 'x')",
    ):
        assert refusal(role_url(role), f"select {call}") == REFUSED


def test_a_load_waits_for_no_lock_that_a_login_can_take_even_where_the_server_is_not_hardened(
    postgres_server, empty_database_url
):
    migrate(empty_database_url)
    name = empty_database_url.rpartition("/")[2]
    with (
        closing(psycopg2.connect(postgres_server.url("analyst", name))) as analyst,
        analyst.cursor() as cursor,
    ):
        for key in KEYS:
            cursor.execute("select pg_advisory_lock(hashtext(%s))", [key])
        with (
            closing(connect(postgres_server.url("loader", name))) as loader,
            loader.cursor() as loading_cursor,
        ):
            loading_cursor.execute("set lock_timeout = '2s'")
            loading.lock_loads(loader)
            loading_cursor.execute("select ops.create_month_partitions('2031-05-01')")
            loading_cursor.execute("select ops.create_search_partitions(10)")


def test_two_loads_still_wait_for_each_other(role_url):
    order = []
    with closing(connect(role_url("loader"))) as first, closing(connect(role_url("loader"))) as second:
        loading.lock_loads(first)

        def wait() -> None:
            loading.lock_loads(second)
            order.append("second")

        waiting = threading.Thread(target=wait)
        waiting.start()
        waiting.join(0.5)
        assert order == []
        order.append("first")
        first.rollback()
        waiting.join()
        second.rollback()
    assert order == ["first", "second"]


@pytest.mark.parametrize(
    "statement",
    [
        "select from ops.lock for update",
        "select ops.take_lock('load')",
        "begin; lock table news.article in share mode",
        "begin; lock table analytics.articles in access exclusive mode",
        "create temp table mine (a integer)",
        "set temp_file_limit = -1",
        "alter role newsfold_analyst set temp_file_limit = -1",
        "alter role newsfold_analyst reset temp_file_limit",
        "alter role newsfold_analyst connection limit -1",
        "alter role newsfold_loader set statement_timeout = 1",
        "alter role newsfold_loader password 'x'",
        "create role mine",
        "alter system set work_mem = '10GB'",
        "copy (select 1) to program 'true'",
        "copy (select 1) to '/tmp/mine'",
        "select pg_read_file('/etc/passwd')",
        "vacuum news.article",
        "create publication mine",
        "select pg_create_logical_replication_slot('mine', 'test_decoding')",
        "select pg_create_physical_replication_slot('mine')",
        "select pg_switch_wal()",
        "select pg_reload_conf()",
    ],
)
def test_an_analyst_may_not(role_url, statement):
    url = role_url("analyst")
    with (
        closing(psycopg2.connect(role_url("owner"))) as connection,
        connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(f"revoke temporary on database {connection.info.dbname} from public")
    assert refusal(url, statement) == REFUSED


def test_an_analyst_prepares_no_transaction(role_url):
    with closing(psycopg2.connect(role_url("analyst"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("begin; select 1")
            with pytest.raises(psycopg2.errors.ObjectNotInPrerequisiteState):
                cursor.execute("prepare transaction 'mine'")


def test_an_analysts_temporary_files_have_an_end(role_url):
    with closing(psycopg2.connect(role_url("analyst"))) as connection, connection.cursor() as cursor:
        cursor.execute("show temp_file_limit")
        assert cursor.fetchone() == ("5GB",)
        cursor.execute("select rolconnlimit from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (50,)


def test_what_the_hardening_takes_it_takes_again_without_harm(postgres_server, role_url):
    text = (project_root() / "sql" / "roles" / "harden.sql").read_text(encoding="utf-8")
    name = role_url("owner").rpartition("/")[2]
    for _ in range(2):
        assert refusal(postgres_server.url("admin", name), text) is None
    assert refusal(role_url("loader"), "select pg_try_advisory_xact_lock(1)") is None
    assert refusal(role_url("analyst"), "create temp table mine (a integer)") == REFUSED
    assert refusal(role_url("analyst"), "select count(*) from analytics.articles") is None
