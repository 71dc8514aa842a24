"""What no role may do, read from the catalog, so that a new table or function is held to it as well."""

from contextlib import closing

import psycopg2.errors
import pytest

from newsfold.store.connection import connect

ROLES = ("newsfold_owner", "newsfold_loader", "newsfold_operator", "newsfold_analyst")
#: All that an operator may write: what was decided, how a source is treated, what becomes of files that were rejected, who looks
#: after an incident, how much analysts may hold in the lab, and which searches are kept.
OPERATORS_TABLES = {
    "ops.decision", "ops.source_state", "ops.file", "ops.gate", "ops.held_source", "ops.incident", "ops.incident_event",
    "ops.lab_quota", "ops.saved_search", "ops.source_setting",
}  # fmt: skip
#: Of these only what says that.
OPERATORS_COLUMNS = {
    ("incident", "owner"), ("incident", "note"), ("incident", "silenced_until"), ("incident", "resolved_at"),
    ("incident", "resolved_by"),
    ("file", "held_run_id"), ("file", "discarded_at"), ("gate", "settled"), ("gate", "settled_by"), ("gate", "settled_at"),
}  # fmt: skip


def asked(role_url, query: str, *parameters: object) -> list:
    with closing(connect(role_url("owner"))) as connection, connection, connection.cursor() as cursor:
        cursor.execute(query, parameters or None)
        return cursor.fetchall()


def test_no_role_is_more_than_a_login(role_url):
    rows = asked(
        role_url,
        "select rolname from pg_roles where rolname = any(%s) and"
        " (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)",
        list(ROLES),
    )
    assert rows == []


def writable(role_url, role: str) -> set[str]:
    """The tables that a role may insert into, update (a column of), delete from or empty."""
    rows = asked(
        role_url,
        """select n.nspname || '.' || c.relname as name from pg_class as c join pg_namespace as n on n.oid = relnamespace
        where relkind in ('r', 'p', 'v', 'm') and nspname in ('news', 'ops', 'staging', 'marts', 'analytics', 'public')
          and (has_table_privilege(%s, c.oid, 'insert, delete, truncate')
            or has_any_column_privilege(%s, c.oid, 'insert, update'))""",
        role,
        role,
    )
    return {row.name for row in rows}


def test_the_operator_writes_decisions_and_pauses_and_nothing_else(role_url):
    assert writable(role_url, "newsfold_operator") == OPERATORS_TABLES
    columns = asked(
        role_url,
        "select table_name, column_name from information_schema.column_privileges where grantee = 'newsfold_operator'"
        " and table_schema = 'ops' and table_name in ('file', 'gate', 'incident') and privilege_type <> 'SELECT'",
    )
    assert {tuple(row) for row in columns} == OPERATORS_COLUMNS


def test_the_analyst_writes_nowhere(role_url):
    assert writable(role_url, "newsfold_analyst") == set()


@pytest.mark.parametrize("role", ["newsfold_loader", "newsfold_operator", "newsfold_analyst"])
def test_only_the_owner_makes_things_and_analysts_in_the_lab(role_url, role):
    rows = asked(
        role_url,
        "select nspname from pg_namespace where nspname !~ '^pg_' and has_schema_privilege(%s, oid, 'create')",
        role,
    )
    assert [row.nspname for row in rows] == (["lab"] if role == "newsfold_analyst" else [])


def test_functions_that_act_as_their_owner_look_up_names_in_fixed_schemas_only(role_url):
    rows = asked(
        role_url,
        """select p.oid::regprocedure::text as name, coalesce(proconfig, '{}') as settings
        from pg_proc as p join pg_namespace as n on n.oid = pronamespace
        where prosecdef and nspname in ('news', 'ops', 'staging', 'marts', 'analytics')""",
    )
    assert rows
    assert [
        row.name for row in rows if not any(each.startswith("search_path=") for each in row.settings)
    ] == []


@pytest.mark.parametrize("schema", ["news", "ops", "staging"])
def test_functions_that_act_as_their_owner_are_not_for_everybody(role_url, schema):
    rows = asked(
        role_url,
        """select p.oid::regprocedure::text as name from pg_proc as p join pg_namespace as n on n.oid = pronamespace
        where prosecdef and nspname = %s and has_function_privilege('newsfold_analyst', p.oid, 'execute')""",
        schema,
    )
    assert rows == []


def test_an_analysts_query_is_ended_after_a_while(role_url):
    with closing(connect(role_url("analyst"))) as connection, connection.cursor() as cursor:
        cursor.execute("show statement_timeout")
        assert cursor.fetchone().statement_timeout == "10min"
        cursor.execute("set statement_timeout = '50ms'")
        with pytest.raises(psycopg2.errors.QueryCanceled):
            cursor.execute("select count(*) from generate_series(1, 100000000)")


def test_an_operators_decision_can_be_taken_back_and_not_be_changed(role_url):
    with closing(connect(role_url("operator"))) as connection, connection.cursor() as cursor:
        cursor.execute(
            "insert into ops.decision (verdict, slug, decided_by, decided_at)"
            " values ('pause', 'gazette', 'kim', now()) returning decision_id"
        )
        decision_id = cursor.fetchone().decision_id
        cursor.execute("update ops.decision set revoked_at = now(), revoked_by = 'kim'")
        assert cursor.rowcount == 1
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(
                "update ops.decision set decided_by = 'lee' where decision_id = %s", (decision_id,)
            )
