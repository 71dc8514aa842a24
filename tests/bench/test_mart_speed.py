"""`python -m bench.mart_speed`, on a handful of articles: each figure that it promises is there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


@pytest.mark.long
def test_the_benchmark_of_the_marts_runs_and_measures_each_part() -> None:
    command = [sys.executable, "-m", "bench.mart_speed", "--stored", "60", "--new", "40"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (report,) = (json.loads(line) for line in done.stdout.splitlines())
    assert (report["stored"], report["outcomes"]["found"]) == (60, 40)
    assert (report["full"]["kind"], report["day"]["kind"], report["nothing"]["kind"]) == (
        "full",
        "incremental",
        "none",
    )
    assert report["full"]["articles"] == 60
    assert report["day"]["articles"] == 40
    assert {"articles", "stories", "volume", "carriage", "terms", "rising terms"} <= report["day"][
        "seconds"
    ].keys()
    assert report["questions_ms"]["a day's volume by source"] > 0
