"""The same articles in shuffled orders and batches, in the small: `python -m tests.long.orders` takes a thousand."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.long
def test_no_order_and_no_batches_change_a_story() -> None:
    command = [
        sys.executable,
        "-m",
        "tests.long.orders",
        "--articles",
        "60",
        "--orders",
        "2",
        "--batches",
        "1",
        "25",
        "0",
    ]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
