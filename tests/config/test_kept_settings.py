"""Settings that are kept beside sources.toml: what may be, how long they hold, and the lines that say the same."""

import re
import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsfold.config.kept_settings import (
    KEYS,
    KeptSettings,
    as_diff,
    as_text,
    holding,
    overlaid,
    read_settings,
    said_of,
    with_settings,
    written,
)
from newsfold.config.sources import Source, SourceError

HERALD = Source("herald", "inbox/herald", format="csv", columns={"headline": "Titel"})
VALUES = {
    "columns": st.dictionaries(st.sampled_from(["headline", "body", "byline"]), st.sampled_from(["Titel", 'Te"xt', "a.b", "ÜΩ"])),
    "format": st.sampled_from([None, "csv", "json"]),
    "max_file_bytes": st.integers(1, 10**9),
    "language": st.sampled_from([None, "en", "de"]),
    "date_order": st.sampled_from([None, "DMY", "MDY"]),
    "expected_files": st.one_of(st.none(), st.integers(0, 5000)),
}  # fmt: skip
SETTINGS = st.fixed_dictionaries({}, optional=VALUES)
BEFORE = """# All of them. [source.herald] is the oldest.
[ingest]
time_zone = "UTC"

[source."elbe-post"]
location = "inbox/elbe"
language = "de"  # as it says itself

"""
BEHIND = """
# A note on the next one.
[source.wire]
location = "inbox/wire"
format = "json"
"""
ENTRIES = (
    '[source.herald]\nlocation = "inbox/herald"\n',
    '[source.herald]\nformat = "csv"  # since spring\nlocation = "inbox/herald"',
    '[source.herald]\nlocation = "inbox/herald"\ncolumns = { headline = "Kopf" }\nlanguage = "en"\n',
    ' [ source . "herald" ] # theirs\nlocation = "inbox/herald"\n\n[source.herald.columns]\nheadline = "Kopf"\nbyline = "Von"\n',
    '[source.herald]\r\nlocation = "inbox/herald"\r\nlanguage = "en"\r\n',
)


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("behind", ["", BEHIND])
@given(settings=SETTINGS)
@example(settings={"columns": {}, "format": None})
def test_settings_are_written_into_their_entry_and_nothing_else_changes(entry, behind, settings):
    before = f"{BEFORE}{entry}{behind}"
    after = written(before, "herald", settings)
    assert after is not None
    had, has = tomllib.loads(before), tomllib.loads(after)
    for name, value in settings.items():
        assert has["source"]["herald"].get(name) == (None if value in (None, {}) else value)
        had["source"]["herald"].pop(name, None)
        has["source"]["herald"].pop(name, None)
    assert had == has
    assert [line for line in before.splitlines() if line.startswith("#")] == [
        line for line in after.splitlines() if line.startswith("#")
    ]


@pytest.mark.parametrize(
    "text",
    [
        'source = { herald = { location = "inbox/herald" } }\n',  # no line of its own to write below
        '[source.herald]\nlocation = "inbox/herald"\ncolumns.headline = "Kopf"\n',
        '[source.herald]\nlocation = "inbox/herald"\nhosts = [\n  "a.example",\n[]]\n',
        '[source.other]\nlocation = "inbox/other"\n',
    ],
)
def test_what_only_a_person_can_write_is_left_to_one(text):
    assert written(text, "herald", {"columns": {"headline": "Titel"}}) is None
    assert as_diff(text, "herald", {"columns": {"headline": "Titel"}}) is None


def test_a_diff_names_the_file_and_only_the_lines_that_change():
    text = f"{BEFORE}{ENTRIES[1]}\n{BEHIND}"
    diff = as_diff(text, "herald", {"format": "json", "language": "en"})
    assert diff.startswith("--- a/dags/sources.toml\n+++ b/dags/sources.toml\n")
    assert re.findall(r"^[-+](?![-+]).*", diff, re.M) == [
        '-format = "csv"  # since spring',
        '+format = "json"',
        '+language = "en"',
    ]


@given(settings=SETTINGS)
def test_settings_come_back_from_their_text(settings):
    assert read_settings(as_text(settings)) == {
        name: value if value != {} else None for name, value in settings.items()
    }


@pytest.mark.parametrize(
    "name", ["location", "connection", "hosts", "private_network", "obey_robots", "enabled", "match"]
)
def test_where_files_come_from_is_for_the_file_alone(name):
    assert name not in KEYS
    with pytest.raises(SourceError, match=f"{name} can't be kept here"):
        read_settings(f'{name} = "x"')
    with pytest.raises(SourceError, match=f"{name} can't be kept here"):
        with_settings(HERALD, {name: "x"})
    kept = KeptSettings({name: "x"}, said_of(HERALD, [name]))
    assert overlaid(HERALD, kept) == HERALD


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format = ", "not valid TOML"),
        ("colums = {}", "did you mean columns"),
        ('format = "cvs"', "did you mean 'csv'"),
        ('columns = { titel = "x" }', "unknown field 'titel'"),
        ('max_file_bytes = "much"', "must be int"),
        ("max_file_bytes = 0", "must be more than 0"),
        ('time_zone = "Moon/Sea"', "no IANA time zone"),
        ("x = 1\n" * 2_000, "more than"),
    ],
)
def test_what_no_source_can_have_is_an_error_that_says_so(text, said):
    with pytest.raises(SourceError, match=re.escape(said)):
        with_settings(HERALD, read_settings(text))


def test_a_setting_holds_until_the_file_says_something_else_of_its_key():
    wanted = {"columns": {"headline": "Kopf"}, "language": "de"}
    kept = KeptSettings(wanted, said_of(HERALD, wanted))
    assert overlaid(HERALD, kept).columns == {"headline": "Kopf"}
    assert overlaid(HERALD, kept).language == "de"
    committed = with_settings(HERALD, wanted)
    assert holding(committed, kept) == {}
    edited = with_settings(HERALD, {"columns": {"headline": "Zeile"}})
    assert overlaid(edited, kept) == with_settings(edited, {"language": "de"})
    assert with_settings(HERALD, {"format": None, "columns": None}) == Source("herald", "inbox/herald")
