"""Airflow in processes of its own: it reads its settings once, at import."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from newsfold.local import airflow_settings
from newsfold.local.home import project_root

HERE = Path(__file__).parent


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
