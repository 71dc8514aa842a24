"""`newsfold ingest`: what it reports, and its exit codes."""

import json

from newsfold.cli.command_line import main
from newsfold.pipeline import workspaces


def test_ingest_reports_as_json_and_gives_0(inbox, empty_database_url, run_json):
    code, report = run_json("ingest", str(inbox), "--database-url", empty_database_url)
    assert code == 0
    assert report["totals"]["original"] == 2
    assert report["totals"]["balanced"]
    assert report["state"] == "published"


def test_what_may_not_be_read_is_named_before_a_run_begins(
    inbox, empty_database_url, capsys, monkeypatch, run_json
):
    closed, url = inbox / "second.txt", ("--database-url", empty_database_url)
    run_json("ingest", str(inbox), *url)
    monkeypatch.setattr(workspaces, "is_closed", lambda path: path == closed)
    assert main(["ingest", str(inbox), *url]) == 1
    assert f"{closed}: Permission denied" in capsys.readouterr().err
    assert len(run_json("status", *url)[1]["runs"]) == 1


def test_ingesting_again_is_all_unchanged(inbox, empty_database_url, run_json):
    run_json("ingest", str(inbox), "--database-url", empty_database_url)
    code, report = run_json("ingest", str(inbox), "--database-url", empty_database_url)
    assert (code, report["totals"]["unchanged"], report["totals"]["found"]) == (0, 2, 2)


def test_ingest_of_a_broken_file_gives_1_and_status_says_why(inbox, empty_database_url, run_json):
    (inbox / "broken.txt").write_bytes(b"")
    code, report = run_json("ingest", str(inbox), "--database-url", empty_database_url)
    assert (code, report["totals"]["quarantined"]) == (1, 1)
    code, state = run_json("status", "--database-url", empty_database_url)
    assert code == 1
    assert [each["reason_code"] for each in state["reasons"]] == ["empty"]


def test_a_dry_run_loads_nothing(inbox, empty_database_url, capsys, run_json):
    code, report = run_json("ingest", str(inbox), "--dry-run", "--database-url", empty_database_url)
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


def test_an_unknown_source_gives_2_and_the_nearest_one(inbox, empty_database_url, capsys):
    arguments = ["ingest", str(inbox), "--source", "kestrel-wier", "--database-url", empty_database_url]
    assert main(arguments) == 2
    assert "did you mean kestrel-wire?" in capsys.readouterr().err


def test_files_of_no_source_may_be_named_so(inbox, empty_database_url, run_json):
    code, report = run_json("ingest", str(inbox), "--source", "adhoc", "--database-url", empty_database_url)
    assert (code, report["totals"]["original"]) == (0, 2)
