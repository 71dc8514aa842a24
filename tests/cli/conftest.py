"""A small inbox, and the command as a program reads it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from newsfold.cli.command_line import main

FIRST = """Ferry traffic on the Tejo resumes

Lisbon, Sep 26 (MNA) Ferry company Transtejo said on Friday that nine boats had returned to service after a strike.

Engineer Marta Vilela told reporters in Cacilhas that 140 crew members had voted for the new contract.
"""
SECOND = """date 2025-09-26
title Boats are back

Something else altogether happened in Porto, where the tram museum opened its doors again after the summer.
"""


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two reports; a raw store beside them."""
    monkeypatch.setenv("NEWSFOLD_RAW_STORE", str(tmp_path / "raw"))
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "first.txt").write_text(FIRST)
    (folder / "second.txt").write_text(SECOND)
    return folder


@pytest.fixture
def run_json(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, object]]:
    """Runs a command with --json: its exit code, and what it printed."""

    def run(*arguments: str) -> tuple[int, object]:
        code = main([*arguments, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run
