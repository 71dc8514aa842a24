"""Logins of single analysts: members of newsfold_analyst, each with a password of its own.

A login may always change its own password and its own settings. With one login for all, one person locks out everybody.
"""

import re
import secrets
from pathlib import Path

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import cursor, encrypt_password

from newsfold.config.home import locked, read_json, write_private_json
from newsfold.local import postgres, roles
from newsfold.local.postgres_programs import PostgresError

#: What one person may use at a time; a superuser sets these, the login cannot lift them.
CONNECTIONS = 10
LIMITS = {**roles.ROLE_LIMITS["analyst"], "temp_file_limit": "5GB"}


def login_url(home: Path, login: str) -> str:
    """How the analyst `login` connects to the home's server, which runs. The login is made where it is not there.

    An existing login gets its password and its limits again, so that a person who is locked out gets in with the same URL.
    Raises PostgresError for a name that is none, or is that of another role.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", login) or login.startswith(("pg_", "newsfold_")):
        raise PostgresError(
            f"{login!r} can't be a login: small letters, digits and _, a letter first, not pg_… or newsfold_…"
        )
    home = home.resolve()
    path = home / "logins.json"
    with locked(home / "logins.lock"):
        passwords = read_json(path)
        password = passwords.get(login) or secrets.token_urlsafe(24)
        ensure_login(postgres.database_url(home, roles.ADMIN), login, password)
        write_private_json(path, {**passwords, login: password})
    shared = postgres.database_url(home, "analyst")
    return f"postgresql://{login}:{password}@{shared.rpartition('@')[2]}"


def let_in_again(home: Path) -> None:
    """Give newsfold_analyst, which any of those who share it may have locked, its password again."""
    home = home.resolve()
    password = read_json(home / "credentials.json")["analyst"]
    roles.ensure_roles(postgres.database_url(home, roles.ADMIN), {"analyst": password})


def ensure_login(admin_url: str, login: str, password: str) -> None:
    """Make the login, or give it its password and limits anew. Raises PostgresError where another role has the name."""
    connection = psycopg2.connect(admin_url)
    try:
        with connection, connection.cursor() as cursor:
            name = sql.Identifier(login)
            if not is_there(cursor, login):
                cursor.execute(sql.SQL("create role {} in role newsfold_analyst").format(name))
            # As of each of our roles: who dumps and migrates can read and make again what stands in the lab.
            cursor.execute(sql.SQL("grant {} to newsfold_owner").format(name))
            verifier = encrypt_password(password, login, scope=connection, algorithm="scram-sha-256")
            give = sql.SQL("alter role {} login connection limit {} password {}")
            cursor.execute(give.format(name, sql.Literal(CONNECTIONS), sql.Literal(verifier)))
            cursor.execute(sql.SQL("alter role {} reset all").format(name))
            roles.limit_role(cursor, login, LIMITS)
    finally:
        connection.close()


def is_there(cursor: cursor, login: str) -> bool:
    """Whether the role is there already. Raises PostgresError where it is no analyst's, or more than that."""
    cursor.execute(
        "select not (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)"
        " and array(select roleid::regrole::text from pg_catalog.pg_auth_members where member = pg_roles.oid)"
        " = array['newsfold_analyst'] from pg_catalog.pg_roles where rolname = %s",
        [login],
    )
    row = cursor.fetchone()
    if row is not None and not row[0]:
        raise PostgresError(f"{login!r} is another role of this server, and no analyst's login")
    return row is not None
