"""`python -m bench.fetch_speed`, on a handful of files: each round is measured, and all files come."""

import json
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def test_the_benchmark_fetches_all_files_of_each_round() -> None:
    command = [sys.executable, "-m", "bench.fetch_speed", "--transport", "s3", "--json"]
    command += ["--files", "20", "--size", "50", "--large-size", "1000"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rounds = json.loads(done.stdout)
    assert [(each["files"], each["megabytes"]) for each in rounds] == [(2, 0.0001), (20, 0.001), (20, 0.02)]
    assert all(each["peak_memory_mb"] > 0 and each["files_per_second"] > 0 for each in rounds)
