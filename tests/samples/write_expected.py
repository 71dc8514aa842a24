"""Writes the `.expected.json` of samples from what is read today: `.venv/bin/python -m tests.samples.write_expected PATH...`

What is read today need not be right: a person reads each file that was written, and corrects it by what the sample says.
Of a sample below `reading/`, the fields that do not matter to the case are then taken out.
"""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.samples.expectations import (
    FORMATS,
    READING,
    Expected,
    Read,
    expected_of,
    expected_path,
    faults,
    is_sample,
    read_sample,
)

#: What a case of `reading/` states of each record; the others only where the article has them.
ALWAYS = ("headline", "byline", "agency", "dateline_place", "language", "published_on", "published_at")
WHERE_SET = ("modified_at", "embargoed", "signal")
START_CHARACTERS = 60


def written(sample: Path, source: dict[str, str]) -> list[Read] | dict[str, Any]:
    """The contents of an expected file, as the sample is read today."""
    if sample.is_relative_to(FORMATS):
        return read_sample(sample, Expected([], is_whole=True))
    found = read_sample(sample, Expected([], source=source))
    settings = {"source": source} if source else {}
    return settings | {"count": len(found), "records": [fields_of(record) for record in found]}


def fields_of(record: Read) -> Read:
    """What a case may state of a record as `newsfold explain` shows it."""
    if "rejected" in record:
        return {"rejected": record["rejected"]}
    stated = {name: record[name] for name in ALWAYS}
    stated |= {name: record[name] for name in WHERE_SET if record[name] is not None}
    return stated | {"body_starts": " ".join(record["body"].split())[:START_CHARACTERS]}


def write(sample: Path, source: dict[str, str], replaces: bool) -> list[str]:
    """Write one expected file; what an earlier one stated otherwise. ValueError where it is not to be written."""
    if not any(sample.is_relative_to(folder) for folder in (FORMATS, READING)):
        raise ValueError(f"samples stand below {FORMATS} or {READING}")
    if source and sample.is_relative_to(FORMATS):
        raise ValueError("settings of a source are for samples below reading/: a format is read without")
    path = expected_path(sample)
    earlier = path.read_text(encoding="utf-8") if path.exists() else None
    if earlier is not None and not replaces:
        raise ValueError(f"{path.name} is there already; --replace writes it anew")
    if earlier is not None and sample.is_relative_to(READING):
        raise ValueError(f"{path.name} was chosen by a person: change or remove it by hand")
    contents = written(sample, source)
    path.write_text(as_text(contents), encoding="utf-8")
    return [] if earlier is None or not isinstance(contents, list) else faults(expected_of(earlier), contents)


def as_text(contents: list[Read] | dict[str, Any]) -> str:
    """JSON for a person: a header or a block on one line, a paragraph on each."""
    text = json.dumps(contents, ensure_ascii=False, indent=2)
    # Line ends and indents stand between values only: in strings they are escaped.
    inner_lists = re.compile(r"\[\n {8}.*?\n {6}\]", re.DOTALL)
    return inner_lists.sub(lambda found: json.dumps(json.loads(found[0]), ensure_ascii=False), text) + "\n"


def setting(text: str) -> tuple[str, str]:
    """One `KEY=VALUE`."""
    key, equals, value = text.partition("=")
    if not (key and equals):
        raise argparse.ArgumentTypeError(f"{text!r} is no KEY=VALUE")
    return key, value


def main(arguments: Sequence[str] | None = None) -> int:
    """0: all are written; 1: some are not, each with its reason."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.samples.write_expected",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a sample; expected files are passed over"
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help="write expected files below formats/ anew, and print what they stated otherwise",
    )
    parser.add_argument(
        "--source",
        action="append",
        default=[],
        type=setting,
        metavar="KEY=VALUE",
        help="a setting of the source of samples below reading/, as in sources.toml: country=US, time_zone=Asia/Tokyo",
    )
    options = parser.parse_args(arguments)
    code = 0
    for path in (path.resolve() for path in options.paths):
        if path.name.endswith(".expected.json"):
            continue
        try:
            if not is_sample(path):
                raise ValueError("no sample")
            changed = write(path, dict(options.source), options.replace)
        except ValueError as refusal:
            print(f"{path.name}: {refusal}", file=sys.stderr)
            code = 1
        else:
            print("\n  ".join([f"{expected_path(path)}: written, to be checked by a person", *changed]))
    return code


if __name__ == "__main__":
    sys.exit(main())
