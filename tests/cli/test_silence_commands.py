"""`newsfold silence`."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from newsfold.cli.command_line import main
from newsfold.store import decisions, expectations
from newsfold.store.connection import connect


def listed(capsys, url: str) -> list[dict]:
    assert main(["silence", "--list", "--json", "--database-url", url]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_silence_holds_until_it_ends_or_is_taken_back(database_url, capsys):
    given = [
        "silence",
        "kestrel-wire",
        "--for",
        "3d",
        "--note",
        "strike",
        "--by",
        "Ada",
        "--database-url",
        database_url,
    ]
    assert main(given) == 0
    capsys.readouterr()
    (row,) = listed(capsys, database_url)
    assert (row["slug"], row["reason_code"], row["note"], row["decided_by"]) == (
        "kestrel-wire",
        None,
        "strike",
        "Ada",
    )
    ends = datetime.fromisoformat(row["expires_at"])
    assert timedelta(days=2.9) < ends - datetime.now(UTC) <= timedelta(days=3)
    assert main(["silence", "--revoke", str(row["decision_id"]), "--database-url", database_url]) == 0
    capsys.readouterr()
    assert listed(capsys, database_url) == []
    assert main(["silence", "--revoke", str(row["decision_id"]), "--database-url", database_url]) == 2


def test_a_reason_can_be_silenced_and_an_ended_silence_holds_no_more(database_url, capsys):
    assert main(["silence", "pointer", "--for", "90m", "--database-url", database_url]) == 0
    now = datetime.now(UTC)
    with closing(connect(database_url)) as connection:
        with connection:
            decisions.insert_act(
                connection,
                "silence",
                decided_by="Ada",
                slug="kestrel-wire",
                expires_at=now - timedelta(1),
                now=now,
            )
        (row,) = expectations.silences(connection, now)
        assert (row.slug, row.reason_code) == (None, "pointer")
        assert expectations.silences(connection, now + timedelta(minutes=91)) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["kestrel-wier"], "did you mean kestrel-wire?"),
        (["kestrel-wire", "--for", "soon"], "3d"),
        (["kestrel-wire", "--for", "400d"], "up to a year"),
        (["kestrel-wire", "--for", "0d"], "3d"),
        ([], "--list"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, words, database_url, capsys):
    assert main(["silence", *arguments, "--database-url", database_url]) == 2
    assert words in " ".join(capsys.readouterr().err.split())
