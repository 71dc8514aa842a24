"""The migration runner: one transaction per migration, with its checksum row, under an advisory lock."""

import contextlib
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2.errors

from newsfold.model import REASONS
from newsfold.store import lab
from newsfold.store.connection import SQL_FOLDER, Connection, DatabaseError, connect, described

LEDGER = """
create schema if not exists ops;
create table if not exists ops.migration (
  name text constraint migration_pk primary key,
  checksum text not null,
  applied_at timestamptz not null default now()
);
comment on table ops.migration is 'Grain: one file of sql/migrations that was applied, or the last state of the views.';
comment on column ops.migration.name is 'Name of the file.';
comment on column ops.migration.checksum is 'SHA-256 of the file as applied.';
comment on column ops.migration.applied_at is 'When it was applied.';
"""
OLDEST_SERVER = 150000
#: What is asked of a database before anything is made in it.
FITNESS = """
select
  current_setting('server_encoding') as encoding,
  current_setting('lock_timeout') as lock_timeout,
  current_user as user_name,
  has_database_privilege(current_database(), 'create') or to_regclass('ops.migration') is not null as may_create,
  exists (select from pg_available_extensions where name = 'pg_trgm') as has_trigrams
"""
VIEWS = "views"
GRANTS = "grants"
#: The rights of the roles in our schemas, as one value that is another one when any of them is given or taken away. Partitions
#: come and go. Rights on functions of Postgres itself are not in dumps: `sql/roles/harden.sql` gives those.
RIGHTS = """
with ours as (
  select oid, nspname, nspacl from pg_namespace where nspname in ('news', 'ops', 'staging', 'analytics', 'marts')
),
-- Of the lab only whether it may be used: what analysts give each other there is theirs.
places as (
  select nspname, nspacl from ours
  union all
  select nspname, nspacl from pg_namespace where nspname = 'lab'
),
given as (
  select relacl as rights, 'table ' || pg_class.oid::regclass as what
  from pg_class join ours on ours.oid = relnamespace where not relispartition
  union all
  select proacl, 'function ' || pg_proc.oid::regprocedure from pg_proc join ours on ours.oid = pronamespace
  union all
  select nspacl, 'schema ' || nspname from places
)
select md5(string_agg(concat_ws(' ', what, grantee::regrole, privilege_type), ',' order by what, grantee, privilege_type))
from given
cross join aclexplode(rights)
where grantee in (select oid from pg_roles where rolname in ('newsfold_loader', 'newsfold_operator', 'newsfold_analyst'))
"""
CREATES = r"^create (view|function) ([a-z_.]+)(?: as$|\s*\()"


class MigrationError(Exception):
    """The database can't be brought to the schema of this version. Names the file."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of `sql/migrations`, named `0001_what_it_does.sql`."""

    name: str
    text: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def available(folder: Path = SQL_FOLDER / "migrations") -> list[Migration]:
    """The migrations on disk, in their order."""
    files = sorted(folder.glob("*.sql"))
    for file in files:
        if not re.fullmatch(r"\d{4}_[a-z0-9_]+\.sql", file.name):
            raise MigrationError(f"{file}: a migration is named 0001_what_it_does.sql")
    return [Migration(file.name, file.read_text(encoding="utf-8")) for file in files]


def applied(connection: Connection) -> dict[str, str]:
    """Name and checksum of what the database has; read-only."""
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('ops.migration') is not null")
        if not first_value(cursor):
            return {}
        cursor.execute("select name, checksum from ops.migration")
        return dict(cursor.fetchall())


def pending(connection: Connection, migrations: list[Migration] | None = None) -> list[Migration]:
    """The migrations that the database lacks; read-only. Raises MigrationError where an applied one was edited."""
    have = applied(connection)
    waiting = []
    for migration in available() if migrations is None else migrations:
        checksum = have.get(migration.name)
        if checksum is None:
            waiting.append(migration)
        elif checksum != migration.checksum:
            raise MigrationError(
                f"{migration.name} was changed after it was applied: put it back and write a new migration"
            )
    return waiting


def has_pending(database_url: str) -> bool:
    """Whether a database lacks a migration or has other views than this version; read-only."""
    with contextlib.closing(connect(database_url)) as connection:
        return bool(pending(connection)) or applied(connection).get(VIEWS) != views_checksum()


def migrate(database_url: str) -> list[str]:
    """Bring the database to the schema of this version, and give the names of what was applied.

    `database_url` is the owner's. Needs Postgres 15 or later. Safe to call at the same time from several places.
    """
    connection = connect(database_url, application_name="newsfold migrate")
    try:
        refuse_unfit(connection, database_url)
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(hashtext('newsfold.migrate'))")
        connection.commit()
        ensure_roles(connection)
        with connection, connection.cursor() as cursor:
            cursor.execute("select to_regclass('ops.migration') is null")
            if first_value(cursor):
                cursor.execute(LEDGER)
        done = [apply(connection, migration) for migration in pending(connection)]
        connection.commit()
        done += refresh_views(connection, migrated=bool(done))
        given = give_rights(connection)
        return done or given
    finally:
        connection.close()


def refuse_unfit(connection: Connection, database_url: str) -> None:
    """Raise DatabaseError, in one sentence, where the schema can't be made or kept in this database, or not by this user."""
    place = described(database_url)
    if connection.server_version < OLDEST_SERVER:
        raise DatabaseError(
            f"{place} is Postgres {connection.server_version // 10000}: Newsfold needs 15 or later"
        )
    with connection, connection.cursor() as cursor:
        cursor.execute(FITNESS)
        fitness: Any = cursor.fetchone()
    if fitness.encoding != "UTF8":
        raise DatabaseError(
            f"{place} is encoded in {fitness.encoding}, which can't hold every article: make a database with encoding 'UTF8'"
            " template template0"
        )
    if fitness.lock_timeout != "10min":
        raise DatabaseError(
            f"{place} is a pooler that drops the settings of a session: name Postgres itself, as locks and limits need them"
        )
    if not fitness.may_create:
        raise DatabaseError(
            f"{place}: {fitness.user_name} may make no schema here: the user who migrates has to own the database"
        )
    if not fitness.has_trigrams:
        raise DatabaseError(
            f"{place}: the server has no extension pg_trgm: install the package of Postgres's contrib modules"
        )


def ensure_roles(connection: Connection) -> None:
    """Make the roles where the server lacks them. Raises DatabaseError that says what to run where we may not."""
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_roles where rolname in"
            " ('newsfold_owner', 'newsfold_loader', 'newsfold_operator', 'newsfold_analyst')"
        )
        if first_value(cursor) == 4:
            return
        try:
            cursor.execute((SQL_FOLDER / "roles" / "roles.sql").read_text(encoding="utf-8"))
        except psycopg2.errors.InsufficientPrivilege as error:
            raise DatabaseError(
                "the roles newsfold_owner, newsfold_loader, newsfold_operator and newsfold_analyst are missing, and this"
                " user may not create them: run sql/roles/roles.sql as a superuser once"
            ) from error


def apply(connection: Connection, migration: Migration) -> str:
    """Run one migration and note it, in one transaction."""
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(migration.text)
            note(cursor, migration.name, migration.checksum)
    except psycopg2.Error as error:
        raise MigrationError(f"{migration.name}: {str(error).strip()}") from error
    return migration.name


def refresh_views(connection: Connection, *, migrated: bool) -> list[str]:
    """Make the views, functions, grants and reason codes anew where their files or the tables below them changed."""
    texts, checksum = view_texts(), views_checksum()
    if not migrated and applied(connection).get(VIEWS) == checksum:
        connection.commit()
        return []
    with connection, connection.cursor() as cursor:
        try:
            lab.put_aside(cursor)
            # The last made first: each may stand on an earlier one.
            for kind, name in reversed(re.findall(CREATES, "\n".join(texts), re.MULTILINE)):
                if kind == "view":
                    cursor.execute(f"drop view if exists {name}")
                else:
                    drop_functions(cursor, name)
        except psycopg2.errors.DependentObjectsStillExist as error:
            raise MigrationError(f"a view of others stands on one of ours: {str(error).strip()}") from error
        for text in texts:
            cursor.execute(text)
        for reason_code, description in REASONS.items():
            cursor.execute(
                "insert into ops.reason values (%s, %s)"
                " on conflict (reason_code) do update set description = excluded.description",
                (reason_code, description),
            )
        lab.put_back(cursor)
        note(cursor, VIEWS, checksum)
    return [VIEWS]


def give_rights(connection: Connection) -> list[str]:
    """Give the roles their rights again where any was taken away, or another given, since they were last given."""
    with connection, connection.cursor() as cursor:
        cursor.execute(RIGHTS)
        if applied(connection).get(GRANTS) == first_value(cursor):
            return []
        cursor.execute((SQL_FOLDER / "roles" / "grants.sql").read_text(encoding="utf-8"))
        cursor.execute(RIGHTS)
        note(cursor, GRANTS, str(first_value(cursor)))
    return [GRANTS]


def drop_functions(cursor: psycopg2.extensions.cursor, name: str) -> None:
    """Drop the functions of a name, whatever arguments they were made with."""
    schema, _, function = name.partition(".")
    cursor.execute(
        "select oid::regprocedure::text from pg_proc where pronamespace = to_regnamespace(%s) and proname = %s",
        (schema, function),
    )
    for (signature,) in cursor.fetchall():
        cursor.execute(f"drop function {signature}")


def view_texts() -> list[str]:
    """The files of the views, then that of the grants."""
    files = [*sorted((SQL_FOLDER / "views").glob("*.sql")), SQL_FOLDER / "roles" / "grants.sql"]
    return [file.read_text(encoding="utf-8") for file in files]


def views_checksum() -> str:
    """SHA-256 of the views, the grants and the reason codes."""
    return hashlib.sha256("\n".join([*view_texts(), repr(REASONS)]).encode()).hexdigest()


def first_value(cursor: psycopg2.extensions.cursor) -> object:
    """The only value of a query that gives one."""
    row = cursor.fetchone()
    return row[0] if row else None


def note(cursor: psycopg2.extensions.cursor, name: str, checksum: str) -> None:
    """Write the row that says what was applied."""
    cursor.execute(
        "insert into ops.migration (name, checksum) values (%s, %s)"
        " on conflict (name) do update set checksum = excluded.checksum, applied_at = now()",
        (name, checksum),
    )
