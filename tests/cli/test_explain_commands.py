"""`newsfold explain` and `newsfold compare`."""

import json

from newsfold.cli.command_line import main


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
    (tmp_path / "again.txt").write_text((inbox / "first.txt").read_text())
    assert main(["compare", str(inbox / "first.txt"), str(tmp_path / "again.txt"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["relation"] in ("copy", "near_copy")
    assert main(["compare", str(inbox / "first.txt"), str(inbox / "second.txt"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["relation"] is None


def test_explain_of_a_hostile_file_steers_no_terminal(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(
        "The ferry is back\nBy \x1b[31mJane Doe\n\nLisbon, Sep 26 (LNA) The \x1b]0;x\x07 ferry is back.\n"
    )
    main(["explain", str(tmp_path / "a.txt")])
    assert "\x1b" not in capsys.readouterr().out
