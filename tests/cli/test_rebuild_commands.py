"""`newsfold rebuild` and `newsfold status --verify`, as a person or a script uses them."""

import json

import pytest

from newsfold.cli.command_line import main

FERRY = """Ferry traffic on the Tejo resumes

Lisbon, Sep 26 (MNA) Ferry company Transtejo said on Friday that nine boats had returned to service after a strike.

Engineer Marta Vilela told reporters in Cacilhas that 140 crew members had voted for the new contract.
"""


@pytest.fixture
def filled(tmp_path, monkeypatch, database_url):
    """A database that the command has filled."""
    monkeypatch.setenv("NEWSFOLD_RAW_STORE", str(tmp_path / "raw"))
    (tmp_path / "ferry.txt").write_text(FERRY)
    assert main(["ingest", str(tmp_path / "ferry.txt"), "--database-url", database_url, "--json"]) == 0
    return database_url


def test_a_database_is_rebuilt_and_says_that_it_is_the_same(filled, tmp_path, empty_database_url, capsys):
    capsys.readouterr()
    where = ["rebuild", "--from", str(tmp_path / "raw"), "--database-url", empty_database_url]
    assert main([*where, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["same"], report["replayed"], report["articles_held"]) == (True, 1, 1)
    assert main(where) == 0
    told = capsys.readouterr()
    assert "0 of 1 entries replayed" in told.out
    assert "the same articles and stories as recorded" in told.out
    assert main(["status", "--verify", "--database-url", empty_database_url]) == 0
    assert f"what is held is what was loaded: {report['result']}" in capsys.readouterr().out


def test_a_raw_store_that_the_next_run_would_not_use_is_told(
    filled, tmp_path, empty_database_url, capsys, monkeypatch
):
    where = ["rebuild", "--from", str(tmp_path / "raw"), "--database-url", empty_database_url]
    assert main(where) == 0
    assert "NEWSFOLD_RAW_STORE" not in capsys.readouterr().err
    monkeypatch.setenv("NEWSFOLD_RAW_STORE", str(tmp_path / "elsewhere"))
    assert main(where) == 0
    assert f"the next run uses the raw store {tmp_path / 'elsewhere'}: put" in capsys.readouterr().err


def test_another_database_is_refused(filled, tmp_path, capsys):
    other = tmp_path / "other" / "journal"
    other.mkdir(parents=True)
    assert main(["rebuild", "--from", str(other.parent), "--database-url", filled]) == 1
    assert "has no journal" in capsys.readouterr().err


def test_a_folder_without_a_journal_is_wrong_usage(filled, tmp_path, capsys):
    assert main(["rebuild", "--from", str(tmp_path / "nowhere"), "--database-url", filled]) == 2
    assert "there is no raw store with a journal here" in capsys.readouterr().err
