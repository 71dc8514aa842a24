"""One embedded Postgres for the whole test run, shared by all pytest-xdist workers; each test gets a database of its own.

Nothing of the developer's shell or of `.newsfold/` reaches the tests: what has no home of its own uses the run's.
"""

import os
import re
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import psycopg2
import pytest
from hypothesis import HealthCheck, settings
from psycopg2 import sql

from newsfold.config.home import locked, project_root
from newsfold.local import airflow_settings, postgres, roles, supervisor
from newsfold.local.postgres import Server
from newsfold.pipeline import readers
from newsfold.store.migrations import migrate

RUN_HOME = pytest.StashKey[Path]()
FOREIGN_PREFIXES = ("AIRFLOW", "NEWSFOLD_", "PG")
# A crash of the machine may cost a test run its database.
FAST = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "128MB"}
TEMPLATE = "newsfold_template"
MEMORY = "/dev/shm"
ENOUGH_MEMORY = 12 * 1024**3
# What `once` keeps of each function: a database, a folder, the result.
MADE: dict[str, tuple[str, Path, Any]] = {}

# Properties see new examples in each run, but in CI: a gate that fails on a change that is not at fault guards nothing. `make
# hunt` looks at many more. A busy machine fails none. What a run finds is printed with the line that repeats it: keep it as an
# `@example`.
for profile, examples in {"newsfold": 100, "hunt": 2000}.items():
    settings.register_profile(
        profile,
        deadline=None,
        derandomize="CI" in os.environ and profile == "newsfold",
        max_examples=examples,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile("newsfold")


def home_of_runs() -> str | None:
    """In CI, memory where there is plenty: thousands of tests each make a database and drop it, in .06 s there, in .12 to .4 s on
    a disk that others write to as well. Elsewhere the folder of temporary files: what a killed run leaves must not fill memory.
    """
    if "CI" not in os.environ or not os.path.isdir(MEMORY):
        return None
    available = int(re.search(r"MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text())[1]) * 1024
    return MEMORY if min(shutil.disk_usage(MEMORY).free, available) > ENOUGH_MEMORY else None


def pytest_configure(config: pytest.Config) -> None:
    worker = getattr(config, "workerinput", None)
    home = Path(
        worker["newsfold_home"] if worker else tempfile.mkdtemp(prefix="newsfold-tests-", dir=home_of_runs())
    )
    config.stash[RUN_HOME] = home
    for name in [name for name in os.environ if name.startswith(FOREIGN_PREFIXES)]:
        del os.environ[name]
    # Programs that tests start find the package as pytest itself does, whatever the environment was installed from.
    os.environ["PYTHONPATH"] = str(project_root() / "plugins")
    os.environ["NEWSFOLD_HOME"] = str(home)
    os.environ["AIRFLOW_HOME"] = str(home / "airflow" / (worker["workerid"] if worker else "main"))
    os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
    # The encoder takes a second to load in each process: tests that are about it turn it on.
    os.environ["NEWSFOLD_MEANING"] = "off"


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    """Tell a worker of pytest-xdist where the run's home is."""
    node.workerinput["newsfold_home"] = str(node.config.stash[RUN_HOME])


def pytest_unconfigure(config: pytest.Config) -> None:
    if RUN_HOME in config.stash and not hasattr(config, "workerinput"):
        postgres.stop(config.stash[RUN_HOME])
        shutil.rmtree(config.stash[RUN_HOME], ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _readers_are_kept() -> Iterator[None]:
    """Of the hundreds of runs of a test process only the first waits until a reader is loaded."""
    with readers.kept_between_runs():
        yield


@pytest.fixture(scope="session")
def postgres_server(pytestconfig: pytest.Config) -> Server:
    """The run's server. Its roles are shared by all tests."""
    return postgres.start(pytestconfig.stash[RUN_HOME], settings=FAST)


@pytest.fixture
def empty_database_url(postgres_server: Server) -> Iterator[str]:
    """A new database without any table, as its owner sees it."""
    name = f"test_{uuid.uuid4().hex}"
    create_database(postgres_server, name, "template0")
    yield postgres_server.url("owner", name)
    drop_database(postgres_server, name)


@pytest.fixture(scope="session")
def migrated_template(postgres_server: Server) -> str:
    """The name of a migrated database that is only ever copied."""
    with locked(postgres_server.home / "template.lock"):
        done = postgres_server.home / "template_is_migrated"
        if not done.exists():
            create_database(postgres_server, TEMPLATE, "template0")
            roles.harden_database(postgres_server.url("admin", TEMPLATE))
            migrate(postgres_server.url("owner", TEMPLATE))
            done.touch()
    return TEMPLATE


@pytest.fixture
def database_url(postgres_server: Server, migrated_template: str) -> Iterator[str]:
    """A new migrated database, as its owner sees it."""
    name = f"test_{uuid.uuid4().hex}"
    create_database(postgres_server, name, migrated_template)
    yield postgres_server.url("owner", name)
    drop_database(postgres_server, name)


@pytest.fixture
def project_folder(pytestconfig: pytest.Config) -> Path:
    """An empty folder, at the same place for all tests of a process, so that addresses of files in it stay true (see `once`)."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    folder = pytestconfig.stash[RUN_HOME] / "projects" / worker
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


Made = TypeVar("Made")


@pytest.fixture
def once(
    postgres_server: Server, database_url: str, project_folder: Path
) -> Callable[[Callable[[], Made]], Made]:
    """Does what a function does to the test's database and project folder, and gives what it gives. In each process it is called
    only once: the tests after the first get copies of the database and the folder as they were in the end.
    """
    name = database_url.rpartition("/")[2]

    def leave_as_made(make: Callable[[], Made]) -> Made:
        key = f"{make.__module__}.{make.__qualname__}"
        if key not in MADE:
            template, kept = f"made_{uuid.uuid4().hex}", project_folder.with_name(f"made-{uuid.uuid4().hex}")
            result = make()
            create_database(postgres_server, template, name)
            shutil.copytree(project_folder, kept, symlinks=True)
            MADE[key] = template, kept, result
            return result
        template, kept, result = MADE[key]
        drop_database(postgres_server, name)
        create_database(postgres_server, name, template)
        shutil.rmtree(project_folder)
        shutil.copytree(kept, project_folder, symlinks=True)
        return result

    return leave_as_made


@pytest.fixture
def role_url(postgres_server: Server, database_url: str) -> Callable[[str], str]:
    """How another role connects to the database of `database_url`: owner, loader, operator or analyst."""
    return lambda role: postgres_server.url(role, database_url.rpartition("/")[2])


@pytest.fixture
def airflow_for(postgres_server: Server) -> Iterator[Callable[[Path, str], dict[str, str]]]:
    """Settings of an Airflow whose DAGs are those of a project root, and load into a database. Its own database is one for the
    test: two runs of a DAG that two tests give other files would take each other's tasks.
    """
    name = f"test_airflow_{uuid.uuid4().hex}"
    made: list[str] = []

    def settings_for(root: Path, news_url: str) -> dict[str, str]:
        home = postgres_server.home
        with locked(home / "airflow-settings.lock"):
            settings = airflow_settings.airflow_environment(home, root, database_url=news_url)
            supervisor.migrate_airflow(home, settings)
            if not made:
                create_database(postgres_server, name, roles.AIRFLOW_DATABASE, owner=roles.AIRFLOW_ROLE)
                made.append(name)
        shared = settings["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
        own = f"{shared.removesuffix(roles.AIRFLOW_DATABASE)}{name}"
        return {
            **settings,
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": own,
            "NEWSFOLD_RAW_STORE": str(root / "raw"),
        }

    yield settings_for
    for each in made:
        drop_database(postgres_server, each)


def create_database(server: Server, name: str, template: str, owner: str = "owner") -> None:
    # Files are copied as they are: half of the CPU of writing each page to the log, which is what Postgres does by itself.
    statement = sql.SQL("create database {} owner {} template {} strategy file_copy")
    as_admin(
        server,
        statement.format(
            sql.Identifier(name), sql.Identifier(roles.role_name(owner)), sql.Identifier(template)
        ),
    )


def drop_database(server: Server, name: str) -> None:
    as_admin(server, sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def as_admin(server: Server, statement: sql.Composed) -> None:
    with closing(psycopg2.connect(server.url("admin", "postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
