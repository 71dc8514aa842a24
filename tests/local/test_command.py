"""The command `newsfold` as the installer writes it."""

import os
import subprocess
import sys
from pathlib import Path

from newsfold.config.home import project_root

INSTALLER = project_root() / "plugins" / "newsfold" / "local" / "install.sh"


def command(folder: Path) -> Path:
    """The file that the installer makes, for this interpreter."""
    text = INSTALLER.read_text(encoding="utf-8").partition("<< END\n")[2].partition("END\n")[0]
    body = text.partition("' '''\n")[2]
    assert "import main" in body
    path = folder / "newsfold"
    path.write_text(body)
    return path


def test_work_on_several_processes_runs_the_command_once(tmp_path, role_url):
    """Each process that works for the command reads its file: unguarded, each would be a command of its own."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number in range(501):  # one more than a batch takes
        (inbox / f"{number}.txt").write_text(f"Oslo, Sep 26, 2025 (MNA) Harbour {number} took in ships.\n")
    environment = os.environ | {
        "NEWSFOLD_PROCESSES": "2",
        "NEWSFOLD_HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(project_root() / "plugins"),
    }
    program = [
        sys.executable,
        str(command(tmp_path)),
        "ingest",
        str(inbox),
        "--database-url",
        role_url("loader"),
    ]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    query = [
        *program[:2],
        "sql",
        "--json",
        "select count(*) as n from ops.run",
        "--database-url",
        role_url("owner"),
    ]
    counted = subprocess.run(
        [*query, "--role", "owner"], env=environment, capture_output=True, text=True, check=True
    )
    assert counted.stdout.strip() == '{"n": 1}'
    assert "501 records" in done.stdout
