"""The house: no circle of imports, no module beside the rooms, no two modules of one name, at most ten floors."""

import subprocess
import tomllib
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

from newsfold.config.home import project_root

PACKAGE = project_root() / "plugins" / "newsfold"
#: What a family of modules must do stands beside each family.
IN_EACH_FAMILY = {"contract"}
TOP = {
    ".ci", ".dockerignore", ".env.example", ".gitattributes", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "Dockerfile",
    "LICENSE", "Makefile", "README.md", "bench", "dags", "dates.toml", "deploy", "docker-compose.yml", "docs",
    "monitoring", "plugins",
    "pyproject.toml", "requirements-celery.txt", "requirements-dev.txt", "requirements-install.txt", "requirements.txt",
    "sql", "tests",
}  # fmt: skip


def test_no_module_of_the_package_needs_itself():
    graph = grimp.build_graph("newsfold", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in sorted(graph.modules)}
    assert len(imports) > 200
    TopologicalSorter(imports).prepare()


def test_a_circle_would_be_seen():
    with pytest.raises(CycleError):
        TopologicalSorter({"a": "b", "b": "c", "c": "bd", "d": ""}).prepare()


def test_no_module_lies_beside_the_rooms_but_the_model():
    assert {path.stem for path in PACKAGE.glob("*.py")} == {"__init__", "model"}


@pytest.mark.skipif(
    not (project_root() / ".git").exists(), reason="what belongs to the project is not known without Git"
)
def test_what_lies_at_the_top_of_the_project_is_known():
    """Measurements and databases that were made there are not committed by mistake."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=project_root(), capture_output=True, text=True, check=True
    )
    assert {line.strip('"').partition("/")[0] for line in listed.stdout.splitlines()} <= TOP


def test_no_two_modules_have_one_name():
    """But those of `store/`, which are named after the room whose statements they hold."""
    homes = defaultdict(list)
    for path in PACKAGE.rglob("*.py"):
        if not path.stem.startswith("__") and path.parent.name != "store":
            homes[path.stem].append(path.relative_to(PACKAGE).as_posix())
    assert len(homes) > 200
    assert {
        name: found for name, found in homes.items() if len(found) > 1 and name not in IN_EACH_FAMILY
    } == {}


def test_the_contract_of_imports_names_every_room_on_at_most_ten_floors():
    settings = tomllib.loads((project_root() / "pyproject.toml").read_text(encoding="utf-8"))
    floors = next(each for each in settings["tool"]["importlinter"]["contracts"] if each["id"] == "floors")
    assert floors["exhaustive"]
    assert len(floors["layers"]) <= 10
