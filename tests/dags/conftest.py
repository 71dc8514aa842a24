"""Airflow in processes of its own: it reads its settings once, at import."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from newsfold.config.home import project_root
from newsfold.local import airflow_settings

HERE = Path(__file__).parent
SAMPLES = project_root() / "tests" / "samples" / "inbox"
# Between them a report that both carry.
SOURCES = ("meridian-news-agency", "pan-pacific-desk")


@pytest.fixture(scope="session")
def run_script() -> Callable[..., Any]:
    """Runs one of the scripts beside this file with Airflow's settings, and gives the JSON of its last line of JSON."""

    def run(script: str, settings: Mapping[str, str], *arguments: str) -> Any:
        result = subprocess.run(
            [sys.executable, str(HERE / script), *arguments],
            env={**airflow_settings.clean_environment(), **settings},
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, f"{script}:\n{result.stdout[-6000:]}\n{result.stderr[-6000:]}"
        # Airflow's listeners may log behind it.
        found = [line for line in result.stdout.splitlines() if line.startswith(("{", '"'))]
        assert found, f"{script}:\n{result.stdout[-6000:]}\n{result.stderr[-6000:]}"
        return json.loads(found[-1])

    return run


@pytest.fixture(scope="session")
def found(run_script, tmp_path_factory) -> dict[str, Any]:
    """What Airflow finds in dags/. Needs no database."""
    settings = {
        "AIRFLOW_HOME": str(tmp_path_factory.mktemp("airflow")),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(project_root() / "plugins"),
    }
    return run_script("read_dags.py", settings, str(project_root() / "dags"))


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[..., Path]:
    """Makes a checkout with the DAGs of this one, and a small inbox that has settled."""

    def make(ingest: str = "", **settings: str) -> Path:
        """`ingest`: the table of that name; `settings`: further lines for a source, dashes as underscores."""
        shutil.copytree(
            project_root() / "dags", tmp_path / "dags", ignore=shutil.ignore_patterns("__pycache__")
        )
        for name in ("plugins", "sql"):
            (tmp_path / name).symlink_to(project_root() / name)
        text = f"[ingest]\n{ingest}\n"
        for slug in SOURCES:
            shutil.copytree(SAMPLES / slug, tmp_path / "inbox" / slug)
            further = settings.get(slug.replace("-", "_"), "")
            text += f"[source.{slug}]\nlocation = 'inbox/{slug}'\n{further}\n"
        (tmp_path / "dags" / "sources.toml").write_text(text)
        an_hour_ago = time.time() - 3600
        for path in (tmp_path / "inbox").rglob("*"):
            os.utime(path, (an_hour_ago, an_hour_ago))
        return tmp_path

    return make


@pytest.fixture
def project(make_project: Callable[..., Path]) -> Path:
    """A checkout with the DAGs of this one, and a small inbox that has settled."""
    return make_project()
