"""The report of a run on a terminal."""

from newsfold.cli.command_line import main


def test_the_report_for_a_person_names_what_counts(inbox, empty_database_url, capsys):
    (inbox / "broken.txt").write_bytes(b"")
    main(["ingest", str(inbox), "--database-url", empty_database_url])
    text = capsys.readouterr().out
    assert "3 found = 2 + 0 + 0 + 0 + 0 + 0 + 1: balanced" in text
    assert "broken.txt" in text
    assert "empty" in text
