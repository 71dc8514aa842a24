"""`newsfold marts`."""

from newsfold.cli.command_line import main


def test_the_marts_follow_an_ingest_and_can_be_made_anew(inbox, empty_database_url, run_json):
    run_json("ingest", str(inbox), "--database-url", empty_database_url)
    code, done = run_json("marts", "--database-url", empty_database_url)
    assert (code, done["kind"]) == (0, "none")
    code, done = run_json("marts", "--full", "--database-url", empty_database_url)
    assert (code, done["kind"], done["articles"]) == (0, "full", 2)


def test_a_person_reads_what_a_refresh_did(inbox, empty_database_url, run_json, capsys):
    run_json("ingest", str(inbox), "--database-url", empty_database_url)
    for options, expected in (
        (["--full"], "full refresh: 2 articles, 2 stories, 1 days in "),
        ([], "nothing to do"),
    ):
        assert main(["marts", *options, "--database-url", empty_database_url]) == 0
        assert expected in capsys.readouterr().out
