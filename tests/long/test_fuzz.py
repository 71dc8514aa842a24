"""Some hundred damaged files, other ones each time: `python -m tests.long.fuzz` goes on for as long as it is told."""

import random
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.long
def test_no_damaged_file_is_lost_or_stops_its_run() -> None:
    seed = random.randrange(1_000_000)
    command = [sys.executable, "-m", "tests.long.fuzz", "--cases", "300", "--seed", str(seed)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    assert int(done.stdout.split()[0]) >= 300
