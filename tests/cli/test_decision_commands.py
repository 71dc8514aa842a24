"""`newsfold decide` and `newsfold decisions`."""

import json

import pytest

from newsfold.cli import command_line

PAGE = (
    "<html lang='en'><head><title>{0}</title></head><body><article><h1>{0}</h1><p>Sept 26, 2025</p><p>{1}</p>"
    "</article></body></html>"
)
FERRY = (
    "The ferry between Orrin and Lund sails again on Friday, the harbour master Brannagh Tully said. It carries 60 cars and "
    "200 passengers. Repairs of the ramp took eleven weeks and cost 340,000 euros, half of it paid by the Lund Water Board."
)
LAMP = (
    "Imre Halloway, keeper of the lamp at Kestrel Bay for 44 years, retired on Thursday. His log books count 3,112 storms and "
    "go to the museum of Port Saranne. Odile Marchetti of the Northern Lights Office follows him next week."
)


@pytest.fixture
def run(tmp_path, empty_database_url, capsys, monkeypatch):
    """Runs the command on a database with two articles; exit code, output, errors."""
    (tmp_path / "inbox").mkdir()
    monkeypatch.setenv("NEWSFOLD_RAW_STORE", str(tmp_path / "raw"))
    for name, text in (("ferry", FERRY), ("lamp", LAMP)):
        (tmp_path / "inbox" / f"{name}.html").write_text(PAGE.format(f"The {name}", text))

    def call(*arguments: str):
        code = command_line.main([*arguments, "--database-url", empty_database_url])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    assert call("ingest", str(tmp_path / "inbox"), "--json")[0] == 0
    return call


def article_ids(run) -> list[str]:
    rows = run("sql", "select article_id from analytics.articles order by 1", "--json")[1].splitlines()
    return [str(json.loads(row)["article_id"]) for row in rows]


def test_decisions_are_made_listed_taken_back_and_exported_as_labelled_pairs(run, tmp_path):
    one, other = article_ids(run)
    assert run("decide", "same", one, other, "--by", "ana", "--json")[0] == 0
    code, out, _ = run("decide", "day", one, "--day", "2025-09-20", "--by", "ana", "--note", "seen", "--json")
    assert code == 0
    assert json.loads(out)["redated"] == 1
    rows = [json.loads(line) for line in run("decisions", "--json")[1].splitlines()]
    assert [(row["verdict"], row["day"]) for row in rows] == [("day", "2025-09-20"), ("same", None)]
    listed = run("decide", "--list")[1]
    assert "seen" in listed
    target = tmp_path / "pairs.jsonl"
    assert run("decisions", "--export", str(target))[0] == 0
    (pair,) = map(json.loads, target.read_text().splitlines())
    assert pair["same"] is True
    assert {pair["a"]["id"], pair["b"]["id"]} == {int(one), int(other)}
    assert "harbour master" in pair["a"]["text"] + pair["b"]["text"]
    assert run("decide", "revoke", str(rows[0]["decision_id"]))[0] == 0
    assert len(run("decisions", "--json")[1].splitlines()) == 1
    assert len(run("decisions", "--all", "--json")[1].splitlines()) == 2
    assert run("decide", "unsure", one, other)[0] == 0
    assert run("decide", "apply")[1].strip() == "nothing waits to be obeyed"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["decide"], "takes a verdict"),
        (["decide", "same", "1"], "two articles"),
        (["decide", "day", "1"], "--day"),
        (["decide", "same", "1", "2", "--day", "2025-09-20"], "--day"),
        (["decide", "day", "999999", "--day", "2025-09-20"], "no article 999999"),
        (["decide", "day", "1", "--day", "2999-01-01"], "it is not of 2999-01-01"),
        (["decide", "revoke", "1", "2"], "one decision"),
        (["decide", "revoke", "999"], "no decision 999"),
        (["decide", "apply", "1"], "no ids"),
    ],
)
def test_wrong_usage_gives_2_and_says_what_is_wrong(run, arguments, message):
    code, _, errors = run(*arguments)
    assert code == 2
    assert message in " ".join(errors.split())
