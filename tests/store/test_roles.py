"""Who may do what in the database."""

from contextlib import closing

import psycopg2
import psycopg2.errors
import pytest

from newsfold.store.connection import connect

TABLES = [
    "news.article",
    "news.content",
    "news.version",
    "news.link",
    "ops.run",
    "ops.ledger",
    "ops.quarantine",
]


def as_role(role_url, role: str):
    return closing(connect(role_url(role)))


@pytest.mark.parametrize("view", ["analytics.articles", "analytics.stories"])
@pytest.mark.parametrize("role", ["analyst", "operator", "loader", "owner"])
def test_every_role_reads_the_analysts_views(role_url, role, view):
    with as_role(role_url, role) as connection, connection.cursor() as cursor:
        cursor.execute(f"select count(*) as n from {view}")
        assert cursor.fetchone().n == 0


@pytest.mark.parametrize("table", [*TABLES, "staging.article"])
def test_the_analyst_reads_nothing_else(role_url, table):
    with as_role(role_url, "analyst") as connection, connection.cursor() as cursor:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(f"select * from {table}")


@pytest.mark.parametrize(
    "statement",
    [
        "create table analytics.mine (a int)",
        "create table public.mine (a int)",
        "delete from analytics.articles",
        "insert into analytics.stories (headline) values ('x')",
        "select ops.create_month_partitions('2025-01-01')",
    ],
)
def test_the_analyst_writes_nothing(role_url, statement):
    with as_role(role_url, "analyst") as connection, connection.cursor() as cursor:
        with pytest.raises(psycopg2.Error) as refused:
            cursor.execute(statement)
        assert refused.value.pgcode in {"42501", "55000", "0A000"}


@pytest.mark.parametrize("table", TABLES)
def test_the_operator_reads_the_tables(role_url, table):
    with as_role(role_url, "operator") as connection, connection.cursor() as cursor:
        cursor.execute(f"select count(*) as n from {table}")
        assert cursor.fetchone().n == 0


@pytest.mark.parametrize("table", ["news.article", "ops.run", "ops.run_file"])
def test_the_operator_changes_no_data(role_url, table):
    with as_role(role_url, "operator") as connection, connection.cursor() as cursor:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(f"delete from {table}")


@pytest.mark.parametrize(
    "statement",
    ["drop table news.article", "delete from news.article", "delete from ops.migration", "truncate ops.run"],
)
def test_the_loader_removes_nothing(role_url, statement):
    with as_role(role_url, "loader") as connection, connection.cursor() as cursor:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(statement)


def test_the_loader_makes_partitions_through_the_owners_function(role_url):
    with as_role(role_url, "loader") as connection, connection.cursor() as cursor:
        cursor.execute("select ops.create_month_partitions('2031-05-17')")
        cursor.execute("select ops.create_month_partitions('2031-05-18')")
        cursor.execute("select to_regclass('news.version_2031_05') is not null as made")
        assert cursor.fetchone().made
