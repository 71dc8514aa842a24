"""`python -m bench`, on a handful of articles: each figure that it promises is there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


def test_the_benchmark_runs_and_measures_each_step() -> None:
    command = [
        sys.executable,
        "-m",
        "bench",
        "--stored",
        "0",
        "60",
        "--new",
        "20",
        "--dense-day",
        "600",
        "--json",
    ]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert [each["stored"] for each in report["rounds"]] == [0, 60]
    for each in report["rounds"]:
        assert each["outcomes"]["found"] == 20
        assert {"fetch", "normalize, text", "normalize, HTML", "deduplicate", "load"} <= each[
            "ms_per_article"
        ].keys()
    assert report["dense_day"]


@pytest.mark.long
def test_the_analysts_benchmark_measures_searches_and_lookups() -> None:
    command = [
        sys.executable,
        "-m",
        "bench.analysts",
        "--stored",
        "60",
        "--new",
        "5",
        "--times",
        "1",
        "--json",
    ]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (measured,) = json.loads(done.stdout)["rounds"]
    assert {"search", "article by id", "story by id"} <= measured["ms"].keys()
    assert measured["load_articles_per_second"] > 0
    assert measured["bytes_per_article"]["search"] > 0
