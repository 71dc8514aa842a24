"""`newsfold replay` and `newsfold dismiss`."""

from newsfold.cli.command_line import main


def test_replay_reads_quarantined_files_again(inbox, empty_database_url, capsys, run_json):
    (inbox / "broken.txt").write_bytes(b"")
    main(["ingest", str(inbox), "--database-url", empty_database_url])
    capsys.readouterr()
    code, report = run_json("replay", "--database-url", empty_database_url)
    assert (code, report["totals"]["files"], report["totals"]["quarantined"]) == (1, 1, 1)
    assert report["trigger"] == "replay"


def test_replay_takes_days_and_refuses_what_is_none(inbox, empty_database_url, capsys, run_json):
    main(["ingest", str(inbox), "--database-url", empty_database_url])
    capsys.readouterr()
    days = ("--day", "2000-01-01:2100-01-01", "--dry-run", "--database-url", empty_database_url)
    code, report = run_json("replay", *days)
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
