"""`newsfold report` and `newsfold status`."""

from newsfold.cli.command_line import main


def test_status_of_a_well_kept_database_gives_0(inbox, empty_database_url, capsys, run_json):
    main(["ingest", str(inbox), "--database-url", empty_database_url])
    capsys.readouterr()
    code, state = run_json("status", "--database-url", empty_database_url)
    assert code == 0
    assert state["articles"] == 2
