"""Three simulated days; then, as after an interruption, a fourth."""

import json
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def soak(folder: Path, days: int) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "tests.long.soak",
        "--articles",
        "60",
        "--days",
        str(days),
        "--folder",
        str(folder),
    ]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


def test_days_go_by_and_all_holds(tmp_path: Path) -> None:
    done = soak(tmp_path, 3)
    assert done.returncode == 0, done.stdout + done.stderr
    again = soak(tmp_path, 4)
    assert again.returncode == 0, again.stdout + again.stderr
    days = [json.loads(line) for line in (tmp_path / "days.jsonl").read_text().splitlines()]
    assert [each["day"] for each in days] == [1, 2, 3, 4]
    acts = {each["act"] for day in days for each in day["steps"]}
    assert {"day 1", "kill", "backfill 2", "refold", "marts"} <= acts
    assert days[-1]["totals"]["articles"] > days[0]["totals"]["articles"] > 0
    drawn = subprocess.run(
        [sys.executable, "-m", "tests.long.soak_curves", str(tmp_path / "days.jsonl"), str(tmp_path)],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert drawn.returncode == 0, drawn.stderr
    assert "<polyline" in (tmp_path / "growth.svg").read_text()
