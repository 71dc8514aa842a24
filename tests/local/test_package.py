"""What the package declares is what it imports, and its wheel holds all that it reads."""

import ast
import itertools
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from newsfold.config.home import project_root, source_files

PYPROJECT = (project_root() / "pyproject.toml").read_text(encoding="utf-8")
DECLARED = tomllib.loads(PYPROJECT)
OURS = {"newsfold", "newsfold_airflow", "newsfold_ui", "bench", "tests"}
OURS |= {path.stem for path in (project_root() / "docs").glob("*.py")}
PYTHONS = {"__init__", "__main__", "conftest"}
# Written for later Pythons, or for type checkers alone.
NO_PACKAGE = {"_typeshed", "compression"}


def distribution_name(requirement: str) -> str:
    """The name as the locks write it."""
    return re.sub(r"[._-]+", "-", re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0]).lower()


RUNTIME = {distribution_name(text) for text in DECLARED["project"]["dependencies"]}
GROUPS = {
    name: {distribution_name(text) for text in requirements}
    for name, requirements in DECLARED["dependency-groups"].items()
}


def imported_modules(folders: tuple[str, ...]) -> Iterator[str]:
    """The full names of the modules that the files below these folders import."""
    for folder in folders:
        for path in (project_root() / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(node, ast.Import):
                    yield from (alias.name for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def installed_modules() -> dict[str, set[str]]:
    return {module: set(names) for module, names in packages_distributions().items()}


def distributions_of(module: str) -> set[str]:
    """The packages any of which brings the module; the parts of Airflow's shared name are told apart by its convention."""
    top = module.partition(".")[0]
    if module.startswith("airflow.providers."):
        parts = module.split(".")[2:]
        return {"-".join(["apache-airflow-providers", *parts[:size]]) for size in (1, 2)}
    if top == "airflow":
        return {"apache-airflow"}
    return {distribution_name(name) for name in installed_modules().get(top, {top})}


def third_party(folders: tuple[str, ...]) -> dict[str, set[str]]:
    """What brings each imported module that is neither ours nor Python's."""
    skipped = set(sys.stdlib_module_names) | OURS | NO_PACKAGE
    return {
        module: distributions_of(module)
        for module in imported_modules(folders)
        if module.partition(".")[0] not in skipped
    }


def undeclared(folders: tuple[str, ...], declared: set[str]) -> dict[str, set[str]]:
    return {module: names for module, names in third_party(folders).items() if not names & declared}


def declared_lines() -> dict[str, str]:
    """The comment beside each declared package."""
    lines = re.findall(
        r'^  "([\w.\-\[\],]+)[^"]*",(.*)$', PYPROJECT.partition("[build-system]")[0], flags=re.MULTILINE
    )
    return {distribution_name(name): comment.strip().removeprefix("# ") for name, comment in lines}


def test_what_the_product_and_its_dags_import_is_declared():
    assert undeclared(("plugins", "dags"), RUNTIME) == {}


def test_what_tests_measurements_and_docs_import_is_declared():
    assert undeclared(("tests", "bench", "docs"), RUNTIME | GROUPS["dev"]) == {}


def test_an_undeclared_import_would_be_found(tmp_path):
    (tmp_path / "x.py").write_text(
        "from lxml import etree\nimport no_such_thing\nfrom airflow.providers.ftp import hooks\n"
    )
    found = undeclared((str(tmp_path),), RUNTIME)
    assert set(found) == {"no_such_thing", "airflow.providers.ftp.hooks"}


def test_each_dependency_says_what_it_is_for():
    said = declared_lines()
    assert set(said) == RUNTIME.union(*GROUPS.values())
    assert [name for name, purpose in said.items() if not purpose] == ["pytest"]


def test_what_is_declared_is_imported_or_says_that_it_is_not():
    used = set[str]().union(*third_party(("plugins", "dags", "tests", "bench", "docs")).values())
    in_product = set[str]().union(*third_party(("plugins", "dags")).values())
    silent = {name for name, purpose in declared_lines().items() if not purpose.startswith("not imported: ")}
    assert RUNTIME & silent == RUNTIME & in_product
    assert silent - RUNTIME == used & set[str]().union(*GROUPS.values())


def test_no_package_is_both_of_the_product_and_of_the_tests():
    assert RUNTIME.isdisjoint(GROUPS["dev"])


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-celery.txt"])
def lock_of(group: str) -> str:
    return (project_root() / f"requirements{group}.txt").read_text(encoding="utf-8")


def pinned(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+)==", lock, flags=re.MULTILINE))


def test_the_lock_pins_each_dependency_and_names_no_address():
    assert pinned(lock_of("")) >= RUNTIME
    assert "://" not in lock_of("")


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_the_lock_of_a_group_pins_what_the_first_lacks_and_names_no_address(group):
    assert GROUPS[group] <= pinned(lock_of("")) | pinned(lock_of(f"-{group}"))
    assert "://" not in lock_of(f"-{group}")


def test_no_measurement_and_no_long_test_has_the_name_of_a_module_of_the_product():
    folders = ("plugins", "dags", "bench", "tests/long")
    stems = {
        folder: {path.stem for path in (project_root() / folder).rglob("*.py")} - PYTHONS
        for folder in folders
    }
    shared = {
        (one, other): stems[one] & stems[other]
        for one, other in itertools.combinations(folders, 2)
        if stems[one] & stems[other]
    }
    assert shared == {}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", str(project_root()), *options], check=True)
    (path,) = folder.glob("newsfold-*.whl")
    return path


def test_the_wheel_holds_all_that_the_package_reads(wheel):
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    plugins = project_root() / "plugins"
    code = {
        str(path.relative_to(plugins))
        for room in ("newsfold", "newsfold_airflow")
        for path in source_files(plugins / room)
        if path.suffix != ".sh"
    }
    statements = {
        f"newsfold/{path.relative_to(project_root())}" for path in source_files(project_root() / "sql")
    }
    metadata = {name for name in packed if ".dist-info/" in name}
    assert packed - metadata == code | statements


def test_what_the_wheel_installed_migrates_and_reads_without_a_checkout(wheel, tmp_path, empty_database_url):
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "sources.toml").write_text("", encoding="utf-8")
    (tmp_path / "report.txt").write_text(
        "MARLOW, May 3 (Coast Wire) - The harbour opened again on Monday.\n", encoding="utf-8"
    )

    def newsfold(*arguments: str) -> str:
        program = "import newsfold.cli.command_line as c, sys; print(c.__file__, file=sys.stderr); sys.exit(c.main())"
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(installed)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stderr.startswith(str(installed))
        return done.stdout

    newsfold("migrate", "--database-url", empty_database_url)
    assert '"dateline_place": "Marlow"' in newsfold("explain", "report.txt", "--json")
