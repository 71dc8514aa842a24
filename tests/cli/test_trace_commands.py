"""`newsfold trace`."""

import json

from newsfold.cli.command_line import main

SPEECH = """Friends, this is a day that we have waited for at the river since the spring of that year.

Engineer Marta Vilela told reporters in Cacilhas that 140 crew members had voted for the new contract.

I thank you all for your patience.
"""


def test_a_text_that_is_not_ours_is_traced_sentence_by_sentence(
    inbox, empty_database_url, tmp_path, run_json, capsys
):
    run_json("ingest", str(inbox), "--database-url", empty_database_url)
    (tmp_path / "speech.txt").write_text(SPEECH)
    command = ["trace", str(tmp_path / "speech.txt"), "--database-url", empty_database_url]
    assert main(command) == 0
    shown = capsys.readouterr().out
    assert "1 of 3 sentences are carried" in shown
    assert "Ferry traffic on the Tejo resumes, sentence 2, word for word" in shown
    assert main([*command, "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [len(each["carriers"]) for each in told] == [0, 1, 0]
    (carrier,) = told[1]["carriers"]
    assert (carrier["kind"], carrier["similarity"], carrier["published_on"]) == (
        "verbatim",
        1.0,
        "2025-09-26",
    )


def test_what_nobody_carries_has_exit_code_1(inbox, empty_database_url, tmp_path, run_json, capsys):
    run_json("ingest", str(inbox), "--database-url", empty_database_url)
    (tmp_path / "other.txt").write_text(
        "Nobody in the world has ever written this sentence about glassworks before."
    )
    assert main(["trace", str(tmp_path / "other.txt"), "--database-url", empty_database_url]) == 1
    assert "0 of 1 sentences are carried" in capsys.readouterr().out


def test_a_file_without_text_is_wrong_usage(empty_database_url, tmp_path, capsys):
    (tmp_path / "empty.txt").write_bytes(b"")
    assert main(["trace", str(tmp_path / "empty.txt"), "--database-url", empty_database_url]) == 2
    assert "empty.txt" in capsys.readouterr().err
