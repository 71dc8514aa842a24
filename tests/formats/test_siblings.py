"""Every row of the tables below tests/samples/siblings is read as it says."""

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import pytest

from newsfold.config.sources import Source
from newsfold.explain.explanation import explain
from newsfold.model import SourceFile
from tests.samples.expectations import FETCHED_AT, SAMPLES, Expected, faults

FOLDER = SAMPLES / "siblings"
SETTINGS = frozenset({"kind", "text", "ending", "encoding", "source", "records", "count", "file_modified_at"})
NOT_STATED = "*"
PLACEHOLDER = re.compile(r"\{(?:(p|j|first):)?([a-z]{2})\}")
# A menu as long as those of large pages.
MENU = "".join(
    f'<li class="nav-{n}"><a href="/s/{n}" title="Section {n}">Section {n}</a></li>' for n in range(900)
)
Case = dict[str, Any]


@cache
def reports() -> dict[str, str]:
    return {
        name: text.strip() for name, text in tomllib.loads((FOLDER / "texts.toml").read_text("utf-8")).items()
    }


def filled(text: str) -> str:
    """A text with its placeholders filled."""

    def fill(found: re.Match[str]) -> str:
        report = reports()[found[2]]
        if found[1] == "p":
            return "".join(f"<p>{paragraph}</p>\n" for paragraph in report.split("\n\n"))
        if found[1] == "j":
            return json.dumps(report, ensure_ascii=False)[1:-1]
        return report.split("\n\n")[0] if found[1] == "first" else report

    return PLACEHOLDER.sub(fill, text.replace("{menu}", MENU))


def rows_of(table: Case) -> Iterator[Case]:
    """Each case of a table: itself, or one for each of its rows."""
    shared = {name: value for name, value in table.items() if name not in ("rows", "columns")}
    if "rows" not in table:
        yield shared
        return
    before, _, behind = table["text"].partition("{}")
    for varying, *values in table["rows"]:
        own = dict(zip(table.get("columns", ()), values, strict=True))
        row = shared | own | {"text": before + varying + behind}
        yield {name: value for name, value in row.items() if value != NOT_STATED}


def plain(value: Any) -> Any:
    """A value of TOML, which has no null."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return None if value == "null" else value


def all_cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        tables = tomllib.loads(path.read_text("utf-8")).get("table", [])
        cases = [case for table in tables for case in rows_of(table)]
        found += [
            pytest.param(case, id=f"{path.stem}-{number}-{case['kind']}") for number, case in enumerate(cases)
        ]
    return found


@pytest.mark.parametrize("case", all_cases())
def test_a_sibling_is_read_as_expected(case: Case) -> None:
    data = filled(case["text"]).encode(case.get("encoding", "utf-8"))
    stated = {name: value for name, value in case.items() if name not in SETTINGS}
    records = plain(case.get("records") or [stated])
    assert any(records) or "count" in case, "nothing is stated"
    changed = datetime.fromisoformat(case["file_modified_at"]) if "file_modified_at" in case else FETCHED_AT
    name = f"sibling.{case.get('ending', 'txt')}"
    source = Source(slug="adhoc", location="inbox", **case.get("source", {}))
    file = SourceFile("adhoc", name, f"file:///inbox/{name}", "", len(data), changed, FETCHED_AT)
    found = [record for record, _ in explain(data, source, file)]
    assert faults(Expected(records, case.get("count")), found) == []
