"""The migration runner."""

from contextlib import closing

import pytest

from newsfold.store import migrations
from newsfold.store.connection import connect
from newsfold.store.migrations import Migration, MigrationError, available, migrate, pending


def names(database_url: str) -> list[str]:
    with closing(connect(database_url)) as connection, connection.cursor() as cursor:
        cursor.execute("select name from ops.migration order by name")
        return [row.name for row in cursor.fetchall()]


def test_an_empty_database_gets_every_migration_and_the_views(empty_database_url):
    done = migrate(empty_database_url)
    assert done == [*(migration.name for migration in available()), "views"]
    assert names(empty_database_url) == sorted([*done, "grants"])


def test_migrating_again_changes_nothing(database_url):
    assert migrate(database_url) == []


def test_pending_only_reads(empty_database_url):
    with closing(connect(empty_database_url)) as connection, connection.cursor() as cursor:
        assert [m.name for m in pending(connection)] == [m.name for m in available()]
        cursor.execute("select to_regclass('ops.migration') is null as missing")
        assert cursor.fetchone().missing


def test_an_edited_migration_is_refused_by_name(database_url):
    edited = [Migration(available()[0].name, "select 1")]
    with closing(connect(database_url)) as connection:
        with pytest.raises(MigrationError, match=r"0001_schemas\.sql was changed"):
            pending(connection, edited)


def test_a_failing_migration_leaves_nothing_behind(database_url):
    broken = Migration("9999_broken.sql", "create table news.half_done (); select 1/0;")
    with closing(connect(database_url)) as connection, connection.cursor() as cursor:
        with pytest.raises(MigrationError, match=r"9999_broken\.sql: division by zero"):
            migrations.apply(connection, broken)
        cursor.execute("select to_regclass('news.half_done') is null as missing")
        assert cursor.fetchone().missing
    assert "9999_broken.sql" not in names(database_url)


def test_a_misnamed_file_is_refused(tmp_path):
    (tmp_path / "first.sql").write_text("select 1")
    with pytest.raises(MigrationError, match=r"first\.sql"):
        available(tmp_path)


def test_reason_codes_in_the_database_are_those_of_the_code(database_url):
    from newsfold.model import REASONS

    with closing(connect(database_url)) as connection, connection.cursor() as cursor:
        cursor.execute("select reason_code, description from ops.reason")
        assert {row.reason_code: row.description for row in cursor.fetchall()} == REASONS


def test_every_table_view_and_column_has_a_comment(database_url):
    with closing(connect(database_url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            """
            select n.nspname || '.' || c.relname || coalesce('.' || a.attname, '') as what
            from pg_class as c
            join pg_namespace as n on n.oid = c.relnamespace
            left join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where n.nspname in ('news', 'ops', 'analytics') and c.relkind in ('r', 'v', 'p') and not c.relispartition
              and (col_description(c.oid, a.attnum) is null or obj_description(c.oid, 'pg_class') is null)
            """
        )
        assert [row.what for row in cursor.fetchall()] == []


def test_functions_of_the_views_files_are_made_anew_whatever_arguments_they_had(database_url):
    with closing(connect(database_url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "create function analytics.search(other integer) returns integer language sql return other"
        )
        cursor.execute("update ops.migration set checksum = 'old' where name = 'views'")
        connection.commit()
        assert migrate(database_url) == ["views"]
        cursor.execute(
            "select proargnames[1] as first from pg_proc"
            " where pronamespace = 'analytics'::regnamespace and proname = 'search'"
        )
        assert [row.first for row in cursor.fetchall()] == ["query"]


def test_every_function_and_type_of_ours_has_a_comment(database_url):
    with closing(connect(database_url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            """
            select oid::regprocedure::text as what
            from pg_proc
            where pronamespace::regnamespace::text in ('news', 'ops', 'analytics') and obj_description(oid, 'pg_proc') is null
            union all
            select attrelid::regclass || '.' || attname
            from pg_attribute
            join pg_class on pg_class.oid = attrelid
            where relkind = 'c' and relnamespace = 'analytics'::regnamespace and col_description(attrelid, attnum) is null
            """
        )
        assert [row.what for row in cursor.fetchall()] == []
