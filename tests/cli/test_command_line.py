"""The `newsfold` command, as a person or a script uses it."""

import json
import re

import pytest

from newsfold.cli import command_line, console
from newsfold.cli.command_line import main
from newsfold.local import supervisor
from newsfold.pipeline import workspaces
from newsfold.upkeep import maintenance

FIRST = """Ferry traffic on the Tejo resumes

Lisbon, Sep 26 (MNA) Ferry company Transtejo said on Friday that nine boats had returned to service after a strike.

Engineer Marta Vilela told reporters in Cacilhas that 140 crew members had voted for the new contract.
"""
SECOND = """date 2025-09-26
title Boats are back

Something else altogether happened in Porto, where the tram museum opened its doors again after the summer.
"""


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "first.txt").write_text(FIRST)
    (folder / "second.txt").write_text(SECOND)
    return folder


@pytest.fixture(autouse=True)
def raw_store_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSFOLD_RAW_STORE", str(tmp_path / "raw"))


def run_json(capsys, *arguments: str) -> tuple[int, object]:
    code = main([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_ingest_reports_as_json_and_gives_0(inbox, empty_database_url, capsys):
    code, report = run_json(capsys, "ingest", str(inbox), "--database-url", empty_database_url)
    assert code == 0
    assert report["totals"]["original"] == 2
    assert report["totals"]["balanced"]
    assert report["state"] == "published"


def test_what_may_not_be_read_is_named_before_a_run_begins(inbox, empty_database_url, capsys, monkeypatch):
    closed, url = inbox / "second.txt", ("--database-url", empty_database_url)
    run_json(capsys, "ingest", str(inbox), *url)
    monkeypatch.setattr(workspaces, "is_closed", lambda path: path == closed)
    assert main(["ingest", str(inbox), *url]) == 1
    assert f"{closed}: Permission denied" in capsys.readouterr().err
    assert len(run_json(capsys, "status", *url)[1]["runs"]) == 1


def test_ingesting_again_is_all_unchanged(inbox, empty_database_url, capsys):
    run_json(capsys, "ingest", str(inbox), "--database-url", empty_database_url)
    code, report = run_json(capsys, "ingest", str(inbox), "--database-url", empty_database_url)
    assert (code, report["totals"]["unchanged"], report["totals"]["found"]) == (0, 2, 2)


def test_ingest_of_a_broken_file_gives_1_and_status_says_why(inbox, empty_database_url, capsys):
    (inbox / "broken.txt").write_bytes(b"")
    code, report = run_json(capsys, "ingest", str(inbox), "--database-url", empty_database_url)
    assert (code, report["totals"]["quarantined"]) == (1, 1)
    code, state = run_json(capsys, "status", "--database-url", empty_database_url)
    assert code == 1
    assert [each["reason_code"] for each in state["reasons"]] == ["empty"]


def test_status_of_a_well_kept_database_gives_0(inbox, empty_database_url, capsys):
    main(["ingest", str(inbox), "--database-url", empty_database_url])
    capsys.readouterr()
    code, state = run_json(capsys, "status", "--database-url", empty_database_url)
    assert code == 0
    assert state["articles"] == 2


def test_the_report_for_a_person_names_what_counts(inbox, empty_database_url, capsys):
    (inbox / "broken.txt").write_bytes(b"")
    main(["ingest", str(inbox), "--database-url", empty_database_url])
    text = capsys.readouterr().out
    assert "3 found = 2 + 0 + 0 + 0 + 0 + 0 + 1: balanced" in text
    assert "broken.txt" in text
    assert "empty" in text


def test_a_dry_run_loads_nothing(inbox, empty_database_url, capsys):
    code, report = run_json(capsys, "ingest", str(inbox), "--dry-run", "--database-url", empty_database_url)
    assert (code, report["totals"]["original"], report["dry_run"]) == (0, 2, True)
    main(
        [
            "sql",
            "select count(*) as n from analytics.articles",
            "--json",
            "--database-url",
            empty_database_url,
        ]
    )
    assert json.loads(capsys.readouterr().out) == {"n": 0}


def test_explain_needs_no_database_and_prints_one_object_a_record(inbox, capsys):
    assert main(["explain", str(inbox), "--json"]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["dateline_place"] == "Lisbon"
    assert first["dateline_country"] == "PT"
    assert first["published_on"] == "2025-09-26"
    assert first["published_at"] is None
    assert first["headline"] == "Ferry traffic on the Tejo resumes"
    assert second["headline"] == "Boats are back"
    contract = "uri file_uri record_position headline byline agency dateline_place dateline_country published_on published_at"
    contract += " modified_at published_precision language body format evidence"
    assert set(contract.split()) <= first.keys()


def test_explain_of_a_refused_record_gives_1_and_its_reason(tmp_path, capsys):
    (tmp_path / "empty.txt").write_text("")
    assert main(["explain", str(tmp_path / "empty.txt"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["rejected"] == "empty"


def test_explain_shows_a_person_the_evidence(inbox, capsys):
    assert main(["explain", str(inbox / "first.txt")]) == 0
    text = capsys.readouterr().out
    assert "Lisbon" in text
    assert "published_on" in text


def test_compare_tells_the_same_text_from_another(inbox, tmp_path, capsys):
    (tmp_path / "again.txt").write_text(FIRST)
    assert main(["compare", str(inbox / "first.txt"), str(tmp_path / "again.txt"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["relation"] in ("copy", "near_copy")
    assert main(["compare", str(inbox / "first.txt"), str(inbox / "second.txt"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["relation"] is None


def test_sql_prints_rows(empty_database_url, capsys):
    assert (
        main(["sql", "select 1 as one, 'x' as letter", "--json", "--database-url", empty_database_url]) == 0
    )
    assert json.loads(capsys.readouterr().out) == {"one": 1, "letter": "x"}


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (30, ["letters       more", "abcdefghijkl  abcdefghijkl"]),
        (24, ["row 1", "column   value", "letters  abcdefghijkl", "more     abcdefghijkl"]),
    ],
)
def test_columns_that_have_no_room_stand_one_below_the_other(
    width, shown, empty_database_url, capsys, monkeypatch
):
    monkeypatch.setattr(console.out, "width", width)
    query = "select 'abcdefghijkl' as letters, 'abcdefghijkl' as more"
    assert main(["sql", query, "--database-url", empty_database_url]) == 0
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert [line for line in lines if line] == shown


def test_a_wrong_statement_gives_1_and_the_servers_words(empty_database_url, capsys):
    assert main(["sql", "select nonsense", "--database-url", empty_database_url]) == 1
    assert 'column "nonsense" does not exist' in capsys.readouterr().err


def test_replay_reads_quarantined_files_again(inbox, empty_database_url, capsys):
    (inbox / "broken.txt").write_bytes(b"")
    main(["ingest", str(inbox), "--database-url", empty_database_url])
    capsys.readouterr()
    code, report = run_json(capsys, "replay", "--database-url", empty_database_url)
    assert (code, report["totals"]["files"], report["totals"]["quarantined"]) == (1, 1, 1)
    assert report["trigger"] == "replay"


def test_replay_takes_days_and_refuses_what_is_none(inbox, empty_database_url, capsys):
    main(["ingest", str(inbox), "--database-url", empty_database_url])
    capsys.readouterr()
    days = ("--day", "2000-01-01:2100-01-01", "--dry-run", "--database-url", empty_database_url)
    code, report = run_json(capsys, "replay", *days)
    assert code == 0
    assert report["changes"]["found"] == {"records": 0, "articles": 0, "files": 0}
    assert report["totals"]["unchanged"] == report["totals"]["found"] > 0
    assert main(["replay", "--day", "yesterday", "--database-url", empty_database_url]) == 2
    capsys.readouterr()
    assert main(["replay", "--reason", "undecodeable", "--database-url", empty_database_url]) == 2
    assert "did you mean undecodable?" in capsys.readouterr().err


def test_a_dismissed_record_is_not_open_until_that_is_taken_back(inbox, empty_database_url, capsys):
    (inbox / "broken.txt").write_bytes(b"")
    main(["ingest", str(inbox), "--database-url", empty_database_url])
    assert main(["dismiss", "1", "--note", "known", "--database-url", empty_database_url]) == 0
    assert main(["replay", "--database-url", empty_database_url]) == 0
    assert "nothing is in quarantine" in capsys.readouterr().out
    assert main(["dismiss", "1", "--take-back", "--database-url", empty_database_url]) == 0
    assert main(["dismiss", "99", "--database-url", empty_database_url]) == 1
    assert main(["replay", "--database-url", empty_database_url]) == 1


def test_replay_with_nothing_to_do_says_so(empty_database_url, capsys):
    assert main(["replay", "--database-url", empty_database_url]) == 0
    assert "nothing is in quarantine" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ingest", "/nowhere/at/all"], r"/nowhere/at/all: no such file or folder"),
        (["explain", "/nowhere/at/all"], r"/nowhere/at/all: no such file or folder"),
        (["compare", "/nowhere/a", "/nowhere/b"], r"/nowhere/a: no such file"),
    ],
)
def test_wrong_usage_gives_2_and_names_the_cause(arguments, message, capsys):
    assert main(arguments) == 2
    assert re.search(message, capsys.readouterr().err)


def test_an_unknown_source_gives_2_and_the_nearest_one(inbox, empty_database_url, capsys):
    arguments = ["ingest", str(inbox), "--source", "kestrel-wier", "--database-url", empty_database_url]
    assert main(arguments) == 2
    assert "did you mean kestrel-wire?" in capsys.readouterr().err


def test_an_analyst_with_a_url_of_their_own_can_query_and_not_write(role_url, capsys):
    url = role_url("analyst")
    assert main(["sql", "select count(*) as n from analytics.articles", "--json", "--database-url", url]) == 0
    assert json.loads(capsys.readouterr().out) == {"n": 0}
    assert main(["sql", "select * from ops.run", "--database-url", url]) == 1
    assert "permission denied" in capsys.readouterr().err


def test_the_role_holds_on_a_named_database_too(role_url, capsys):
    assert (
        main(["sql", "select * from ops.run", "--role", "analyst", "--database-url", role_url("owner")]) == 1
    )
    assert "permission denied" in capsys.readouterr().err


def test_an_unknown_option_gives_2(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["ingest", "--no-such-option", "x"])
    assert ended.value.code == 2


def test_a_database_out_of_reach_gives_1_without_its_password(inbox, capsys):
    url = "postgresql://someone:very-secret@127.0.0.1:1/nothing"
    assert main(["ingest", str(inbox), "--database-url", url]) == 1
    shown = capsys.readouterr().err
    assert "cannot connect to 127.0.0.1:1/nothing" in shown
    assert "very-secret" not in shown


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    for command in (
        "ingest",
        "explain",
        "compare",
        "replay",
        "dismiss",
        "report",
        "status",
        "migrate",
        "sql",
        "database-url",
        "stop",
        "airflow",
    ):
        assert command in text


def test_a_user_without_a_name_is_known_by_its_number(monkeypatch, capsys):
    def nameless():
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.setattr(command_line.getpass, "getuser", nameless)
    monkeypatch.setattr(command_line.os, "getuid", lambda: 1234)
    with pytest.raises(SystemExit) as ended:
        main(["silence", "--help"])
    assert ended.value.code == 0
    assert "(default: 1234)" in capsys.readouterr().out


def test_airflow_that_was_never_started_is_not_asked(capsys, monkeypatch):
    monkeypatch.setattr(supervisor, "schema_revision", lambda home: None)
    assert main(["airflow", "connections", "list"]) == 1
    assert "`make run` does that" in capsys.readouterr().err


def test_the_database_url_of_each_role_connects(capsys):
    """On the embedded server of the test run's home."""
    for role in ("owner", "loader", "operator", "analyst"):
        assert main(["database-url", "--role", role]) == 0
        assert capsys.readouterr().out.startswith(f"postgresql://newsfold_{role}:")


def test_explain_of_a_hostile_file_steers_no_terminal(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(
        "The ferry is back\nBy \x1b[31mJane Doe\n\nLisbon, Sep 26 (LNA) The \x1b]0;x\x07 ferry is back.\n"
    )
    main(["explain", str(tmp_path / "a.txt")])
    assert "\x1b" not in capsys.readouterr().out


def test_the_marts_follow_an_ingest_and_can_be_made_anew(inbox, empty_database_url, capsys):
    run_json(capsys, "ingest", str(inbox), "--database-url", empty_database_url)
    code, done = run_json(capsys, "marts", "--database-url", empty_database_url)
    assert (code, done["kind"]) == (0, "none")
    code, done = run_json(capsys, "marts", "--full", "--database-url", empty_database_url)
    assert (code, done["kind"], done["articles"]) == (0, "full", 2)


def test_a_source_is_forgotten_when_that_is_said_twice_and_can_come_again(inbox, empty_database_url, capsys):
    url = ("--database-url", empty_database_url)
    run_json(capsys, "ingest", str(inbox), *url)
    assert main(["forget", "adhoc", *url]) == 2
    assert "--yes" in capsys.readouterr().err
    assert main(["forget", "adhoc", "--before", "yesterday", "--yes", *url]) == 2
    capsys.readouterr()
    code, seen = run_json(capsys, "forget", "adhoc", "--dry-run", *url)
    assert (code, seen["forget"]["articles"]) == (0, 2)
    assert main(["forget", "adhoc", "--dry-run", *url]) == 0
    assert "files" not in capsys.readouterr().out, "a dry run does not count them"
    code, done = run_json(capsys, "forget", "adhoc", "--yes", *url)
    assert (code, done["forget"]["articles"], done["forget"]["files"]) == (0, 2, 2)
    code, report = run_json(capsys, "ingest", str(inbox), *url)
    assert (code, report["totals"]["unchanged"]) == (0, 2)
    code, done = run_json(capsys, "forget", "adhoc", "--lift", "--yes", *url)
    assert (code, done["lifted"]["removals"]) == (0, 2)
    code, report = run_json(capsys, "ingest", str(inbox), *url)
    assert (code, report["totals"]["original"]) == (0, 2)
    assert main(["forget", "nobody", "--yes", *url]) == 1
    assert "adhoc" in capsys.readouterr().err


def test_the_upkeep_says_what_each_task_did(inbox, empty_database_url, capsys):
    url = ("--database-url", empty_database_url)
    run_json(capsys, "ingest", str(inbox), *url)
    code, done = run_json(capsys, "maintain", *url)
    assert code == 0
    assert list(done) == list(maintenance.TASKS)
    assert main(["maintain", "--dry-run", "--task", "retention", *url]) == 0
    assert "retention" in capsys.readouterr().out
    assert main(["maintain", "--task", "retension", *url]) == 2
    assert "statistics" in capsys.readouterr().err


def test_a_slip_in_the_sources_is_told_before_anything_is_started(tmp_path, monkeypatch, capsys):
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "sources.toml").write_text("[source.a]\nlocation = 'inbox'\nlanguge = 'en'\n")
    monkeypatch.setattr("newsfold.cli.command_line.commands.project_root", lambda: tmp_path)
    monkeypatch.setenv("NEWSFOLD_HOME", str(tmp_path / "home"))
    assert main(["run"]) == 2
    assert "unknown key 'languge'; did you mean 'language'" in capsys.readouterr().err
    assert not (tmp_path / "home").exists()
