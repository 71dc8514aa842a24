"""Every sample under tests/samples/formats/containers reads as its `.expected.json` says: mail, saved pages, WARC, AMP."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from newsfold.formats import read
from newsfold.model import Record, Rejection

SAMPLES = Path(__file__).parents[1] / "samples" / "formats" / "containers"
CASES = sorted(path for path in SAMPLES.iterdir() if not path.name.endswith(".expected.json"))


def as_json(item: Record | Rejection) -> dict[str, Any]:
    """One item of `read`, in the shape of the expected files."""
    if isinstance(item, Rejection):
        return {"rejected": item.reason_code, "position": item.position, "detail": item.detail}
    return {
        "format": item.format,
        "position": item.position,
        "encoding": item.encoding,
        "headers": [[header.name, header.value, header.where] for header in item.headers],
        "body": item.body.split("\n\n"),
        "set_aside": [[block.kind, block.text] for block in item.set_aside],
    }


def expected_of(path: Path) -> list[dict[str, Any]]:
    """What is in the expected file of a sample."""
    return json.loads((SAMPLES / f"{path.stem}.expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_sample_reads_as_expected(path: Path) -> None:
    assert [as_json(item) for item in read(path.read_bytes(), name=path.name)] == expected_of(path)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_sample_reads_the_same_when_it_is_compressed(path: Path) -> None:
    found = [as_json(item) for item in read(gzip.compress(path.read_bytes()), name=path.name)]
    expected = expected_of(path)
    for item in [*found, *expected]:
        item["headers"] = [header for header in item.get("headers", []) if header[0] != "container"]
    assert found == expected


def test_every_expected_file_has_its_sample() -> None:
    expected = {path.name.removesuffix(".expected.json") for path in SAMPLES.glob("*.expected.json")}
    assert {path.stem for path in CASES} == expected
    assert CASES
