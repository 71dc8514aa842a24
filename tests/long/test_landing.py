"""What lands in a watched folder is taken in by the local stack, whatever of it is killed meanwhile."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsfold.config.home import project_root
from newsfold.local import airflow_settings, child_processes, postgres, run, supervisor
from newsfold.store.connection import connect
from newsfold.store.migrations import migrate

pytestmark = [pytest.mark.long, pytest.mark.airflow]

REPORT = """Ferry number {number} resumes

Lisbon, Sep 26 (MNA) Ferry company Transtejo said on Friday that {number} boats had returned to service.

Engineer Marta Vilela told reporters in Cacilhas that {number} crew members had voted for the new contract.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with the DAGs of this one, and one watched folder."""
    root = tmp_path / "project"
    shutil.copytree(project_root() / "dags", root / "dags", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("plugins", "sql"):
        (root / name).symlink_to(project_root() / name)
    (root / "landing").mkdir()
    (root / "dags" / "sources.toml").write_text(
        "[ingest]\narrival_pause_seconds = 0\n"
        "[source.wire]\nlocation = 'landing'\nschedule = 'on_arrival'\nsettle_seconds = 1\n"
    )
    return root


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    run.stop(tmp_path / "home")


def land(project: Path, *numbers: int) -> None:
    for number in numbers:
        hidden = project / "landing" / f".{number}.txt"
        hidden.write_text(REPORT.format(number=number))
        hidden.rename(project / "landing" / f"{number}.txt")


def wait_for(home: Path, url: str, articles: int) -> None:
    """Until so many articles are there, as long as the stack is alive."""
    while count(url, "news.article") < articles:
        supervisor.check_alive(home)
        time.sleep(1)
    assert count(url, "news.article") == articles


def count(url: str, table: str) -> int:
    with closing(connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(f"select count(*)::int as n from {table}")
        return cursor.fetchone().n


def kill(home: Path, name: str, which: Callable[[int, list[int]], bool]) -> None:
    """Kill processes of a component, and wait until it has ended; `which` says of each by its pid and that of the component."""
    started = supervisor.running_components(home)[name]
    for process in child_processes.members({started.pid}, None):
        if which(process.pid, started.pid):
            os.kill(process.pid, signal.SIGKILL)
    while name in supervisor.running_components(home):
        time.sleep(0.5)


def test_what_lands_is_taken_in_whatever_is_killed(home, project):
    run.run(home, migrate=migrate, project=project)
    settings = airflow_settings.airflow_environment(home, project)
    url = postgres.database_url(home, "owner")
    land(project, 1, 2)
    wait_for(home, url, 2)

    # The triggerer, with its watch; what lands while there is none is seen by the next one.
    kill(home, "triggerer", lambda pid, leader: True)
    land(project, 3)
    supervisor.start(home, settings)
    wait_for(home, url, 3)

    # The process that runs the watch, below the triggerer, which ends without it.
    kill(home, "triggerer", lambda pid, leader: pid != leader)
    land(project, 4)
    supervisor.start(home, settings)
    wait_for(home, url, 4)

    # The folder is away for a while.
    (project / "landing").rename(project / "away")
    time.sleep(3)
    (project / "away").rename(project / "landing")
    land(project, 5)
    wait_for(home, url, 5)

    # Many at once.
    land(project, *range(100, 700))
    wait_for(home, url, 605)
    with closing(connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select bool_and(balanced) as balanced, count(distinct file_id)::int as files from ops.ledger"
        )
        assert tuple(cursor.fetchone()) == (True, 605)
