"""What is read from a sample, and where that is not what its `.expected.json` says.

There are two kinds of expected file, since two things are read from a file:

- below `formats/`, what the format's reader found: a list of all records and refusals, each whole and compared to the letter;
- below `reading/`, what the headers made of it: an object whose `records` have only the fields that matter to the case, as
  `newsfold explain --json` names them. README.md beside this module has its keys.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsfold.config.sources import Source
from newsfold.explain.explanation import explain
from newsfold.formats import read
from newsfold.model import Record, Rejection, SourceFile

SAMPLES = Path(__file__).parent
FORMATS = SAMPLES / "formats"
READING = SAMPLES / "reading"
ENDING = ".expected.json"
#: When the files of `reading/` came in: later days are no news yet, and years are found by it.
FETCHED_AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
#: The last three are for the person who keeps the cases: what is wrong where a case fails, how bad that is, who told of it.
KEYS = frozenset({"records", "count", "source", "file_modified_at", "fault", "severity", "report"})
INSTANTS = frozenset({"published_at", "modified_at", "embargoed"})

Read = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Expected:
    """What an expected file says. `is_whole`: it is all that a reader found, so that a field too few or too many is a fault."""

    records: list[Read]
    count: int | None = None
    is_whole: bool = False
    source: dict[str, Any] = field(default_factory=dict)
    file_modified_at: datetime = FETCHED_AT


def is_sample(path: Path) -> bool:
    """Whether a file is read: it is neither an expected file nor written for people."""
    return path.is_file() and not path.name.endswith(ENDING) and path.name != "README.md"


def all_samples() -> list[Path]:
    """Every sample of both folders, in one order."""
    return sorted(path for folder in (FORMATS, READING) for path in folder.rglob("*") if is_sample(path))


def expected_path(sample: Path) -> Path:
    """Where the expected file of a sample stands: beside it, with another ending."""
    return sample.with_name(sample.stem + ENDING)


def expected_of(text: str) -> Expected:
    """What the text of an expected file says. ValueError for a key that is not known, or where nothing is stated."""
    stated = json.loads(text)
    if isinstance(stated, list):
        return Expected(stated, len(stated), is_whole=True)
    if unknown := stated.keys() - KEYS:
        raise ValueError(f"unknown keys: {', '.join(sorted(unknown))}; known are {', '.join(sorted(KEYS))}")
    if stated.get("count") is None and not any(stated["records"]):
        raise ValueError("nothing is stated")
    changed = stated.get("file_modified_at")
    return Expected(
        stated["records"],
        stated.get("count"),
        source=stated.get("source", {}),
        file_modified_at=datetime.fromisoformat(changed) if changed else FETCHED_AT,
    )


def read_sample(sample: Path, expected: Expected) -> list[Read]:
    """What is read from a sample today, in the shape of its kind of expected file."""
    data = sample.read_bytes()
    if expected.is_whole:
        return [as_read(item, data) for item in read(data, name=sample.name)]
    source = Source(slug="adhoc", location="inbox", **expected.source)
    uri = f"file:///inbox/{sample.name}"
    file = SourceFile("adhoc", sample.name, uri, "", len(data), expected.file_modified_at, FETCHED_AT)
    return [record for record, _ in explain(data, source, file)]


def as_read(item: Record | Rejection, data: bytes) -> Read:
    """One item of a format's reader. `opens` and `ends` show that its bytes are the right ones; what is not UTF-8 is escaped."""
    if isinstance(item, Rejection):
        return {
            "rejected": item.reason_code,
            "position": item.position,
            "opens": data[item.offset or 0 :][:12].decode("utf-8", "backslashreplace"),
            "detail": item.detail,
        }
    own = data[item.offset : item.offset + item.length].decode("utf-8", "backslashreplace")
    return {
        "format": item.format,
        "position": item.position,
        "encoding": item.encoding,
        "opens": own[:12],
        "ends": own[-12:],
        "headers": [[header.name, header.value, header.where] for header in item.headers],
        "body": item.body.split("\n\n"),
        "set_aside": [[block.kind, block.text, block.where] for block in item.set_aside],
    }


def faults(expected: Expected, found: list[Read]) -> list[str]:
    """Where what was found is not what is expected, a line for each."""
    wrong = []
    if expected.count is not None and expected.count != len(found):
        wrong.append(f"{expected.count} records expected, {len(found)} read")
    for number, stated in enumerate(expected.records):
        if number >= len(found):
            wrong.append(f"record {number} is missing")
            continue
        if expected.is_whole and stated.keys() != found[number].keys():
            wrong.append(f"record {number}: fields expected {[*stated]}, read {[*found[number]]}")
        checked = record_faults(stated, found[number], expected.is_whole)
        wrong += [f"record {number}: {fault}" for fault in checked]
    return wrong


def record_faults(stated: Read, found: Read, is_whole: bool) -> Iterator[str]:
    """The stated fields of one record that do not hold."""
    for name, value in stated.items():
        shown = found.get("body") if name.startswith("body_") else found.get(name)
        if is_whole:
            holds = name in found and value == shown
        elif name == "rejected":
            holds = is_same(name, value, shown)
        elif "rejected" in found and name not in ("body_not", "body_has"):
            holds = False
        elif name.startswith("body_"):
            holds = body_holds(name, value, folded(shown or ""))
        else:
            holds = name in found and is_same(name, value, shown)
        if not holds:
            refused = f"refused as {found['rejected']}: {found.get('detail')}" if "rejected" in found else ""
            yield f"{name}: expected {value!r}, read {shown!r} {refused}".rstrip()


def body_holds(name: str, value: str | list[str], body: str) -> bool:
    """Whether the body, with its white space folded, starts with a text, or has all or none of some."""
    texts = [folded(text) for text in ([value] if isinstance(value, str) else value)]
    if name == "body_starts":
        return all(body.startswith(text) for text in texts)
    if name == "body_has":
        return all(text in body for text in texts)
    if name == "body_not":
        return not any(text in body for text in texts)
    raise ValueError(f"{name}: known are body_starts, body_has and body_not")


def is_same(name: str, stated: Any, found: Any) -> bool:
    """Whether a value is the stated one, or one of `any_of`: white space is folded, an instant may have any offset."""
    if isinstance(stated, dict) and "any_of" in stated:
        return any(is_same(name, each, found) for each in stated["any_of"])
    if name in INSTANTS and stated and found:
        return datetime.fromisoformat(stated) == datetime.fromisoformat(found)
    return bool(folded(stated) == folded(found))


def folded(value: Any) -> Any:
    """A text, or each of a list, with its white space folded."""
    if isinstance(value, list):
        return [folded(each) for each in value]
    return " ".join(value.split()) if isinstance(value, str) else value
