"""Other people's tools beside ours: each is installed by name into a virtual environment of its own, never into the project's."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[1]
CONTENDERS = Path(__file__).with_name("contenders.py")
SECONDS_TO_INSTALL = 1_200
SECONDS_TO_RUN = 3_600
#: Contender -> what pip installs for it, the tool first. Newer versions of lxml don't bring their cleaner along.
PACKAGES = {
    "trafilatura": ("trafilatura", "lxml_html_clean"),
    "news-please": ("news-please", "lxml_html_clean"),
    "datasketch": ("datasketch",),
    "dlt": ("dlt[postgres]",),
}


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool, its version and the Python that has it; `problem` says why it is not there."""

    name: str
    version: str = ""
    python: str = ""
    problem: str = ""


def install(name: str, folder: Path) -> Peer:
    """Make sure of one peer. Never raises: one that can't be installed is a row of the table that says so."""
    home = folder / name
    python = home / "bin" / "python"
    packages = PACKAGES[name]
    made = [] if python.exists() else [[sys.executable, "-m", "venv", str(home)]]
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    for command in [*made, pip]:
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=SECONDS_TO_INSTALL, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return Peer(name, problem=f"can't be installed: {type(error).__name__}")
        if done.returncode:
            said = (done.stderr.strip() or "pip failed").splitlines()[-1]
            return Peer(name, problem=f"can't be installed: {said[:120]}")
    asked = f"import importlib.metadata as m; print(m.version({packages[0].partition('[')[0]!r}))"
    version = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, check=False)
    return Peer(name, version.stdout.strip(), str(python))


def run(
    name: str, python: str, folder: Path, url: str, more: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What one contender measured, in a process of its own; `problem` where it failed."""
    environment = {**os.environ, **(more or {})}
    command = [python, str(CONTENDERS), name, str(folder), url]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, timeout=SECONDS_TO_RUN, check=False
        )
    except subprocess.TimeoutExpired:
        return {"problem": f"not done after {SECONDS_TO_RUN} s"}
    if done.returncode:
        return {"problem": f"failed: {(done.stderr.strip() or 'no message').splitlines()[-1][:160]}"}
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def run_ours(name: str, folder: Path, url: str) -> dict[str, Any]:
    """The same for one of ours, with the project's Python."""
    path = os.pathsep.join((str(PROJECT), str(PROJECT / "plugins")))
    return run(name, sys.executable, folder, url, {"PYTHONPATH": path})
