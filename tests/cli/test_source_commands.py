"""`newsfold sources` and `newsfold fetch`, as a person would call them."""

import json
from pathlib import Path

import pytest

from newsfold.cli import command_line, database_access, source_commands
from newsfold.config.sources import Settings, Source
from newsfold.pipeline import steps


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role_url) -> Path:
    """A checkout with one source that has a file, and one whose folder is missing."""
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "sources.toml").write_text(
        "[source.wire]\nlocation = 'in/*.txt'\nsettle_seconds = 0.0\n[source.lost]\nlocation = 'nowhere'\n"
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Varnhem (MNA) - The bridge opened on Monday, the county said.\n")
    for module in (database_access, source_commands):
        monkeypatch.setattr(module, "project_root", lambda: tmp_path)
    monkeypatch.setenv("NEWSFOLD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NEWSFOLD_DATABASE_URL", role_url("owner"))
    return tmp_path


def output(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """What a command printed as JSON."""
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_a_check_says_what_would_be_fetched_and_keeps_nothing(project, capsys):
    assert command_line.main(["sources", "check", "--json"]) == 1
    wire, lost = output(capsys)
    assert (wire["files"], wire["result"], wire["for example"]) == ("1", "ok", "a.txt")
    assert str(lost["result"]).startswith("gone: source lost:")
    assert command_line.main(["sources", "check", "wire"]) == 0
    assert not (project / "home" / "raw").exists()


def test_a_check_names_what_may_not_be_read(project, capsys, monkeypatch):
    (project / "in" / "b.txt").write_text("closed")
    monkeypatch.setattr(source_commands, "is_closed", lambda path: path.name == "b.txt")
    assert command_line.main(["sources", "check", "wire", "--json"]) == 1
    (wire,) = output(capsys)
    assert wire["result"] == f"refused: {project / 'in' / 'b.txt'}: Permission denied"


def test_a_slug_that_is_not_declared_is_wrong_usage(project, capsys):
    for command in (["sources", "check", "wirr"], ["sources", "pause", "wirr"], ["fetch", "wirr"]):
        assert command_line.main(command) == 2
        assert "wire" in capsys.readouterr().err


def test_a_source_is_fetched_paused_and_resumed_by_hand(project, capsys):
    assert command_line.main(["fetch", "wire", "--json"]) == 0
    capsys.readouterr()
    assert command_line.main(["sources", "pause", "wire", "--reason", "it moves", "--by", "kim"]) == 0
    capsys.readouterr()
    assert command_line.main(["sources", "--json"]) == 1
    wire, lost = output(capsys)
    assert (wire["state"], wire["detail"], lost["state"]) == ("paused by kim", "it moves", "never fetched")
    assert command_line.main(["sources", "resume", "wire"]) == 0
    capsys.readouterr()
    assert command_line.main(["sources", "--json"]) == 0
    assert output(capsys)[0]["state"] == "ok"


def test_a_day_has_to_be_one(project, capsys):
    assert command_line.main(["fetch", "wire", "--day", "yesterday"]) == 2
    assert "--day takes YYYY-MM-DD" in capsys.readouterr().err


def test_the_schema_is_printed(project, capsys):
    assert command_line.main(["sources", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Newsfold's sources.toml"


def test_a_connection_that_is_not_set_is_said_and_asks_nobody(tmp_path):
    source = Source("x", "s3://bucket/wire", connection="nothing_set")
    checked = source_commands.check_source(source, Settings(), tmp_path, [], steps.utc_now())
    assert checked.failure is not None
    assert "AIRFLOW_CONN_NOTHING_SET is not set" in checked.failure
