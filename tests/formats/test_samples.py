"""Every sample below tests/samples/formats and tests/samples/reading is read as the `.expected.json` beside it says."""

import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from newsfold.formats import read
from tests.samples.expectations import (
    ENDING,
    FORMATS,
    READING,
    SAMPLES,
    Expected,
    Read,
    all_samples,
    as_read,
    expected_of,
    expected_path,
    faults,
    read_sample,
)

CASES = all_samples()


def name_of(sample: Path) -> str:
    return sample.relative_to(SAMPLES).as_posix()


def load(sample: Path) -> Expected:
    expected = expected_of(expected_path(sample).read_text(encoding="utf-8"))
    assert expected.is_whole == sample.is_relative_to(FORMATS)
    return expected


@pytest.mark.parametrize("sample", CASES, ids=name_of)
def test_a_sample_is_read_as_expected(sample: Path) -> None:
    expected = load(sample)
    assert faults(expected, read_sample(sample, expected)) == []


def test_each_expected_file_belongs_to_one_sample() -> None:
    written = {path for folder in (FORMATS, READING) for path in folder.rglob(f"*{ENDING}")}
    assert Counter(expected_path(sample) for sample in CASES) == Counter(written)
    assert CASES


def without_places(records: list[Read]) -> list[Read]:
    """Records without what their place in a file says: their own bytes, and the names of what they were in."""
    return [
        {name: value for name, value in record.items() if name not in ("opens", "ends", "headers")}
        | {"headers": [header for header in record.get("headers", []) if header[0] != "container"]}
        for record in records
    ]


@pytest.mark.parametrize("sample", [case for case in CASES if case.is_relative_to(FORMATS)], ids=name_of)
def test_a_sample_is_read_the_same_when_it_is_compressed(sample: Path) -> None:
    packed = gzip.compress(sample.read_bytes())
    found = [as_read(item, packed) for item in read(packed, name=sample.name)]
    assert without_places(found) == without_places(load(sample).records)


ARTICLE = {
    "headline": "Ferry  starts",
    "byline": ["Ada Lund", "Ole Berg"],
    "published_on": "2025-09-27",
    "published_at": "2025-09-27T10:00:00+02:00",
    "embargoed": None,
    "body": "The ferry\n\nstarts on Monday.",
}
REFUSED = {"rejected": "no_article", "detail": "navigation only"}


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ({"headline": "Ferry starts", "byline": ["Ada Lund", "Ole Berg"], "embargoed": None}, ARTICLE),
        ({"headline": {"any_of": [None, "Ferry starts"]}}, ARTICLE),
        ({"published_at": "2025-09-27T08:00:00Z"}, ARTICLE),
        (
            {"body_starts": "The ferry starts", "body_has": ["ferry", "Monday"], "body_not": ["Sunday"]},
            ARTICLE,
        ),
        ({"rejected": {"any_of": ["pointer", "no_article"]}}, REFUSED),
        ({"rejected": None}, ARTICLE),
    ],
)
def test_what_is_stated_holds(stated: Read, found: Read) -> None:
    assert faults(Expected([stated], 1), [found]) == []


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ({"headline": "Ferry stops"}, ARTICLE),
        ({"headline": None}, ARTICLE),
        ({"headline": {"any_of": [None, "Ferry stops"]}}, ARTICLE),
        ({"byline": ["Ole Berg", "Ada Lund"]}, ARTICLE),
        ({"published_on": None}, ARTICLE),
        ({"published_at": "2025-09-27T10:00:00Z"}, ARTICLE),
        ({"embargoed": "2025-09-27T10:00:00Z"}, ARTICLE),
        ({"no_such_field": None}, ARTICLE),
        ({"body_starts": "ferry"}, ARTICLE),
        ({"body_has": ["ferry", "Sunday"]}, ARTICLE),
        ({"body_not": ["Sunday", "ferry starts"]}, ARTICLE),
        ({"rejected": "no_article"}, ARTICLE),
        ({"rejected": "pointer"}, REFUSED),
        ({"headline": None}, REFUSED),
        ({"body_starts": ""}, REFUSED),
    ],
)
def test_what_is_stated_wrongly_is_a_fault(stated: Read, found: Read) -> None:
    assert len(faults(Expected([stated], 1), [found])) == 1


def test_records_too_few_and_too_many_are_faults() -> None:
    assert faults(Expected([{}, {}]), [ARTICLE]) == ["record 1 is missing"]
    assert faults(Expected([{}], 1), [ARTICLE, ARTICLE]) == ["1 records expected, 2 read"]


@pytest.mark.parametrize(
    "stated", [{"body": "x"}, {"body": "X", "encoding": "utf-8"}, {"body": "x", "extra": 1}]
)
def test_what_a_reader_found_is_compared_to_the_letter(stated: dict[str, Any]) -> None:
    found = {"body": "x", "encoding": "utf-8"}
    assert faults(Expected([found], 1, is_whole=True), [found]) == []
    assert faults(Expected([stated], 1, is_whole=True), [found])


@pytest.mark.parametrize(
    "text", ['{"recrods": []}', '{"records": [{}]}', '{"records": [{"headline": "x"}], "cuont": 1}']
)
def test_an_expected_file_that_asserts_nothing_or_has_a_slip_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"unknown keys|nothing is stated"):
        expected_of(text)
