"""Every sample under tests/samples/formats reads as its `.expected.json` says."""

import json
from pathlib import Path
from typing import Any

import pytest

from newsfold.formats import read
from newsfold.model import Record, Rejection

SAMPLES = Path(__file__).parents[1] / "samples" / "formats"
CASES = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".txt", ".html"))


def as_json(item: Record | Rejection) -> dict[str, Any]:
    """One item of `read`, in the shape of the expected files."""
    if isinstance(item, Rejection):
        return {"rejected": item.reason_code, "detail": item.detail}
    return {
        "encoding": item.encoding,
        "headers": [[header.name, header.value, header.where] for header in item.headers],
        "body": item.body.split("\n\n"),
        "set_aside": [[block.kind, block.text] for block in item.set_aside],
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_sample_reads_as_expected(path: Path) -> None:
    expected = json.loads((SAMPLES / f"{path.stem}.expected.json").read_text(encoding="utf-8"))
    assert [as_json(item) for item in read(path.read_bytes(), name=path.name)] == expected


def test_every_expected_file_has_its_sample() -> None:
    expected = {path.name.removesuffix(".expected.json") for path in SAMPLES.glob("*.expected.json")}
    assert {path.stem for path in CASES} <= expected
    assert CASES
