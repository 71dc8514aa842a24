"""Lists of sources that come from others: they name feeds, and can neither set what is ours nor stop what is beside them."""

import csv
import io
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.config.source_entries import append_entries, slug_of
from newsfold.config.source_lists import MAX_ENTRIES, OURS, TYPES, read_list
from newsfold.config.sources import SourceError
from newsfold.config.sources_file import load_sources

GOOD = {"name": "The Lindow Courier", "location": "https://courier.example/feed"}
HOSTILE = (
    '"\n[source.evil]\nlocation = "/etc"', "'''", '"""', "\\", '\\"', "a\nb", "a\r\nprivate_network = true", "# a", "]", "[[x]]",
    "\x1b[31mred", "a\u202etxt.exe", "\u2066a\u2069", "a\u2028b", "\x00", "\x7f", "=cmd|' /C calc'!A0", "../../etc/passwd",
    "/etc/passwd", "a" * 4_000, "é" * 3_000, "\U0001f600", "&lt;b&gt;", "{day}", "{Day}", "%s", "adhoc",
    "", " ", "<script>alert(1)</script>", "\u200b",
)  # fmt: skip
PLACES = (
    "file:///etc/passwd", "/etc/passwd", "../x", "javascript:alert(1)", "data:text/plain,a", "ftp://a.example/x", "s3://bucket/x",
    "http://", "http://[", "http://[::1", "http://kim:secret@a.example/", "sfpt://a.example", "https://a.example/{hour}",
    "https://a.example/\n[x]", "https://" + "a" * 3_000,
)  # fmt: skip


def as_csv(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def as_opml(rows: list[dict[str, str]]) -> str:
    outlines = "".join(
        f'<outline text="{escape(row.get("name", ""))}" xmlUrl="{escape(row["location"])}"/>' for row in rows
    )
    return f'<opml version="2.0"><body>{outlines}</body></opml>'


def written(folder: Path, text: str) -> dict:
    """The sources of a project that has taken in a list."""
    path = folder / "sources.toml"
    path.write_text('[source.own]\nlocation = "in"\n')
    found = read_list(text, load_sources(path)[1])
    append_entries(path, found.entries)
    assert path.read_bytes().decode("utf-8")
    return load_sources(path)[1]


@pytest.mark.parametrize("form", [as_csv, as_opml])
@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_is_a_name_and_adds_nothing(tmp_path, form, text):
    sources = written(tmp_path, form([{"name": text, "location": "https://a.example/1"}, GOOD]))
    assert sources["the-lindow-courier"].location == GOOD["location"]
    assert len(sources) <= 3
    assert not any(source.private_network or source.connection for source in sources.values())
    assert "evil" not in sources
    for source in sources.values():
        assert not {each for each in source.name if ord(each) < 32 or each in "\u202e\u2066\u2069"}


@pytest.mark.parametrize("form", [as_csv, as_opml])
@pytest.mark.parametrize("place", PLACES)
def test_an_address_that_is_none_costs_its_entry_only(tmp_path, form, place):
    sources = written(tmp_path, form([{"name": "Odd", "location": place}, GOOD]))
    assert sources["the-lindow-courier"].location == GOOD["location"]
    if form is as_opml and "odd" in sources:
        assert sources["odd"].location.startswith(("http://", "https://"))


@pytest.mark.parametrize("name", OURS)
def test_what_is_ours_to_say_is_not_taken_from_a_list(tmp_path, name):
    given = {"connection": "partner", "requests_per_minute": "100000"}.get(name, "true")
    text = as_csv([{**GOOD, name: given}])
    (entry,) = read_list(text, {}).entries
    assert name not in entry.values
    assert read_list(text, {}).left_out == [
        f"{name} of the-lindow-courier: not taken from a list; write it yourself"
    ]


@pytest.mark.parametrize("name", sorted(TYPES))
@pytest.mark.parametrize("value", ["-1", "nan", "1e400", "x", "a\nb", "9" * 400, "UK", "Mars/Base"])
def test_any_value_of_any_key_is_taken_or_costs_its_entry_only(tmp_path, name, value):
    sources = written(
        tmp_path, as_csv([{"name": "Odd", "location": "https://a.example/1", name: value}, GOOD])
    )
    assert sources["the-lindow-courier"].location == GOOD["location"]


def test_thousands_of_one_name_are_told_apart():
    rows = [{"name": "News", "location": f"https://a.example/{number}"} for number in range(3_000)]
    found = read_list(as_opml(rows), {})
    assert len({entry.slug for entry in found.entries}) == 3_000
    taken = {"news"} | {f"news-{number}" for number in range(2, 5_000)}
    assert slug_of("News", taken) == "news-5000"
    assert slug_of("News", {"news"}) == "news-2"


def test_a_list_without_end_is_refused():
    rows = '<outline xmlUrl="https://a.example/"/>' * (MAX_ENTRIES + 1)
    with pytest.raises(SourceError, match="more than"):
        read_list(f"<opml><body>{rows}</body></opml>", {})


@given(
    st.lists(
        st.dictionaries(st.sampled_from(("name", "location", "slug", *TYPES)), st.text(max_size=20)),
        max_size=5,
    )
)
def test_whatever_is_listed_is_a_source_or_left_out(tmp_path_factory, rows):
    rows = [row for row in rows if row]
    if any("location" in row for row in rows):
        try:
            sources = written(tmp_path_factory.mktemp("dags"), as_csv(rows))
        except SourceError:  # no table
            return
        assert "own" in sources
