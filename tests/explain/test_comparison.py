"""Two files compared: which record of each, read how, and what is said of them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsfold.cli.command_line import main
from newsfold.config.home import project_root
from newsfold.config.sources import Source
from newsfold.config.sources_file import load_sources
from newsfold.explain.comparison import ComparisonError, as_json, compare_files, split_name

NOW = datetime(2025, 9, 28, 6, 0, tzinfo=UTC)
INBOX = project_root() / "tests" / "samples" / "inbox"
_, SOURCES = load_sources(project_root() / "dags" / "sources.toml")

REPORT = """The ferry Halcyon ran aground off Port Saranne at dawn on Friday with 212 passengers on board. \
Captain Odile Marchetti said that the rudder had jammed near the Skarholm light. Two tugs of the \
firm Brandt pulled her free after 9 hours."""
REWRITE = """With 212 passengers on board, the ferry Halcyon ran onto rocks off Port Saranne on Friday at dawn. \
Near the Skarholm light the rudder had jammed, according to captain Odile Marchetti. After 9 hours \
two tugs, sent by the firm Brandt, got her free."""


def compared(one: object, other: object, sources=SOURCES):
    return compare_files(str(one), str(other), sources, project_root(), NOW)


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """Three items in one file; nothing can be read from the first."""
    items = [
        {"headline": "Nothing"},
        {"headline": "Aground", "body": REPORT},
        {"headline": "Rocks", "body": REWRITE},
    ]
    path = tmp_path / "items.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in items))
    return path


def test_each_text_is_read_with_its_own_source_and_language():
    found = compared(
        INBOX / "elbblatt/rostock-waermespeicher.txt", INBOX / "rheinwarte/rostock-waermespeicher.html"
    )
    assert (found.one.article.source, found.other.article.source) == ("elbblatt", "rheinwarte")
    assert found.relation == "rewrite"
    mixed = compared(
        INBOX / "elbblatt/rostock-waermespeicher.txt", INBOX / "polderpost/utrecht-dieselbusjes.html"
    )
    assert (mixed.one.text.reading.language, mixed.other.text.reading.language) == ("de", "nl")
    assert mixed.relation is None
    assert any(note.startswith("index: ") for note in mixed.notes)


def test_the_sources_of_two_papers_are_no_one_publisher():
    found = compared(
        INBOX / "kestrel-wire/market-open-sep-25.txt", INBOX / "kestrel-wire/market-open-sep-26.txt"
    )
    assert found.same_publisher
    assert found.days_apart == 1
    assert found.relation is None
    assert found.notes[0] == "template: the numbers differ"


def test_of_several_records_the_first_article_is_taken_and_that_is_said(feed):
    found = compared(feed, f"{feed}#2")
    assert (found.one.article.record_position, found.other.article.record_position) == (1, 2)
    assert found.one.note == "record 1 of several; items.jsonl#N names another, counted from 0"
    assert found.other.note == ""
    assert found.relation == "rewrite"


def test_a_file_of_one_record_needs_no_note():
    found = compared(
        INBOX / "kestrel-wire/0417_omaha.txt", INBOX / "prairie-ledger/greylark-platte-settlement.html"
    )
    assert (found.one.note, found.other.note) == ("", "")


def test_a_record_that_is_not_there_or_was_refused_is_an_error(feed):
    with pytest.raises(ComparisonError, match="there is no record 9"):
        compared(feed, f"{feed}#9")
    with pytest.raises(ComparisonError, match="record 0: "):
        compared(f"{feed}#0", feed)


def test_a_file_whose_name_ends_like_a_record_is_meant_as_a_whole(tmp_path):
    path = tmp_path / "ferry#2"
    path.write_text(REPORT)
    assert split_name(str(path)) == (path, None)
    assert split_name(f"{path}#0") == (path, 0)
    assert split_name(str(tmp_path / "ferry#3")) == (tmp_path / "ferry", 3)


def test_a_file_over_its_sources_limit_is_not_read(tmp_path):
    path = tmp_path / "ferry.txt"
    path.write_text(REPORT)
    small = {"small": Source(slug="small", location=str(tmp_path), max_file_bytes=10)}
    with pytest.raises(ComparisonError, match="too_large"):
        compared(path, path, small)


def test_the_same_text_is_a_copy(tmp_path):
    for name, text in (("a.txt", REPORT), ("b.txt", REPORT.upper())):
        (tmp_path / name).write_text(text)
    found = compared(tmp_path / "a.txt", tmp_path / "b.txt")
    assert (found.relation, found.score) == ("copy", 1.0)
    assert found.summary.startswith("The same text: ")


def test_what_a_run_would_not_compare_is_said(tmp_path):
    for name, day, text in (("a.txt", "2025-07-02", REPORT), ("b.txt", "2025-09-20", REWRITE)):
        (tmp_path / name).write_text(f"date {day}\ntitle Ferry\n\n{text}")
    found = compared(tmp_path / "a.txt", tmp_path / "b.txt")
    assert found.days_apart == 80
    assert found.relation is None
    assert any(note.startswith("window: 80 days apart") for note in found.notes)
    (tmp_path / "c.txt").write_text(
        "title Bees\n\nBeekeepers on Sollund expect their best harvest since 2015, said Astrid Halvorsen."
    )
    assert any(note.startswith("index: ") for note in compared(tmp_path / "a.txt", tmp_path / "c.txt").notes)


def test_the_comparison_for_a_machine_can_be_stored(feed):
    found = as_json(compared(feed, f"{feed}#2"))
    assert json.loads(json.dumps(found)) == found
    assert {"a", "b", "relation", "score", "summary", "method", "account", "evidence"} <= found.keys()
    assert (found["a_record"], found["b_record"]) == (1, 2)


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_shows_both_texts_side_by_side(feed, capsys):
    assert main(["compare", str(feed), f"{feed}#2"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("The same report in other words: 3 of 3 sentences match")
    assert "[1] The ferry" in shown
    assert "*Odile Marchetti*" in shown


def test_the_command_writes_a_page(feed, tmp_path, capsys):
    page = tmp_path / "page.html"
    assert main(["compare", str(feed), f"{feed}#2", "--html", str(page)]) == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "[1] The ferry" in capsys.readouterr().out
    assert main(["compare", str(feed), f"{feed}#2", "--html", "-"]) == 0
    assert capsys.readouterr().out == page.read_text(encoding="utf-8")


def test_a_file_without_an_article_is_wrong_usage(tmp_path, capsys):
    (tmp_path / "empty.txt").write_text("")
    assert main(["compare", str(tmp_path / "empty.txt"), str(tmp_path / "empty.txt")]) == 2
    assert "empty.txt: record 0: empty" in capsys.readouterr().err
