"""Every sample under tests/samples/formats/wire_text reads as its `.expected.json` says: agency copy and editors' notes."""

import json
from pathlib import Path
from typing import Any

import pytest

from newsfold.formats import read
from newsfold.model import Record, Rejection

SAMPLES = Path(__file__).parents[1] / "samples" / "formats" / "wire_text"
CASES = sorted(path for path in SAMPLES.iterdir() if path.suffix == ".txt")


def as_json(item: Record | Rejection, data: bytes) -> dict[str, Any]:
    """One item of `read`, in the shape of the expected files. `opens` and `ends` show that its bytes are the right ones."""
    if isinstance(item, Rejection):
        return {"rejected": item.reason_code, "position": item.position, "detail": item.detail}
    own = data[item.offset : item.offset + item.length].decode("latin-1")
    return {
        "format": item.format,
        "position": item.position,
        "encoding": item.encoding,
        "opens": own[:12],
        "ends": own[-12:],
        "headers": [[header.name, header.value, header.where] for header in item.headers],
        "body": item.body.split("\n\n"),
        "set_aside": [[block.kind, block.text] for block in item.set_aside],
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_sample_reads_as_expected(path: Path) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    data = path.read_bytes()
    assert [as_json(item, data) for item in read(data, name=path.name)] == expected


def test_every_expected_file_has_its_sample() -> None:
    expected = {path.name.removesuffix(".expected.json") for path in SAMPLES.glob("*.expected.json")}
    assert {path.stem for path in CASES} == expected
    assert CASES
