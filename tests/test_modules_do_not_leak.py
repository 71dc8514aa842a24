"""Nothing of ours gets into Airflow's module space but the one plugin.

Airflow imports every .py below plugins/ that `.airflowignore` doesn't forbid, under its bare file stem: a module of ours
called `queue` would then replace the standard library's in every task.
"""

import importlib.metadata
import json
import subprocess
import sys

import pytest

from newsfold.config.home import project_root
from newsfold.local.airflow_settings import clean_environment

PLUGINS = project_root() / "plugins"
# What a process of Airflow has imported from our folder, by module name, after each of its two plugin managers has run.
SCRIPT = """
import importlib, json, sys
from pathlib import Path
manager = importlib.import_module(sys.argv[1])
plugins, errors = manager._get_plugins()
folder = Path(sys.argv[2]).resolve()
ours = {}
for name, module in list(sys.modules.items()):
    file = getattr(module, "__file__", None)
    if file and Path(file).resolve().is_relative_to(folder):
        ours[name] = str(Path(file).resolve().relative_to(folder))
print("\\n" + json.dumps({"plugins": [plugin.name for plugin in plugins], "errors": errors, "ours": ours}))
"""


@pytest.fixture(params=["airflow.plugins_manager", "airflow.sdk.plugins_manager"], ids=["server", "task"])
def loaded(request, tmp_path) -> dict:
    """What Airflow's plugin manager made of our folder; task processes have one of their own."""
    settings = {
        "AIRFLOW_HOME": str(tmp_path),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PLUGINS),
    }
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT, request.param, str(PLUGINS)],
        env={**clean_environment(), **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-4000:]
    return json.loads(result.stdout.splitlines()[-1])


def test_airflow_imports_one_module_of_ours_under_a_bare_name(loaded):
    assert loaded["errors"] == {}
    bare = {name for name in loaded["ours"] if name != "newsfold" and not name.startswith("newsfold.")}
    assert bare == {"newsfold_ui"}
    assert "newsfold" in loaded["plugins"]


def test_every_module_of_the_package_is_imported_under_its_full_name_only(loaded):
    for name, file in loaded["ours"].items():
        full = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        assert name == full


def test_the_ignore_file_forbids_all_but_the_plugin_and_says_why():
    lines = (PLUGINS / ".airflowignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules == ["*", "!newsfold_ui.py"]
    assert any(line.startswith("#") for line in lines)


def test_no_module_of_ours_is_named_like_one_of_the_standard_library_or_an_installed_one():
    taken = set(sys.stdlib_module_names) | set(importlib.metadata.packages_distributions())
    files = [path for path in PLUGINS.rglob("*.py") if path.name != "__init__.py"]
    folders = [path.parent for path in PLUGINS.rglob("__init__.py")]
    assert files
    clashes = {
        path.relative_to(PLUGINS).as_posix() for path in files + folders if path.stem in taken - {"newsfold"}
    }
    assert clashes == set()
