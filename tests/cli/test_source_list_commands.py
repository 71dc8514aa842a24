"""`newsfold sources learn`, `import` and `export`, as a person would call them; and what they propose."""

# ruff: noqa: E501 - lists and tables stand as others write them

import csv
import json
import os
import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.cli import command_line, source_commands, source_list_commands
from newsfold.config.source_entries import Entry, append_entries, slug_of
from newsfold.config.source_lists import as_csv, as_opml, place_of, read_list
from newsfold.config.sources import Source, SourceError
from newsfold.config.sources_file import load_sources
from newsfold.fetch.transport import FoundFile
from newsfold.formats.tables.column_proposals import columns_of
from newsfold.upkeep.source_learning import SampleFile, only_points, spread

DECLARED = "# Ours.\n[source.wire]\nname = 'The Wire'\nlocation = 'https://wire.example/feed'  # stays\n"
NOW = datetime(2025, 9, 28, 6, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "sources.toml").write_text(DECLARED)
    for module in (source_commands, source_list_commands):
        monkeypatch.setattr(module, "project_root", lambda: tmp_path)
    return tmp_path


def sources_of(project: Path) -> dict[str, Source]:
    return load_sources(project / "dags" / "sources.toml")[1]


def drop(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    os.utime(path, (1_758_900_000, 1_758_900_000))


def table(folder: Path, count: int = 20) -> None:
    """A table with names that nobody knows."""
    folder.mkdir(exist_ok=True)
    with (folder / "export.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Kopfzeile X", "Wer", "Wann", "Wo", "Worte"])
        for n in range(1, count + 1):
            text = (
                f"Die Fähre von Aldermoor läuft wieder, sagte Hafenmeister Odo Lindqvist am Freitag. Fahrt {n} dauert vierzehn Minuten. "
                * 3
            )
            writer.writerow(
                [
                    f"Fähre {n} von Aldermoor läuft aus",
                    "Ada Lund",
                    f"{n:02d}/09/2025",
                    f"https://aldermoor.example/{n}",
                    text,
                ]
            )
    os.utime(folder / "export.csv", (1_758_900_000, 1_758_900_000))


def output(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_a_table_is_learned_and_read_with_what_was_proposed(project, capsys):
    table(project / "in")
    assert (
        command_line.main(["sources", "learn", str(project / "in"), "--name", "Aldermoor Blatt", "--json"])
        == 0
    )
    found = output(capsys)
    (entry,) = tomllib.loads(str(found["entry"]))["source"].values()
    assert entry == {
        "name": "Aldermoor Blatt",
        "location": "in",
        "language": "de",
        "date_order": "DMY",
        "columns": {
            "body": "Worte",
            "headline": "Kopfzeile X",
            "published": "Wann",
            "byline": "Wer",
            "url": "Wo",
        },
    }
    assert (found["before"]["refused"], found["after"]["records"], found["after"]["refused"]) == (1, 20, 0)
    assert (found["after"]["day"], found["after"]["byline"], found["after"]["headline"]) == (20, 20, 20)
    assert "wire" in sources_of(project)
    assert (project / "dags" / "sources.toml").read_text() == DECLARED


def test_what_is_learned_is_written_behind_the_others(project, capsys):
    table(project / "in")
    assert command_line.main(["sources", "learn", str(project / "in"), "--write"]) == 0
    assert "1 entry written" in capsys.readouterr().out
    text = (project / "dags" / "sources.toml").read_text()
    assert text.startswith(DECLARED)
    assert "dates can only be read so" in text
    assert sources_of(project)["in"].columns["body"] == "Worte"
    assert command_line.main(["sources", "learn", str(project / "in"), "--write"]) == 2
    assert "is the location of the source in" in capsys.readouterr().err
    assert [path.name for path in (project / "dags").iterdir()] == ["sources.toml"]


def test_texts_are_learned_by_what_most_of_them_say(project, capsys):
    for n in range(6):
        drop(
            project / "mna",
            f"{n}.txt",
            f"Ferry {n} of Aldermoor runs again\n\nPORT SARANNE, Sept {n + 10}, 2025 (MNA) - The ferry runs again after {n} weeks, its master said."
            " Nine mechanics had rebuilt its engine.\n\nWrite to the desk in Saranne with what you know of it.\n",
        )
    assert command_line.main(["sources", "learn", str(project / "mna"), "--json"]) == 0
    found = output(capsys)
    entry = tomllib.loads(str(found["entry"]))["source"]["mna"]
    assert (entry["language"], entry["agency"]) == ("en", "MNA")
    assert not {"time_zone", "country", "date_order", "columns"} & set(entry)
    assert "Write to the desk in Saranne" in str(found["entry"])


def test_what_was_dropped_a_moment_ago_is_learned(project, capsys):
    (project / "new").mkdir()
    (project / "new" / "1.txt").write_text(
        "Ferry runs again\n\nThe ferry of Aldermoor runs again, its master said on Friday.\n"
    )
    assert command_line.main(["sources", "learn", str(project / "new"), "--json"]) == 0
    entry = tomllib.loads(str(output(capsys)["entry"]))["source"]["new"]
    assert "settle_seconds" not in entry


def test_a_folder_without_files_is_a_problem(project, capsys):
    (project / "empty").mkdir()
    assert command_line.main(["sources", "learn", str(project / "empty")]) == 2
    assert "no file is there" in capsys.readouterr().err
    assert command_line.main(["sources", "learn", str(project / "nowhere")]) == 2


OPML = """<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/hostname">]><opml version="2.0"><body><outline text="News">
<outline type="rss" text="The Harbour &amp; Courier" xmlUrl="https://courier.example/feed" language="en-gb"/>
<outline type='rss' title='Elbblatt &x;' xmlUrl='https://elbblatt.example/rss?a=1&amp;b=2'/>
<outline text="The wire" xmlUrl="http://www.wire.example/feed/"/>
</outline></body></opml>"""


def test_a_list_in_opml_is_imported(project, capsys):
    (project / "feeds.opml").write_text(OPML)
    assert command_line.main(["sources", "import", str(project / "feeds.opml")]) == 0
    shown = capsys.readouterr().out
    assert "left out: The wire: http://www.wire.example/feed/ is that of wire" in shown
    assert "2 entries proposed" in shown
    assert set(sources_of(project)) == {"wire"}
    assert command_line.main(["sources", "import", str(project / "feeds.opml"), "--write"]) == 0
    found = sources_of(project)
    assert found["the-harbour-courier"].name == "The Harbour & Courier"
    assert found["the-harbour-courier"].language == "en"
    assert [each.location for each in found.values()][2] == "https://elbblatt.example/rss?a=1&b=2"


def test_a_list_in_csv_is_imported(project, capsys):
    rows = "Title;URL;Lang;Max Run Files;enabled;unknown\nÉcho du Port;https://echo.example/rss;fr;20;no;x\nNo address;;;;;\nBad;https://bad.example/;en;many;yes;\n"
    (project / "list.csv").write_text(rows)
    assert command_line.main(["sources", "import", str(project / "list.csv"), "--write"]) == 0
    shown = capsys.readouterr().out
    assert "No address: no address" in shown
    assert "Bad: max_run_files must be a number" in shown
    echo = sources_of(project)["echo-du-port"]
    assert (echo.name, echo.location, echo.language, echo.max_run_files, echo.enabled) == (
        "Écho du Port", "https://echo.example/rss", "fr", 20, False,
    )  # fmt: skip


def test_a_list_that_is_none_is_told(project, capsys):
    (project / "list.csv").write_text("a,b\n1,2\n")
    assert command_line.main(["sources", "import", str(project / "list.csv")]) == 2
    assert "neither OPML" in capsys.readouterr().err
    assert command_line.main(["sources", "import", str(project / "nowhere.csv")]) == 2


def test_what_is_exported_is_imported_as_it_was(project, capsys):
    assert command_line.main(["sources", "export", "--csv"]) == 0
    text = capsys.readouterr().out
    assert command_line.main(["sources", "export", "--opml"]) == 0
    for written in (text, capsys.readouterr().out):
        (entry,) = read_list(written, {}).entries
        assert entry.values["location"] == "https://wire.example/feed"
        assert entry.values["name"] == "The Wire"
        assert read_list(written, sources_of(project)).entries == []


NAMES = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@given(NAMES, NAMES, st.booleans())
def test_any_name_is_written_and_read_again(tmp_path_factory, name, reason, is_on):
    path = tmp_path_factory.mktemp("dags") / "sources.toml"
    path.write_text(DECLARED)
    slug = slug_of(name, {"wire"})
    entry = Entry(
        slug,
        {"name": name, "location": "in", "enabled": is_on, "hosts": (name, "b.example")},
        {"body": f"x{name}"},
        {"name": reason},
        (reason,),
    )
    append_entries(path, [entry])
    _, found = load_sources(path)
    assert list(found) == ["wire", slug]
    assert found[slug].enabled is is_on
    if name.isprintable():
        assert found[slug].name == name.strip()


@given(st.lists(st.tuples(NAMES, st.sampled_from(("https://a.example/1", "https://b.example/", "in/c")))))
def test_any_list_is_read_again(rows):
    sources = [Source(f"s{number}", place, name=name) for number, (name, place) in enumerate(rows)]
    for text in (as_csv(sources), as_opml(sources)):
        try:
            found = read_list(text, {})
        except SourceError:
            continue
        assert len({place_of(str(each.values["location"])) for each in found.entries}) == len(found.entries)
        assert len({each.slug for each in found.entries}) == len(found.entries)


TAGS = st.lists(
    st.text(st.characters(exclude_characters=",;|/", categories=["L", "N", "Zs"]), min_size=1, max_size=12).map(
        lambda tag: " ".join(tag.split())
    ).filter(bool),
    max_size=4, unique_by=str.casefold,
)  # fmt: skip


@given(NAMES, TAGS, NAMES)
def test_owners_tags_and_notes_come_back_from_either_list(tmp_path_factory, owner, tags, note):
    """As far as they are on one line: an entry is."""
    said = {"owner": owner.strip() or None, "tags": tuple(tags), "note": note.strip()}
    if not (owner.isprintable() and note.isprintable()):
        return
    sources = [
        Source("a", "https://a.example/1", name="A", **said),
        Source("b", "https://b.example/2", name="B"),
    ]
    for text in (as_csv(sources), as_opml(sources)):
        path = tmp_path_factory.mktemp("dags") / "sources.toml"
        path.write_text(DECLARED)
        found = read_list(text, {})
        assert found.left_out == []
        append_entries(path, found.entries)
        declared = load_sources(path)[1]
        first = {name: getattr(declared["a"], name) for name in said}
        assert first == said
        assert (declared["b"].owner, declared["b"].tags, declared["b"].note) == (None, (), "")


def test_the_folders_of_a_feed_readers_list_are_tags():
    outlines = (
        '<outline text="North"><outline text="Money &amp; Markets">'
        '<outline text="A" xmlUrl="https://a.example/1" category="/Daily/Paper,regional"/></outline>'
        '<outline text="B" xmlUrl="https://b.example/2"></outline></outline>'
        '<outline text="C" xmlUrl="https://c.example/3"/>'
    )
    found = read_list(f"<opml><body>{outlines}</body></opml>", {})
    assert [each.values.get("tags") for each in found.entries] == [
        ["Daily", "Paper", "regional", "North", "Money & Markets"],
        ["North"],
        None,
    ]


def test_a_file_that_would_not_be_valid_is_not_written(tmp_path):
    path = tmp_path / "sources.toml"
    path.write_text(DECLARED)
    for entry in (
        Entry("wire", {"location": "in"}),
        Entry("other", {"location": "in", "time_zone": "Mars/Base"}),
    ):
        with pytest.raises(SourceError, match="was not changed"):
            append_entries(path, [entry])
    assert path.read_text() == DECLARED
    assert [each.name for each in tmp_path.iterdir()] == ["sources.toml"]


def test_entries_that_are_written_at_once_are_all_there(project):
    path = project / "dags" / "sources.toml"
    before = len(sources_of(project))

    def write(number: int) -> None:
        append_entries(path, [Entry(f"at-once-{number}", {"location": f"in/{number}"})])

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(write, range(60)))
    assert len(sources_of(project)) == before + 60
    assert [each.name for each in path.parent.iterdir()] == ["sources.toml"]


def test_slugs():
    assert slug_of("Le Phare & l'Écho!") == "le-phare-l-echo"
    assert slug_of("Straße 7") == "strasse-7"
    assert slug_of("日本") == "source"
    assert slug_of("adhoc") == "adhoc-2"
    assert slug_of("wire", {"wire", "wire-2"}) == "wire-3"


def test_twenty_files_from_all_over_the_listing():
    found = [FoundFile(str(number), f"urn:{number}") for number in range(1_000)]
    assert [each.name for each in spread(found)][::19] == ["49", "999"]
    assert spread(found[:5]) == found[:5]


def test_a_feed_that_only_points_is_followed():
    items = "".join(
        f"<url><loc>https://a.example/{n}</loc><lastmod>2025-09-26</lastmod></url>" for n in range(5)
    )
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</urlset>'.encode()
    file = SampleFile(FoundFile("a", "https://a.example/sitemap.xml"), sitemap)
    assert only_points([file], Source("a", "https://a.example/sitemap.xml"), NOW)
    assert not only_points([file], Source("a", "in"), NOW)


def test_columns_are_told_by_what_stands_in_them_or_not_at_all():
    rows = [{"a": "It runs again, he said. " * 20 + str(n), "b": str(n), "c": "x y"} for n in range(9)]
    assert set(columns_of(rows)) == {"body"}
    assert columns_of(rows[:2]) == {}
    assert columns_of([{"a": "short", "b": "shorter still"}] * 9) == {}
