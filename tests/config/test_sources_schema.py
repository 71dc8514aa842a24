"""The JSON schema says the same as the reader of sources.toml."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from newsfold.config.home import project_root
from newsfold.config.sources import SourceError
from newsfold.config.sources_file import load_sources
from newsfold.config.sources_schema import sources_schema

SCHEMA = sources_schema()


def fits_both(tmp_path: Path, text: str) -> tuple[bool, bool]:
    """Whether the reader, and the schema, take a sources.toml."""
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    try:
        load_sources(path)
        read = True
    except SourceError:
        read = False
    return read, jsonschema.Draft202012Validator(SCHEMA).is_valid(tomllib.loads(text))


def test_the_sources_of_this_checkout_fit() -> None:
    text = (project_root() / "dags" / "sources.toml").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(tomllib.loads(text), SCHEMA)


@pytest.mark.parametrize(("days", "fits"), [("0", True), ("120", True), ("121", False), ("'5'", False)])
def test_reader_and_schema_agree_on_the_fold(tmp_path: Path, days: str, fits: bool) -> None:
    assert fits_both(tmp_path, f"[fold]\nrewrite_days = {days}\n") == (fits, fits)


def test_the_kept_copy_is_the_present_one() -> None:
    kept = (project_root() / "docs" / "sources.schema.json").read_text(encoding="utf-8")
    assert json.loads(kept) == SCHEMA


@pytest.mark.parametrize(
    ("entry", "fits"),
    [
        ("location = 's3://news/{day:%Y/%m/%d}/*.xml'\nconnection = 'wire'\nnames_grow = true", True),
        ("location = 'https://a.example/feed'\nfollow = 'items'\nhosts = ['*.a.example']", True),
        ("location = 'in'\nschedule = 'weekly'", False),
        ("location = 'https://a.example/'\nfollow = 'pages'", False),
        ("location = 'in'\nhosts = 'a.example'", False),
        ("location = 'in'\nexpected_files = 'many'", False),
        ("location = 'in'\ncolour = 'red'", False),
        ("name = 'no location'", False),
    ],
)
def test_reader_and_schema_agree(tmp_path: Path, entry: str, fits: bool) -> None:
    assert fits_both(tmp_path, f"[source.x]\n{entry}\n") == (fits, fits)
