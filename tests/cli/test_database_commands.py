"""`newsfold sql` and `newsfold database-url`: whose rights hold, and how rows are shown."""

import json

import pytest

from newsfold.cli import console
from newsfold.cli.command_line import main


def test_sql_prints_rows(empty_database_url, capsys):
    assert (
        main(["sql", "select 1 as one, 'x' as letter", "--json", "--database-url", empty_database_url]) == 0
    )
    assert json.loads(capsys.readouterr().out) == {"one": 1, "letter": "x"}


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (30, ["letters       more", "abcdefghijkl  abcdefghijkl"]),
        (24, ["row 1", "column   value", "letters  abcdefghijkl", "more     abcdefghijkl"]),
    ],
)
def test_columns_that_have_no_room_stand_one_below_the_other(
    width, shown, empty_database_url, capsys, monkeypatch
):
    monkeypatch.setattr(console.out, "width", width)
    query = "select 'abcdefghijkl' as letters, 'abcdefghijkl' as more"
    assert main(["sql", query, "--database-url", empty_database_url]) == 0
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert [line for line in lines if line] == shown


def test_two_columns_of_one_name_are_refused_as_objects_and_shown_as_a_table(empty_database_url, capsys):
    asked = ("sql", "select 1 as a, 2 as a", "--role", "owner", "--database-url", empty_database_url)
    assert main([*asked, "--json"]) == 2
    assert "two columns have one name" in capsys.readouterr().err
    assert main([*asked]) == 0


def test_a_wrong_statement_gives_1_and_the_servers_words(empty_database_url, capsys):
    assert main(["sql", "select nonsense", "--database-url", empty_database_url]) == 1
    assert 'column "nonsense" does not exist' in capsys.readouterr().err


def test_an_analyst_with_a_url_of_their_own_can_query_and_not_write(role_url, capsys):
    url = role_url("analyst")
    assert main(["sql", "select count(*) as n from analytics.articles", "--json", "--database-url", url]) == 0
    assert json.loads(capsys.readouterr().out) == {"n": 0}
    assert main(["sql", "select * from ops.run", "--database-url", url]) == 1
    assert "permission denied" in capsys.readouterr().err


def test_the_role_holds_on_a_named_database_too(role_url, capsys):
    assert (
        main(["sql", "select * from ops.run", "--role", "analyst", "--database-url", role_url("owner")]) == 1
    )
    assert "permission denied" in capsys.readouterr().err


def test_the_database_url_of_each_role_connects(capsys):
    """On the embedded server of the test run's home."""
    for role in ("owner", "loader", "operator", "analyst"):
        assert main(["database-url", "--role", role]) == 0
        assert capsys.readouterr().out.startswith(f"postgresql://newsfold_{role}:")
