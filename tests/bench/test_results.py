"""`python -m bench.results`, on a handful of articles and without the peers; and a page on which a peer is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench import peers, results_page

PROJECT = Path(__file__).parents[2]


@pytest.mark.long
def test_the_page_has_each_step_the_whole_and_each_piece_of_work(tmp_path: Path) -> None:
    page = tmp_path / "RESULTS.md"
    command = [sys.executable, "-m", "bench.results", "--no-peers", "--stored", "0", "60", "--new", "20"]
    command += ["--articles", "30", "--turns", "1", "--whole", "30", "--output", str(page)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    text = page.read_text(encoding="utf-8")
    for name in results_page.STEPS:
        assert f"\n| {name} | " in text
    assert "articles a second** (goal: 400)" in text
    assert text.count("| **Newsfold** | ") == 3
    assert "failed" not in text
    for name in peers.PACKAGES:
        assert f"| {name} | not asked for | " in text


@pytest.mark.long
def test_a_peer_that_can_not_be_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(peers.PACKAGES, "datasketch", (str(tmp_path / "no-such-package"),))
    peer = peers.install("datasketch", tmp_path / "peers")
    assert peer.problem.startswith("can't be installed: ")
    assert not peer.python


@pytest.mark.long
def test_a_piece_of_work_that_fails_is_told(tmp_path: Path) -> None:
    measured = peers.run("no such work", sys.executable, tmp_path, "")
    assert measured["problem"].startswith("failed: KeyError")
