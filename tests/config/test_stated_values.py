"""Each key of `sources.toml` with each value that somebody may write: it is refused by name, or the source can be used."""

import json
from contextlib import closing
from dataclasses import MISSING, fields
from datetime import UTC, date, datetime, timedelta

import pytest

from newsfold.config.locations import expand_days
from newsfold.config.sources import Settings, Source, SourceError
from newsfold.config.sources_file import load_sources, type_name
from newsfold.store import ledger
from newsfold.store.connection import connect

NOW = datetime(2025, 9, 28, 6, tzinfo=UTC)
NUMBERS = (
    "0", "1", "-1", "7", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808", "1" + "0" * 400,
    "0.0", "-0.0", "0.5", "1e300", "-1e300", "1e400", "inf", "-inf", "nan",
)  # fmt: skip
TEXTS = (
    "", " ", "x", "\0", "a\0b", "a\nb", "\x1b[31m", "\x7f", "\x85", "\u2028", "é", "東京", "\U0001f600", "%", "%s", "{day}",
    "{day:%Q}", "{", "'", '"', "\\", "../..", "/", "-", "*", "[", "**", "a" * 3_000, "UK", "gb", "english", "http://", "s3://",
    "s3:///", "://x",
)  # fmt: skip
OTHERS = ("true", "[]", "[1]", "{}", "{a = 1}", "1979-05-27", "1979-05-27T07:32:00Z", "07:32:00")
VALUES = (
    *NUMBERS,
    *(json.dumps(text) for text in TEXTS),
    *OTHERS,
    '["x", "a\\u0000b"]',
    '{body = "a\\u0000b"}',
)


def loaded(tmp_path, text: str) -> tuple[Settings, dict[str, Source]] | None:
    """What is declared; None where it was refused by a message of one line."""
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    try:
        return load_sources(path)
    except SourceError as error:
        message = str(error)
    assert message.startswith(f"{path}: ")
    assert message.isprintable()
    return None


def settings_of(shape: type) -> list[str]:
    return [each.name for each in fields(shape) if each.name not in ("slug", "fold")]


def test_a_source_is_refused_or_can_be_used(tmp_path, database_url):
    accepted = 0
    with closing(connect(database_url)) as connection:
        for name in settings_of(Source):
            for value in VALUES:
                location = "" if name == "location" else 'location = "in"\n'
                found = loaded(tmp_path, f"[source.a]\n{location}{name} = {value}\n")
                if found is not None:
                    accepted += 1
                    use(found[1]["a"])
                    ledger.register_source(connection, found[1]["a"], now=NOW)
    assert accepted > 100


def use(source: Source) -> None:
    """Reckon with each number as those do who have it."""
    expand_days(source.location, [date(2025, 9, 28)])
    for each in fields(Source):
        value = getattr(source, each.name)
        for unit in ("seconds", "minutes", "hours", "days"):
            if each.name.endswith(f"_{unit}") and value is not None:
                assert timedelta(**{unit: value}) >= timedelta(0)
                # Nobody is asked to wait longer than a calendar goes.
                assert timedelta(**{unit: value}) < timedelta(days=365 * 200)


def test_the_settings_are_refused_or_can_be_used(tmp_path):
    for name in settings_of(Settings):
        for value in VALUES:
            found = loaded(tmp_path, f"[ingest]\n{name} = {value}\n")
            if found is not None:
                stated = getattr(found[0], name)
                assert not isinstance(stated, float) or 0 <= stated < float("inf"), (name, value)


@pytest.mark.parametrize(
    "text",
    [
        "source = 5",
        "ingest = 5",
        "[[source.a]]\nlocation = 'x'",
        "[source]\na = 5",
        "source = []",
        f"a = {'[' * 5_000}",
    ],
)
def test_what_is_no_table_is_named(tmp_path, text):
    assert loaded(tmp_path, text) is None


def test_what_is_no_file_is_named(tmp_path):
    with pytest.raises(SourceError, match="can't be read"):
        load_sources(tmp_path)


@pytest.mark.parametrize("slug", ["adhoc", "a" * 101])
def test_slugs_that_can_not_be_are_refused(tmp_path, slug):
    assert loaded(tmp_path, f"[source.{slug}]\nlocation = 'x'") is None


def test_a_mark_of_utf_8_in_front_is_none_of_the_text(tmp_path):
    assert loaded(tmp_path, "\ufeff[source.a]\nlocation = 'x'") is not None


def test_every_default_may_be_stated(tmp_path):
    for shape, table in ((Settings, "[ingest]"), (Source, "[source.a]\nlocation = 'x'")):
        for each in fields(shape):
            if (
                each.name in settings_of(shape)
                and each.default not in (MISSING, None)
                and type_name(each.type) != "a list of strings"
            ):
                assert loaded(tmp_path, f"{table}\n{each.name} = {json.dumps(each.default)}\n"), each.name
