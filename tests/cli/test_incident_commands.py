"""`newsfold incidents`, and what `newsfold status` says of them."""

import json
from contextlib import closing
from datetime import UTC, datetime

import pytest

from newsfold.cli.command_line import main
from newsfold.operate import incidents
from newsfold.store.connection import connect


@pytest.fixture
def incident(database_url) -> int:
    """The number of an incident: a run that failed."""
    with closing(connect(database_url)) as connection:
        with connection, connection.cursor() as cursor:
            cursor.execute(
                "insert into ops.run (run_key, trigger, state, started_at, dry_run)"
                " values ('airflow:news_ingest:[a]', 'airflow', 'failed', now(), false)"
            )
        incidents.refresh(connection, {}, datetime.now(UTC))
        (found,) = incidents.present(connection, {}, datetime.now(UTC))
    return found.incident_id


def asked(capsys, url: str, *arguments: str) -> list | dict:
    assert main(["incidents", *arguments, "--json", "--database-url", url]) == 0
    return json.loads(capsys.readouterr().out)


def test_one_is_owned_noted_silenced_resolved_and_opened_again(database_url, incident, capsys):
    number = str(incident)
    (row,) = asked(capsys, database_url)
    assert (row["kind"], row["level"], row["incident_id"]) == ("run_failed", "bad", incident)
    for arguments in (["--own"], ["--note", "[red]rang[/red] them"], ["--silence", "2d"], ["--resolve"]):
        done = asked(capsys, database_url, number, *arguments, "--by", "Ada")
        assert done["incident_id"] == incident
    assert asked(capsys, database_url) == []
    (past,) = asked(capsys, database_url, "--past")
    assert (past["owner"], past["note"], past["resolved_by"]) == ("Ada", "[red]rang[/red] them", "Ada")
    assert main(["incidents", number, "--resolve", "--database-url", database_url]) == 2
    assert "can be resolved" in capsys.readouterr().err
    asked(capsys, database_url, number, "--reopen")
    assert len(asked(capsys, database_url)) == 1
    assert main(["incidents", number, "--database-url", database_url]) == 0
    shown = capsys.readouterr().out
    assert "noted by Ada: [red]rang[/red] them" in shown
    assert "silenced" in shown


@pytest.mark.parametrize("arguments", [["--own"], ["999", "--resolve"], ["1", "--silence", "soon"]])
def test_what_can_not_be_done_is_wrong_usage(database_url, incident, arguments):
    assert main(["incidents", *arguments, "--database-url", database_url]) == 2


def test_status_lists_them_and_ends_with_1(database_url, incident, capsys):
    assert main(["status", "--database-url", database_url]) == 1
    assert f"incident {incident}" in " ".join(capsys.readouterr().out.split())
    main(["incidents", str(incident), "--silence", "2d", "--database-url", database_url])
    capsys.readouterr()
    main(["status", "--json", "--database-url", database_url])
    (row,) = json.loads(capsys.readouterr().out)["incidents"]
    assert row["silenced_until"]
