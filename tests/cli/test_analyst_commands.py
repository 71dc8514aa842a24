"""`newsfold marts`."""


def test_the_marts_follow_an_ingest_and_can_be_made_anew(inbox, empty_database_url, run_json):
    run_json("ingest", str(inbox), "--database-url", empty_database_url)
    code, done = run_json("marts", "--database-url", empty_database_url)
    assert (code, done["kind"]) == (0, "none")
    code, done = run_json("marts", "--full", "--database-url", empty_database_url)
    assert (code, done["kind"], done["articles"]) == (0, "full", 2)
