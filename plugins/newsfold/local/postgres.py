"""The embedded Postgres server: one for each home, on 127.0.0.1 and a free port, with scram passwords.

Below the home: `postgres/data` (the cluster), `postgres/port`, `postgres/prepared` (there once roles and
databases are made), `credentials.json` (the roles' passwords, mode 0600) and `logs/postgres.log`.
"""

import contextlib
import secrets
import shutil
import signal
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from newsfold.config.home import (
    locked,
    private_folder,
    read_json,
    rotate_log,
    write_private,
    write_private_json,
)
from newsfold.local import roles
from newsfold.local.postgres_programs import PostgresError, make_cluster_folder, run_program, start_options

__all__ = ["PostgresError", "Server", "database_url", "running", "start", "stop"]

HOST = "127.0.0.1"
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",  # a socket's path may be at most 107 characters long
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "jit": "off",
    "shared_preload_libraries": "pg_stat_statements",
    # Statements, and the rows that broke them, quote articles: the log has what went wrong, not whose words it was.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
#: Another one whenever `prepare` does more: what an earlier version has prepared is prepared again.
PREPARED = "2"
START_SECONDS = 60.0
# What passes by itself: another took the port, or children of a server that crashed still hold its memory.
PASSING_TROUBLE = ("Address already in use", "still in use", "already exists")
RETRY_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Server:
    """A started server. `home` is the folder that it keeps all its state in."""

    home: Path
    port: int

    def url(self, role: str, database: str = roles.NEWS_DATABASE) -> str:
        """How `role` (owner, loader, operator, analyst, airflow, admin) connects to `database`."""
        return database_url(self.home, role, database)


def start(home: Path, *, settings: Mapping[str, str] | None = None) -> Server:
    """Start the home's server unless it runs, making it first if need be; it outlives this process.

    `settings` are laid over SETTINGS when it does start. Safe to call from several processes at once. Raises
    PostgresError.
    """
    home = home.resolve()
    private_folder(home)
    with locked(home / "postgres.lock"):
        data = home / "postgres" / "data"
        port = running_port(data) if (home / "credentials.json").exists() else None
        if port is None:
            stop_server(data)
            passwords = read_passwords(home)
            make_cluster(home, passwords[roles.ADMIN])
            port = start_server(home, {**SETTINGS, **(settings or {})})
        if not is_prepared(home):
            prepare(home)
        return Server(home, port)


def stop(home: Path) -> bool:
    """Stop the home's server, also one whose folder was deleted. Returns whether one was running."""
    home = home.resolve()
    data = home / "postgres" / "data"
    if not home.exists():
        return stop_server(data)
    with locked(home / "postgres.lock"):
        return stop_server(data)


def running(home: Path) -> bool:
    """Whether the home's server is up. It may still be recovering from a crash: `start` waits for that."""
    return find_server(home.resolve() / "postgres" / "data") is not None


def database_url(home: Path, role: str, database: str = roles.NEWS_DATABASE) -> str:
    """How `role` (owner, loader, operator, analyst, airflow, admin) connects to the home's server, up or not.

    Raises PostgresError where the role is unknown or the server was never started.
    """
    known = (*roles.NEWS_ROLES, roles.AIRFLOW_ROLE, roles.ADMIN)
    if role not in known:
        raise PostgresError(f"unknown role {role!r}: the roles are {', '.join(known)}")
    home = home.resolve()
    password = read_json(home / "credentials.json").get(role)
    port_file = home / "postgres" / "port"
    if not password or not port_file.exists():
        raise PostgresError(f"{home}: there is no embedded Postgres here yet")
    return (
        f"postgresql://{roles.role_name(role)}:{password}@{HOST}:{port_file.read_text().strip()}/{database}"
    )


def free_port(wanted: int) -> int:
    """`wanted` if nothing listens there, else any free port. Another process may still come first."""
    for port in (wanted, 0):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
            return int(probe.getsockname()[1])
    raise PostgresError(f"no free port on {HOST}")


def read_passwords(home: Path) -> dict[str, str]:
    """The passwords by short role name. Where the file is missing or incomplete they are made."""
    path = home / "credentials.json"
    passwords = read_json(path)
    wanted = (roles.ADMIN, *roles.NEWS_ROLES, roles.AIRFLOW_ROLE)
    if any(role not in passwords for role in wanted):
        passwords = {role: secrets.token_urlsafe(24) for role in wanted} | passwords
        write_private_json(path, passwords)
        (home / "postgres" / "prepared").unlink(missing_ok=True)
    return passwords


def make_cluster(home: Path, admin_password: str) -> None:
    """Make the cluster, or give the one that is there the superuser password of the credentials file."""
    data, prepared = home / "postgres" / "data", home / "postgres" / "prepared"
    if (data / "PG_VERSION").exists():
        check_version(data)
        if not prepared.exists():
            reset_admin_password(data, admin_password)
        return
    prepared.unlink(missing_ok=True)
    private_folder(data.parent)
    for leftover in (data, *data.parent.glob("unfinished-*")):
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink(missing_ok=True)
    # A cluster that is only half made must never be taken for a whole one: it gets its name at the end.
    unfinished = make_cluster_folder(data.parent)
    password_file = unfinished.with_suffix(".password")
    try:
        write_private(password_file, admin_password + "\n")
        names = [
            f"--username={roles.role_name(roles.ADMIN)}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
        ]
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        run_program(unfinished, ["initdb", "-D", str(unfinished), *names, *locale, "--no-instructions"])
        unfinished.rename(data)
    finally:
        password_file.unlink(missing_ok=True)
        shutil.rmtree(unfinished, ignore_errors=True)


def check_version(data: Path) -> None:
    """Raise PostgresError where the cluster was made by another major version than the installed one."""
    made_by = (data / "PG_VERSION").read_text().strip()
    installed = run_program(data, ["postgres", "--version"]).split()[-1]
    if installed.split(".")[0] != made_by:
        raise PostgresError(
            f"{data} was made by Postgres {made_by}, and {installed} is installed. Dump it with the old one, "
            f"or delete {data.parent} to start afresh."
        )


def reset_admin_password(data: Path, password: str) -> None:
    """Set the superuser's password on a stopped server. It goes by standard input; nothing logs it."""
    statement = f"alter role {roles.role_name(roles.ADMIN)} password '{password}'\n"
    run_program(data, ["postgres", "--single", "-D", str(data), "postgres"], given=statement)


def prepare(home: Path) -> None:
    """Make the roles and the two databases. After a crash in between, the next start does it again."""
    admin_url = database_url(home, roles.ADMIN, "postgres")
    passwords = read_json(home / "credentials.json")
    roles.ensure_roles(admin_url, {role: passwords[role] for role in (*roles.NEWS_ROLES, roles.AIRFLOW_ROLE)})
    roles.ensure_database(admin_url, roles.NEWS_DATABASE, "owner", roles.NEWS_ROLES)
    roles.ensure_database(admin_url, roles.AIRFLOW_DATABASE, roles.AIRFLOW_ROLE)
    roles.ensure_database(admin_url, "postgres", roles.ADMIN)
    roles.enable_statement_statistics(admin_url)
    roles.harden_database(database_url(home, roles.ADMIN))
    write_private(home / "postgres" / "prepared", PREPARED)


def is_prepared(home: Path) -> bool:
    """Whether the server has the roles, databases and limits of this version."""
    marker = home / "postgres" / "prepared"
    return marker.exists() and marker.read_text(encoding="utf-8") == PREPARED


def start_server(home: Path, settings: Mapping[str, str]) -> int:
    """Start the server and give its port: the last one if it is free, else another."""
    data, log, port_file = home / "postgres/data", home / "logs/postgres.log", home / "postgres/port"
    private_folder(log.parent)
    rotate_log(log)
    log.touch(mode=0o600)
    command = ["pg_ctl", "start", "--silent", "--wait", f"--timeout={START_SECONDS:.0f}"]
    deadline = time.monotonic() + RETRY_SECONDS
    port = int(port_file.read_text()) if port_file.exists() else 0
    while True:
        port = free_port(port)
        options = start_options(data, log, {**settings, "port": str(port)})
        logged = log.stat().st_size
        try:
            run_program(data, [*command, *options], folder=data)
        except PostgresError as error:
            reasons = log.read_bytes()[logged:].decode("utf-8", "replace").strip()
            if time.monotonic() < deadline and any(trouble in reasons for trouble in PASSING_TROUBLE):
                time.sleep(0.2)
                continue
            raise PostgresError(f"{error}\n{reasons}\nMore in {log}.") from error
        write_private(port_file, f"{port}\n")
        return port


def running_port(data: Path) -> int | None:
    """The port of the server that runs, once it takes connections. None where there is none, or it goes meanwhile.

    Raises PostgresError where it does not become ready.
    """
    deadline = time.monotonic() + START_SECONDS
    while find_server(data) is not None:
        lines = read_pid_file(data)
        if len(lines) >= 8 and lines[7] == "ready" and takes_connections(data, int(lines[3])):
            return int(lines[3])
        if time.monotonic() > deadline:
            raise PostgresError(f"{data}: the server that was starting did not become ready")
        time.sleep(0.05)
    return None


def takes_connections(data: Path, port: int) -> bool:
    """Whether the server answers. One that was killed may be seen for a while, and its socket accept what nobody reads."""
    try:
        run_program(data, ["pg_isready", f"--host={HOST}", f"--port={port}", "--timeout=5"])
    except PostgresError:
        return False
    return True


def stop_server(data: Path) -> bool:
    """Stop the folder's server, one that lost its folder too. Returns whether one was running."""
    current, found = find_server(data), find_processes(data)
    if current is not None:
        end_processes([current], data, signal.SIGINT, 30.0)
    # What is left has lost its folder, or its main process in a crash: it has nothing to put in order.
    end_processes(find_processes(data), data, signal.SIGQUIT, 10.0)
    end_processes(find_processes(data), data, signal.SIGKILL, 10.0)
    pid = next(iter(read_pid_file(data)), "")
    if pid.isdigit() and psutil.pid_exists(int(pid)):
        # Another process has the pid of a server that crashed: Postgres would take it for that server.
        (data / "postmaster.pid").unlink(missing_ok=True)
    return bool(found)


def end_processes(processes: list[psutil.Process], data: Path, order: signal.Signals, seconds: float) -> None:
    """Send the signal and wait until they are gone, `seconds` at most."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(order)
    deadline = time.monotonic() + seconds
    while any(is_of(process, data) for process in processes) and time.monotonic() < deadline:
        time.sleep(0.02)


def find_server(data: Path) -> psutil.Process | None:
    """The main process. A pid file that a crash left behind may name another process, or none."""
    pid = next(iter(read_pid_file(data)), "")
    try:
        process = psutil.Process(int(pid)) if pid.isdigit() else None
    except psutil.NoSuchProcess:
        return None
    return process if process is not None and is_main_process(process, data) else None


def find_processes(data: Path) -> list[psutil.Process]:
    """All processes of the folder's server, or of what is left of it."""
    return [process for process in psutil.process_iter() if is_of(process, data)]


def is_of(process: psutil.Process, data: Path) -> bool:
    """Whether the process belongs to the folder's server. Its children show only where they work."""
    if is_main_process(process, data):
        return True
    try:
        return process.name() == "postgres" and process.cwd() in (str(data), f"{data} (deleted)")
    except psutil.Error:
        return False


def is_main_process(process: psutil.Process, data: Path) -> bool:
    """Whether this is the main process of the folder's server: it was started with the folder's name."""
    try:
        command = process.cmdline()
    except psutil.Error:
        return False
    return len(command) > 2 and Path(command[0]).name == "postgres" and command[1:3] == ["-D", str(data)]


def read_pid_file(data: Path) -> list[str]:
    """The lines of `postmaster.pid`: pid, folder, start time, port, sockets, address, memory key, status."""
    try:
        return [line.strip() for line in (data / "postmaster.pid").read_text().splitlines()]
    except FileNotFoundError:
        return []
