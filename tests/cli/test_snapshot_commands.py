"""`newsfold snapshot`, and `newsfold export --snapshot`."""

import json
from contextlib import closing

import pytest

from newsfold.cli.command_line import main
from newsfold.store.connection import connect


def test_a_state_is_named_shown_written_and_built_again(
    inbox, empty_database_url, run_json, tmp_path, capsys, monkeypatch, database_url
):
    monkeypatch.setenv("NEWSFOLD_RAW_STORE", str(tmp_path / "raw"))
    run_json("ingest", str(inbox), "--database-url", empty_database_url)
    live = ["--database-url", empty_database_url]
    code, made = run_json("snapshot", "paper-1", "--note", "table 2", "--by", "ana", *live)
    assert (code, made["snapshots"][0]["articles"], made["snapshots"][0]["note"]) == (0, 2, "table 2")
    assert main(["snapshot", *live]) == 0
    assert "paper-1: 2 articles in 2 stories at " in capsys.readouterr().out
    code, done = run_json(
        "export", str(tmp_path / "out"), "--snapshot", "paper-1", "--format", "ninjs", *live
    )
    assert (code, done["articles"], done["withheld"], done["gone"]) == (0, 2, 0, 0)
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["format"] == "ninjs"
    assert main(["snapshot", "paper-1", "--into", f"{empty_database_url}?application_name=x", *live]) == 2
    assert "holds loads of its own" in capsys.readouterr().err
    code, done = run_json("snapshot", "paper-1", "--into", database_url, *live)
    assert (code, done["articles"], done["same"], done["covered"]) == (0, 2, True, 0)
    code, done = run_json("export", str(tmp_path / "built"), "--database-url", database_url)
    assert (code, done["articles"]) == (0, 2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["snapshot", "No name"], "no name for a snapshot"),
        (["snapshot", "--into", "postgresql://nobody@127.0.0.1:1/none"], "which state?"),
        (
            ["snapshot", "2025-09-27T22:00", "--into", "postgresql://nobody@127.0.0.1:1/none"],
            "in which zone?",
        ),
        (["snapshot", "paper-9", "--into", "postgresql://nobody@127.0.0.1:1/none"], "no snapshot paper-9"),
        (["export", "out", "--snapshot", "paper-9"], "no snapshot paper-9"),
        (["export", "out", "--snapshot", "paper-9", "--full"], "as a whole"),
    ],
)
def test_what_is_no_snapshot_is_refused(arguments, said, database_url, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main([*arguments, "--database-url", database_url]) == 2
    assert said in capsys.readouterr().err


def test_a_database_of_an_older_version_is_left_as_it_is(
    inbox, database_url, empty_database_url, run_json, tmp_path, capsys, monkeypatch
):
    monkeypatch.setenv("NEWSFOLD_RAW_STORE", str(tmp_path / "raw"))
    live = ["--database-url", database_url]
    run_json("ingest", str(inbox), *live)
    run_json("snapshot", "paper-1", *live)
    with closing(connect(empty_database_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(
            "create schema ops; create table ops.run (run_id bigint); insert into ops.run values (1)"
        )
    assert main(["snapshot", "paper-1", "--into", empty_database_url, *live]) == 2
    assert "holds loads of its own" in capsys.readouterr().err
    with closing(connect(empty_database_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("select count(*) as tables from pg_tables where schemaname in ('ops', 'news')")
        assert cursor.fetchone().tables == 1
