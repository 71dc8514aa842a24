"""`newsfold run` and `newsfold airflow`, where nothing can be started."""

from newsfold.cli.command_line import main
from newsfold.local import supervisor


def test_airflow_that_was_never_started_is_not_asked(capsys, monkeypatch):
    monkeypatch.setattr(supervisor, "schema_revision", lambda home: None)
    assert main(["airflow", "connections", "list"]) == 1
    assert "`make run` does that" in capsys.readouterr().err


def test_a_slip_in_the_sources_is_told_before_anything_is_started(tmp_path, monkeypatch, capsys):
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "sources.toml").write_text("[source.a]\nlocation = 'inbox'\nlanguge = 'en'\n")
    monkeypatch.setattr("newsfold.cli.local_commands.project_root", lambda: tmp_path)
    monkeypatch.setenv("NEWSFOLD_HOME", str(tmp_path / "home"))
    assert main(["run"]) == 2
    assert "unknown key 'languge'; did you mean 'language'" in capsys.readouterr().err
    assert not (tmp_path / "home").exists()
