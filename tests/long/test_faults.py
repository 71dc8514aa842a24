"""The fault matrix: each step under each fault, and the same database in the end; `tests.long.faults` goes on at random."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.long import faults


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[faults.Scene]:
    """Two days of news on a server that may be killed."""
    folder: Path = tmp_path_factory.mktemp("faults")
    with faults.Scene(folder, articles=16) as made:
        yield made


def cases() -> list[faults.Case]:
    """Every fifth case of the matrix, and one of each fault. All of them with FAULT_MATRIX=all."""
    matrix = faults.matrix()
    if os.environ.get("FAULT_MATRIX") == "all":
        return matrix
    first = {case.fault: case for case in reversed(matrix)}
    return [case for number, case in enumerate(matrix) if number % 5 == 0 or first[case.fault] == case]


def test_the_chosen_cases_have_each_fault_and_each_step() -> None:
    assert {case.fault for case in cases()} == {case.fault for case in faults.matrix()}
    assert {case.step for case in cases()} == {case.step for case in faults.matrix()}


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.fault}-{case.step}")
def test_the_end_is_as_if_nothing_had_happened(scene: faults.Scene, case: faults.Case) -> None:
    result = scene.run(case)
    assert result.good, "\n".join([result.problem, *map(str, result.differences)])
    # A fault that struck nothing shows nothing.
    assert (
        result.struck or case.fault in faults.MAY_PASS or case == faults.Case("normalize", "make_read_only")
    )


@pytest.mark.long
def test_a_full_disk_of_the_database_stops_a_step_and_no_more() -> None:
    apart = ["unshare", "--mount"]
    try:
        tried = subprocess.run(
            [*apart, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
        )
        allowed = tried.returncode == 0
    except FileNotFoundError:
        allowed = False
    if not allowed:
        pytest.skip("no disk can be mounted here: that takes root and util-linux")
    command = [*apart, sys.executable, "-m", "tests.long.faults", "--small-disk", "--articles", "16"]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    # What only changes a few rows may find room in the pages that there are.
    struck = [line for line in done.stdout.splitlines() if ": struck, good" in line]
    assert {"normalize", "load"} <= {line.split(" in ")[1].split()[0] for line in struck}
