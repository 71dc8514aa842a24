"""The login roles and databases that Newsfold expects of a Postgres server.

The embedded server gets them when it is first started. Any other server gets them by `python -m
newsfold.local.roles`, which reads NEWSFOLD_ADMIN_DATABASE_URL (a superuser's) and NEWSFOLD_OWNER_PASSWORD,
NEWSFOLD_LOADER_PASSWORD and so on. What a role may do inside the news database is granted by the migrations.
"""

import os
import sys
from collections.abc import Iterable, Mapping

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import cursor, encrypt_password, make_dsn

from newsfold.config.home import sql_folder

ADMIN = "admin"
NEWS_ROLES = ("owner", "loader", "operator", "analyst")
AIRFLOW_ROLE = "airflow"
NEWS_DATABASE = "newsfold"
AIRFLOW_DATABASE = "airflow"
BUILTIN_LOCALE_SINCE = 170000
# What a forgotten or careless query may take. A session may set its own limit, and an administrator another one.
ROLE_LIMITS = {"analyst": {"statement_timeout": "10min", "idle_in_transaction_session_timeout": "1h"}}


def role_name(role: str) -> str:
    """The login role's name in Postgres, by its short name: `loader` -> `newsfold_loader`."""
    return f"newsfold_{role}"


def ensure_roles(admin_url: str, passwords: Mapping[str, str]) -> None:
    """Create the roles that are missing and give each its password. `passwords` is by short name.

    Postgres gets only the SCRAM verifiers: a statement with a password could end up in its log.
    """
    connection = psycopg2.connect(admin_url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("select rolname from pg_catalog.pg_roles")
            known = {row[0] for row in cursor.fetchall()}
            for role, password in passwords.items():
                name = role_name(role)
                verifier = encrypt_password(password, name, scope=connection, algorithm="scram-sha-256")
                verb = "alter" if name in known else "create"
                statement = sql.SQL(verb + " role {} login password {}")
                cursor.execute(statement.format(sql.Identifier(name), sql.Literal(verifier)))
                limit_role(cursor, name, ROLE_LIMITS.get(role, {}))
    finally:
        connection.close()


def limit_role(cursor: cursor, name: str, limits: Mapping[str, str]) -> None:
    """Give a role its limits, but for those that somebody has set already."""
    cursor.execute("select coalesce(rolconfig, '{}') from pg_catalog.pg_roles where rolname = %s", [name])
    row = cursor.fetchone()
    held = {each.partition("=")[0] for each in row[0]} if row else set()
    for setting, value in limits.items():
        if setting not in held:
            statement = sql.SQL("alter role {} set {} = {}")
            cursor.execute(
                statement.format(sql.Identifier(name), sql.Identifier(setting), sql.Literal(value))
            )


def ensure_database(admin_url: str, database: str, owner: str, users: Iterable[str] = ()) -> None:
    """Create the database if it is missing. Only its owner and the roles `users` may connect to it.

    Text is sorted by code points, as in the embedded server, wherever the server can do that by itself (from 17 on): by the
    operating system's rules the same articles come in another order, and an upgrade of that system damages indexes.
    """
    connection = psycopg2.connect(admin_url)
    connection.autocommit = True
    name, owner_name = sql.Identifier(database), sql.Identifier(role_name(owner))
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1 from pg_catalog.pg_database where datname = %s", [database])
            if cursor.fetchone() is None:
                create = "create database {} owner {} encoding 'UTF8' template template0"
                if connection.server_version >= BUILTIN_LOCALE_SINCE:
                    create += " locale 'C' locale_provider builtin builtin_locale 'C.UTF-8'"
                cursor.execute(sql.SQL(create).format(name, owner_name))
            cursor.execute(sql.SQL("revoke all on database {} from public").format(name))
            for user in users:
                grant = sql.SQL("grant connect on database {} to {}")
                cursor.execute(grant.format(name, sql.Identifier(role_name(user))))
                # The owner may act as each user of its database: `newsfold sql --role analyst` on a named database.
                if user != owner:
                    member = sql.SQL("grant {} to {}")
                    cursor.execute(member.format(sql.Identifier(role_name(user)), owner_name))
    finally:
        connection.close()


def harden_database(database_url: str) -> None:
    """Take from everybody what only a superuser can take: advisory locks, large objects, limits of analysts.

    `database_url` is a superuser's, of the news database, whose roles are there.
    """
    text = (sql_folder() / "roles" / "harden.sql").read_text(encoding="utf-8")
    connection = psycopg2.connect(database_url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(text)
    finally:
        connection.close()


def enable_statement_statistics(admin_url: str) -> None:
    """Let the superuser see in this database what each statement costs, on the whole server."""
    connection = psycopg2.connect(admin_url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("create extension if not exists pg_stat_statements")
    finally:
        connection.close()


def main() -> int:
    """Prepare the server that the environment names. Exit code 2 where a variable is missing."""
    variables = {role: f"NEWSFOLD_{role.upper()}_PASSWORD" for role in NEWS_ROLES}
    missing = [v for v in ("NEWSFOLD_ADMIN_DATABASE_URL", *variables.values()) if not os.environ.get(v)]
    if missing:
        print(f"newsfold.local.roles: not set: {', '.join(missing)}", file=sys.stderr)
        return 2
    admin_url = os.environ["NEWSFOLD_ADMIN_DATABASE_URL"]
    ensure_roles(admin_url, {role: os.environ[variable] for role, variable in variables.items()})
    ensure_database(admin_url, NEWS_DATABASE, "owner", NEWS_ROLES)
    harden_database(make_dsn(admin_url, dbname=NEWS_DATABASE))
    return 0


if __name__ == "__main__":
    sys.exit(main())
