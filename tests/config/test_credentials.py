"""Connections from the environment, as Airflow writes them."""

import json

import pytest

from newsfold.config.credentials import NO_CREDENTIALS, Credentials, from_environment, looked_up
from newsfold.config.sources import SourceError


def test_a_source_without_a_connection_needs_none() -> None:
    assert from_environment(None, {}) is NO_CREDENTIALS


def test_both_forms_of_airflow_are_read() -> None:
    expected = Credentials("kim", "s/e:c", "drop.example", 2222, {"region_name": "eu-1"})
    uri = "sftp://kim:s%2Fe%3Ac@drop.example:2222/?region_name=eu-1"
    document = {
        "login": "kim",
        "password": "s/e:c",
        "host": "drop.example",
        "port": 2222,
        "extra": {"region_name": "eu-1"},
    }
    for value in (uri, json.dumps(document), json.dumps(document | {"extra": '{"region_name": "eu-1"}'})):
        assert from_environment("wire_drop", {"AIRFLOW_CONN_WIRE_DROP": value}) == expected
    nested = from_environment("x", {"AIRFLOW_CONN_X": "http:///?__extra__=" + "%7B%22a%22%3A%20%5B1%5D%7D"})
    assert nested.extra == {"a": [1]}


def test_what_is_missing_or_broken_is_named_and_never_quoted() -> None:
    with pytest.raises(SourceError, match="AIRFLOW_CONN_WIRE is not set"):
        from_environment("wire", {})
    with pytest.raises(SourceError, match="neither a URI nor JSON") as caught:
        from_environment("wire", {"AIRFLOW_CONN_WIRE": "{geheim"})
    assert "geheim" not in str(caught.value)


def test_secrets_are_not_shown() -> None:
    assert "geheim" not in repr(Credentials("kim", "geheim", extra={"private_key": "geheim"}))


def test_connections_are_looked_up_at_once_and_fail_where_they_are_used() -> None:
    asked = []

    def look_up(name: str) -> Credentials:
        asked.append(name)
        if name == "gone":
            raise KeyError(name)
        return Credentials("kim")

    credentials = looked_up(["wire", "gone"], look_up)
    assert asked == ["wire", "gone"]
    assert credentials("wire").login == "kim"
    assert credentials(None) is NO_CREDENTIALS
    for name in ("gone", "never"):
        with pytest.raises(SourceError, match=name):
            credentials(name)


def test_what_an_error_of_ours_says_reaches_whoever_uses_the_connection() -> None:
    def look_up(name: str) -> Credentials:
        raise (
            SourceError(f"there is no connection {name}: add it") if name == "wire" else ValueError("geheim")
        )

    credentials = looked_up(["wire", "other"], look_up)
    with pytest.raises(SourceError, match="there is no connection wire: add it"):
        credentials("wire")
    with pytest.raises(SourceError) as hidden:
        credentials("other")
    assert "geheim" not in str(hidden.value)
