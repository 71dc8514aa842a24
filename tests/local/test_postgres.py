import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest

from newsfold.config.home import project_root, read_json
from newsfold.local import postgres, postgres_programs
from newsfold.local.postgres import PostgresError

QUICK = {"fsync": "off", "shared_buffers": "16MB"}
START = (
    "from pathlib import Path; from newsfold.local import postgres; print(postgres.start(Path({!r})).port)"
)


@pytest.fixture
def new_home(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Makes homes. Whatever runs in them is stopped at the end."""
    homes: list[Path] = []

    def make(name: str) -> Path:
        homes.append(tmp_path / name)
        return homes[-1]

    yield make
    for home in homes:
        postgres.stop(home)


@pytest.fixture
def home(new_home: Callable[[str], Path]) -> Path:
    return new_home("home")


def query(url: str, statement: str) -> list[tuple]:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def start_elsewhere(home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start the server from a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(project_root() / "plugins"), **environment}
    command = [sys.executable, "-c", START.format(str(home))]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def main_process(home: Path) -> psutil.Process:
    process = postgres.find_server(home / "postgres" / "data")
    assert process is not None
    return process


def kill_server(home: Path) -> None:
    process = main_process(home)
    process.kill()
    while postgres.is_main_process(process, home / "postgres" / "data"):
        time.sleep(0.01)


def test_each_role_reaches_its_database(home):
    server = postgres.start(home, settings=QUICK)
    for role in ("owner", "loader", "operator", "analyst"):
        assert query(server.url(role), "select current_user, current_database()") == [
            (f"newsfold_{role}", "newsfold")
        ]
    owner = "select pg_get_userbyid(datdba) from pg_database where datname = current_database()"
    assert query(server.url("owner"), owner) == [("newsfold_owner",)]
    assert query(server.url("airflow", "airflow"), owner) == [("newsfold_airflow",)]


def test_no_role_but_the_administrator_has_power_over_the_server(home):
    server = postgres.start(home, settings=QUICK)
    powers = "select rolname from pg_roles where rolname like 'newsfold%' and (rolsuper or rolcreaterole or rolcreatedb)"
    assert query(server.url("owner"), powers) == [("newsfold_admin",)]


@pytest.mark.parametrize("database", ["airflow", "postgres"])
def test_a_news_role_can_not_enter_another_database(home, database):
    server = postgres.start(home, settings=QUICK)
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        query(server.url("analyst", database), "select 1")


@pytest.mark.parametrize("password", ["", "wrong"])
def test_a_password_is_needed(home, password):
    server = postgres.start(home, settings=QUICK)
    url = f"postgresql://newsfold_admin:{password}@127.0.0.1:{server.port}/postgres"
    with pytest.raises(psycopg2.OperationalError, match="password"):
        query(url, "select 1")


def test_it_listens_on_the_loopback_address_only(home):
    server = postgres.start(home, settings=QUICK)
    listening = [
        c.laddr for c in main_process(home).net_connections("inet") if c.status == psutil.CONN_LISTEN
    ]
    assert listening == [("127.0.0.1", server.port)]
    assert query(server.url("admin", "postgres"), "show unix_socket_directories") == [("",)]


def test_what_is_secret_is_for_the_owner_only(home):
    postgres.start(home, settings=QUICK)
    assert stat.S_IMODE((home / "credentials.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "logs" / "postgres.log").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert len(set(read_json(home / "credentials.json").values())) == 6


def test_no_password_is_in_the_log_or_on_a_command_line(home):
    postgres.start(home, settings={**QUICK, "log_statement": "all"})
    seen = (home / "logs" / "postgres.log").read_text()
    assert "create role" in seen
    seen += "".join(
        " ".join(process.cmdline()) for process in postgres.find_processes(home / "postgres" / "data")
    )
    assert [p for p in read_json(home / "credentials.json").values() if p in seen] == []


def test_starting_again_changes_nothing(home):
    first = postgres.start(home, settings=QUICK)
    pid = main_process(home).pid
    assert postgres.start(home) == first
    assert main_process(home).pid == pid


def test_stopping_again_changes_nothing(home):
    postgres.start(home, settings=QUICK)
    assert postgres.running(home)
    assert postgres.stop(home) is True
    assert postgres.find_processes(home / "postgres" / "data") == []
    assert postgres.stop(home) is False
    assert not postgres.running(home)


def test_data_passwords_and_port_outlive_a_restart(home):
    before = postgres.start(home, settings=QUICK)
    url = before.url("owner")
    query(url, "create table kept as select 1 as one")
    postgres.stop(home)
    assert postgres.start(home, settings=QUICK) == before
    assert query(url, "select one from kept") == [(1,)]


def test_another_port_is_taken_where_the_last_one_is_in_use(home):
    port = postgres.start(home, settings=QUICK).port
    postgres.stop(home)
    with socket.create_server(("127.0.0.1", port)):
        server = postgres.start(home, settings=QUICK)
    assert server.port != port
    assert query(server.url("owner"), "select 1") == [(1,)]


def test_the_server_outlives_the_process_that_started_it(home):
    code = START.format(str(home)) + "; import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    env = {**os.environ, "PYTHONPATH": str(project_root() / "plugins")}
    ended = subprocess.run([sys.executable, "-c", code], env=env, stdout=subprocess.DEVNULL, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert query(postgres.database_url(home, "owner"), "select 1") == [(1,)]


def test_processes_that_start_it_at_once_get_one_server(home):
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(start_elsewhere, [home] * 4))
    assert [result.returncode for result in results] == [0] * 4, results
    assert len({result.stdout for result in results}) == 1
    data = home / "postgres" / "data"
    assert sum(postgres.is_main_process(process, data) for process in psutil.process_iter()) == 1


def test_two_homes_do_not_disturb_each_other(new_home):
    one, two = new_home("one"), new_home("two")
    first, second = postgres.start(one, settings=QUICK), postgres.start(two, settings=QUICK)
    assert first.port != second.port
    assert read_json(one / "credentials.json")["owner"] != read_json(two / "credentials.json")["owner"]
    postgres.stop(one)
    assert not postgres.running(one)
    assert query(second.url("owner"), "select 1") == [(1,)]


def test_it_starts_after_a_kill_and_keeps_what_was_committed(home):
    server = postgres.start(home, settings=QUICK)
    query(server.url("owner"), "create table kept as select 1 as one")
    kill_server(home)
    assert query(postgres.start(home, settings=QUICK).url("owner"), "select one from kept") == [(1,)]


def test_it_starts_where_another_process_has_the_killed_servers_pid(home):
    postgres.start(home, settings=QUICK)
    pid_file = home / "postgres" / "data" / "postmaster.pid"
    lines = pid_file.read_text().splitlines(keepends=True)
    postgres.stop(home)
    with subprocess.Popen(["sleep", "600"]) as other:
        pid_file.write_text("".join([f"{other.pid}\n", *lines[1:]]))
        assert not postgres.running(home)
        assert query(postgres.start(home, settings=QUICK).url("owner"), "select 1") == [(1,)]
        assert other.poll() is None
        other.kill()


def test_a_half_made_cluster_is_made_anew(home):
    for leftover in ("data/base", "unfinished-1/base"):
        (home / "postgres" / leftover).mkdir(parents=True)
    assert query(postgres.start(home, settings=QUICK).url("owner"), "select 1") == [(1,)]
    assert sorted(path.name for path in (home / "postgres").iterdir()) == ["data", "port", "prepared"]


def test_a_deleted_cluster_is_made_anew_and_its_server_is_gone(home):
    postgres.start(home, settings=QUICK)
    orphan = main_process(home)
    shutil.rmtree(home / "postgres")
    server = postgres.start(home, settings=QUICK)
    assert not postgres.is_main_process(orphan, home / "postgres" / "data")
    assert query(server.url("owner"), "select 1") == [(1,)]


def test_stop_ends_a_server_whose_home_was_deleted(home):
    postgres.start(home, settings=QUICK)
    shutil.rmtree(home)
    assert postgres.stop(home) is True
    assert postgres.find_processes(home / "postgres" / "data") == []
    assert not home.exists()


def test_lost_passwords_are_replaced_and_the_data_kept(home):
    server = postgres.start(home, settings=QUICK)
    query(server.url("owner"), "create table kept as select 1 as one")
    (home / "credentials.json").unlink()
    server = postgres.start(home, settings=QUICK)
    assert query(server.url("owner"), "select one from kept") == [(1,)]
    assert query(server.url("admin", "postgres"), "select 1") == [(1,)]


def test_a_cluster_of_another_version_is_refused_with_advice(home):
    postgres.start(home, settings=QUICK)
    postgres.stop(home)
    (home / "postgres" / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(PostgresError, match=r"was made by Postgres 9, and .* is installed\. Dump it"):
        postgres.start(home)


def test_a_failing_start_says_why(home):
    with pytest.raises(PostgresError, match='invalid value for parameter "work_mem"'):
        postgres.start(home, settings={"work_mem": "much"})


def test_an_unknown_role_is_refused(home):
    with pytest.raises(PostgresError, match="unknown role 'nobody'"):
        postgres.database_url(home, "nobody")


def test_a_home_without_a_server_has_no_url(home):
    with pytest.raises(PostgresError, match="no embedded Postgres here yet"):
        postgres.database_url(home, "owner")


#: Each means something to a shell, to a file of settings or to an address.
ODD = "/".join(["Öde O'Brien", 'a "home" %d 100% & co;', "$HOME `id` \\ #?*[x]", "東京 =,:@ ~", "tail "])


@pytest.mark.parametrize("name", ["a home/" + "/".join(["a folder with a long name"] * 5), ODD])
def test_no_name_of_a_folder_is_a_hindrance(new_home, name):
    home = new_home(name)
    assert query(postgres.start(home, settings=QUICK).url("owner"), "select 1") == [(1,)]
    assert "ready to accept connections" in (home / "logs" / "postgres.log").read_text()
    assert postgres.stop(home)
    assert query(postgres.start(home, settings=QUICK).url("owner"), "select 2") == [(2,)]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to run the server as another user")
def test_the_programs_may_lie_in_a_closed_folder_as_in_a_checkout_below_root(tmp_path):
    closed, data = tmp_path / "closed", tmp_path / "data"
    closed.mkdir(mode=0o700)
    data.mkdir()
    shutil.chown(data, "nobody")
    program = closed / "initdb"
    program.touch(mode=0o755)
    ask = "import os, sys; print(os.getuid(), os.access(sys.argv[1], os.X_OK))"
    command = [*postgres_programs.as_ordinary_user(data), sys.executable, "-I", "-c", ask, str(program)]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert asked.stdout.split() == ["65534", "True"], asked.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to run the server as another user")
@pytest.mark.parametrize("namespaces", [True, False])
def test_root_starts_it_below_a_closed_folder_without_opening_it(new_home, tmp_path, namespaces):
    if namespaces and not postgres_programs.namespaces_allowed():
        pytest.skip("user namespaces are forbidden here")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    home = new_home("closed/home")
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "setpriv").symlink_to(shutil.which("setpriv") or "")
    started = start_elsewhere(home, **({} if namespaces else {"PATH": str(programs)}))
    assert started.returncode == 0, started.stderr
    assert main_process(home).uids().effective == (0 if namespaces else 65534)
    assert query(postgres.database_url(home, "owner"), "select 1") == [(1,)]
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    kill_server(home)
    assert start_elsewhere(home).returncode == 0
    assert query(postgres.database_url(home, "owner"), "select 1") == [(1,)]
