"""Postgres as users have it: older, encoded and set otherwise, behind a pooler. It works, or is refused in one sentence."""

import os
import shutil
import signal
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg2
import pytest

from newsfold.cli import command_line
from newsfold.local import postgres, roles
from newsfold.local.postgres_programs import as_ordinary_user, make_cluster_folder
from newsfold.store.connection import connect
from newsfold.store.migrations import migrate
from tests.dedup.test_event_bonds import NAMES
from tests.end_to_end.test_events import deliver

OLDEST = Path("/usr/lib/postgresql/15/bin")
PGBOUNCER = shutil.which("pgbouncer", path=f"{os.defpath}:/usr/sbin:/usr/local/sbin")
#: What is compared between the oldest server and the embedded one: who ended up as what, and what the views say.
TOLD = (
    "select outcome, count(*) as n from analytics.articles group by outcome order by outcome",
    "select uri, headline, byline, published_on, published_at, word_count from analytics.articles order by uri",
    "select headline, article_count, source_count from analytics.stories order by headline, article_count",
    "select name, story_count, independent_reports, follows_event_id is null from analytics.events order by name",
    "select slug, state, files, records from ops.expectations() order by slug",
    "select source, headline, snippet from analytics.search('bridge') order by uri",
)


REPORT = """Die Brücke über den Sado ist offen – „endlich“

Setúbal, Sep 26 (MNA) The rebuilt bridge over the Sado opened to traffic on Friday, the road company's \\n director said.

João Abrantes 'of the auction' called it the best September in eleven years; 14 crews had worked on it since 9 March 2025.
"""


def needed(what: str, is_there: object) -> None:
    """Skip where a program of the system is missing; where all tests have to run, fail."""
    if not is_there:
        assert not os.environ.get("CI"), f"{what} has to be installed for this test"
        pytest.skip(f"{what} is not installed: nothing is known of it")


@dataclass(frozen=True, slots=True)
class Other:
    """A server that is not ours."""

    port: int

    def url(self, role: str, database: str = "newsfold") -> str:
        user = "postgres" if role == "admin" else roles.role_name(role)
        return f"postgresql://{user}:word@127.0.0.1:{self.port}/{database}"


@pytest.fixture(scope="module")
def oldest(tmp_path_factory) -> Iterator[Other]:
    """The oldest server that is supported, with roles and database as python -m newsfold.local.roles makes them."""
    needed("Postgres 15", (OLDEST / "initdb").exists())
    data = make_cluster_folder(tmp_path_factory.mktemp("oldest"))
    server = Other(postgres.free_port(0))
    settings = (
        f"-c port={server.port} -c unix_socket_directories='' -c listen_addresses=127.0.0.1 -c fsync=off"
    )

    def program(*command: str) -> None:
        before = as_ordinary_user(data)
        subprocess.run(
            [*before, *command], cwd="/", check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )

    locale = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]
    program(str(OLDEST / "initdb"), "-D", str(data), *locale)
    program(
        str(OLDEST / "pg_ctl"), "start", "-s", "-w", "-D", str(data), "-l", str(data / "log"), "-o", settings
    )
    try:
        admin = server.url("admin", "postgres")
        roles.ensure_roles(admin, dict.fromkeys(roles.NEWS_ROLES, "word"))
        roles.ensure_database(admin, "newsfold", "owner", roles.NEWS_ROLES)
        roles.harden_database(server.url("admin"))
        yield server
    finally:
        program(str(OLDEST / "pg_ctl"), "stop", "-s", "-m", "immediate", "-D", str(data))


@pytest.fixture
def database(postgres_server):
    """Makes databases of the embedded server, by what stands after `create database`."""
    made = []

    def make(options: str, *settings: str) -> str:
        name = f"test_{uuid.uuid4().hex}"
        made.append(name)
        run(
            postgres_server.url("admin", "postgres"), f"create database {name} owner newsfold_owner {options}"
        )
        for setting in settings:
            run(postgres_server.url("admin", "postgres"), f"alter database {name} set {setting}")
        return name

    yield make
    for name in made:
        run(postgres_server.url("admin", "postgres"), f"drop database {name} with (force)")


def run(url: str, statement: str) -> list[tuple]:
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


def told(url: str) -> list[list[tuple]]:
    with closing(connect(url)) as connection, connection.cursor() as cursor:
        answers = []
        for query in TOLD:
            cursor.execute(query)
            answers.append([tuple(row) for row in cursor.fetchall()])
        return answers


def test_the_oldest_server_takes_the_samples_and_tells_the_same_as_the_newest(oldest, sample_newsroom):
    migrate(oldest.url("owner"))
    assert migrate(oldest.url("owner")) == []
    deliver(sample_newsroom, NAMES)
    replace(sample_newsroom, role_url=oldest.url).run()
    newest_answers, oldest_answers = told(sample_newsroom.role_url("owner")), told(oldest.url("owner"))
    assert len(newest_answers[1]) > 20
    assert len(newest_answers[3]) > 2
    assert oldest_answers == newest_answers


@pytest.mark.parametrize(
    "settings",
    [
        ("client_encoding = 'LATIN1'",),
        ("datestyle = 'SQL, DMY'", "intervalstyle = 'sql_standard'"),
        ("standard_conforming_strings = off", "backslash_quote = on"),
        ("search_path = nowhere, pg_catalog",),
        ("timezone = 'Pacific/Kiritimati'", "lc_time = 'C'"),
        ("default_transaction_read_only = on", "default_transaction_isolation = 'serializable'"),
        ("bytea_output = 'escape'", "extra_float_digits = -10", "xmloption = 'document'"),
    ],
)
def test_what_a_database_has_set_changes_nothing(database, postgres_server, newsroom, settings):
    newsroom.source("desk", language="pt")
    newsroom.deliver("desk", "1.txt", REPORT)
    newsroom.run()
    name = database("template template0", *settings)
    assert "views" in migrate(postgres_server.url("owner", name))
    replace(newsroom, role_url=lambda role: postgres_server.url(role, name)).run()
    answers = told(newsroom.role_url("owner"))
    assert len(answers[1]) == 1
    assert told(postgres_server.url("owner", name)) == answers


@pytest.mark.parametrize(
    "options",
    [
        "template template0 encoding 'UTF8' locale_provider icu icu_locale 'de-DE' locale 'C.UTF-8'",
        "template template0 encoding 'UTF8' locale 'C' locale_provider libc",
        "template template0 encoding 'UTF8' locale 'C.UTF-8' locale_provider libc",
    ],
)
def test_other_rules_of_sorting_work(oldest, options):
    name = f"test_{uuid.uuid4().hex}"
    run(oldest.url("admin", "postgres"), f"create database {name} owner newsfold_owner {options}")
    assert "views" in migrate(oldest.url("owner", name))


def test_a_database_that_holds_things_of_others_works(database, postgres_server):
    name = database("template template0")
    admin = postgres_server.url("admin", name)
    for statement in (
        "create table public.article (a integer)",
        "create schema mine",
        "create extension pg_trgm",
        "create function public.lower(text) returns text language sql as $$ select 'x' $$",
        "create operator public.= (function = texteq, leftarg = text, rightarg = text)",
    ):
        run(admin, statement)
    assert "views" in migrate(postgres_server.url("owner", name))


def refusal(url: str, capsys) -> str:
    """What `newsfold migrate` says where it refuses: one line, without the password."""
    assert command_line.main(["migrate", "--database-url", url]) == 1
    said = capsys.readouterr().err.strip()
    assert len(said.splitlines()) == 1
    assert url.split("@")[0].rpartition(":")[2] not in said
    return said


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII", "EUC_JP", "WIN1252"])
def test_a_database_of_another_encoding_is_refused(database, postgres_server, capsys, encoding):
    name = database(f"template template0 encoding '{encoding}' locale 'C' locale_provider libc")
    url = postgres_server.url("owner", name)
    assert f"is encoded in {encoding}" in refusal(url, capsys)
    assert run(url, "select count(*) from pg_namespace where nspname in ('ops', 'news')") == [(0,)]


def test_a_user_who_may_make_nothing_is_refused(database, postgres_server, capsys):
    url = postgres_server.url("loader", database("template template0"))
    assert "newsfold_loader may make no schema here" in refusal(url, capsys)


@pytest.mark.parametrize(
    ("taken", "given"),
    [
        ("insert on ops.run", "has_table_privilege('newsfold_loader', 'ops.run', 'insert')"),
        ("usage on schema staging", "has_schema_privilege('newsfold_loader', 'staging', 'usage')"),
    ],
)
def test_a_loader_that_lacks_a_right_is_told_what_gives_it(
    database, postgres_server, capsys, tmp_path, taken, given
):
    name = database("template template0")
    owner, loader = (postgres_server.url(role, name) for role in ("owner", "loader"))
    migrate(owner)
    assert migrate(owner) == []
    run(owner, f"revoke {taken} from newsfold_loader")
    (tmp_path / "a.txt").write_text("Harbour opens\n\nThe harbour of Lindow opened on Friday.\n")
    assert command_line.main(["ingest", str(tmp_path / "a.txt"), "--database-url", loader]) == 1
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert "permission denied" in said
    assert "`newsfold migrate` as the owner" in said
    assert migrate(owner) == ["grants"]
    assert run(owner, f"select {given}") == [(True,)]
    assert migrate(owner) == []


@pytest.fixture
def pooler(postgres_server, tmp_path, database):
    """Gives the URL of a database behind pgbouncer in transaction mode, with more settings."""
    needed("pgbouncer", PGBOUNCER)
    started = []

    def start(*lines: str) -> str:
        name, port = database("template template0"), postgres.free_port(0)
        password = postgres_server.url("owner").split("@")[0].rpartition(":")[2]
        users, settings = tmp_path / "users.txt", tmp_path / "pgbouncer.ini"
        users.write_text(f'"newsfold_owner" "{password}"\n')
        settings.write_text(
            f"[databases]\n* = host=127.0.0.1 port={postgres_server.port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
            f"listen_port = {port}\nunix_socket_dir =\nauth_type = plain\nauth_file = {users}\npool_mode = transaction\n"
            + "".join(f"{line}\n" for line in lines)
        )
        user = []
        if os.geteuid() == 0:
            for path in (tmp_path, users, settings):
                shutil.chown(path, "nobody")
            user = ["setpriv", "--reuid=nobody", "--clear-groups", "--inh-caps=+dac_read_search,+dac_override",
                    "--ambient-caps=+dac_read_search,+dac_override", "--securebits=+no_setuid_fixup"]  # fmt: skip
        with (tmp_path / "pgbouncer.log").open("w") as log:
            process = subprocess.Popen([*user, str(PGBOUNCER), str(settings)], stdout=log, stderr=log)
        started.append(process)
        while process.poll() is None:
            with suppress(psycopg2.OperationalError):
                run(f"postgresql://newsfold_owner:{password}@127.0.0.1:{port}/{name}", "select 1")
                break
            time.sleep(0.1)
        assert process.poll() is None, (tmp_path / "pgbouncer.log").read_text()
        return f"postgresql://newsfold_owner:{password}@127.0.0.1:{port}/{name}"

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        process.wait()


@pytest.mark.parametrize("lines", [(), ("ignore_startup_parameters = options",)])
def test_a_pooler_that_shares_sessions_is_refused(pooler, capsys, lines):
    url = pooler(*lines)
    said = refusal(url, capsys)
    assert "a pooler that" in said
    assert "ame Postgres itself" in said
    assert run(url, "select count(*) from pg_namespace where nspname in ('ops', 'news')") == [(0,)]
