"""Which source a named file is of, and what a file may have."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsfold.config.sources import Settings, Source, SourceError
from newsfold.config.sources_file import load_sources
from newsfold.model import SourceFile
from newsfold.pipeline import reading
from newsfold.pipeline.workspaces import by_source


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.txt").write_text("The ferry is back.")
    return folder


@pytest.fixture
def sources(inbox):
    return {"herald": Source(slug="herald", location=str(inbox), max_file_bytes=10)}


def test_a_file_is_of_the_source_whose_folder_holds_it_unless_another_is_named(inbox, sources, tmp_path):
    (tmp_path / "b.txt").write_text("The boats are back.")
    files = [inbox / "a.txt", tmp_path / "b.txt"]
    found = by_source(files, sources, tmp_path, None)
    assert {source.slug: [file.path for file in named] for source, named in found.items()} == {
        "herald": files[:1],
        "adhoc": files[1:],
    }
    assert [source.slug for source in by_source(files, sources, tmp_path, "adhoc")] == ["adhoc"]
    assert [source.slug for source in by_source(files, sources, tmp_path, "herald")] == ["herald"]
    with pytest.raises(SourceError, match="did you mean herald"):
        by_source(files, sources, tmp_path, "heralt")


@pytest.mark.parametrize(("named", "table"), [("adhoc", "[ingest]"), (None, "[source.herald]")])
def test_a_refusal_by_size_names_what_raises_the_limit(inbox, sources, tmp_path, named, table):
    settings = Settings(max_file_bytes=5)
    [(source, [found])] = by_source([inbox / "a.txt"], sources, tmp_path, named, settings).items()
    file = SourceFile(source.slug, found.name, "", "", found.size, None, datetime(2025, 3, 4, tzinfo=UTC))
    assert found.size > source.max_file_bytes
    assert f"max_file_bytes of {table} in dags/sources.toml" in reading.too_large(file, source).detail


def test_the_limit_of_all_holds_for_sources_that_name_none(inbox, tmp_path):
    toml = tmp_path / "sources.toml"
    toml.write_text(
        '[ingest]\nmax_file_bytes = 20\n[source.a]\nlocation = "in"\n[source.b]\nlocation = "in"\nmax_file_bytes = 30\n'
    )
    settings, declared = load_sources(toml)
    assert (declared["a"].max_file_bytes, declared["b"].max_file_bytes) == (20, 30)
    [source] = by_source([inbox / "a.txt"], declared, tmp_path, "adhoc", settings)
    assert source.max_file_bytes == 20


def test_links_lead_to_the_source_that_holds_what_they_lead_to(inbox, sources, tmp_path):
    (tmp_path / "linked").symlink_to(inbox, target_is_directory=True)
    (tmp_path / "one.txt").symlink_to(inbox / "a.txt")
    (inbox / "out.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").write_text("The boats are back.")
    files = [tmp_path / "linked" / "a.txt", tmp_path / "one.txt", inbox / "out.txt", inbox / ".." / "b.txt"]
    found = by_source(files, sources, tmp_path, None)
    assert {(source.slug, each.name) for source, named in found.items() for each in named} == {
        ("herald", "a.txt"),
        ("adhoc", (inbox / "out.txt").relative_to("/").as_posix()),
        ("adhoc", (inbox / ".." / "b.txt").relative_to("/").as_posix()),
    }


def test_locations_and_folders_are_resolved_once_however_many_files_they_hold(
    inbox, sources, tmp_path, monkeypatch
):
    files = [inbox / f"{number}.txt" for number in range(20)]
    for file in files:
        file.write_text("The ferry is back.")
    asked: list[Path] = []
    resolve = Path.resolve
    monkeypatch.setattr(Path, "resolve", lambda self: asked.append(self) or resolve(self))
    [(_, found)] = by_source(files, sources, tmp_path, None).items()
    assert len(found) == len(files)
    assert len(asked) <= 2
