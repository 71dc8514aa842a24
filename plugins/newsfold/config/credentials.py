"""What a source's Airflow connection holds. Secrets live there only, and are never shown."""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from newsfold.config.sources import SourceError


@dataclass(frozen=True, slots=True)
class Credentials:
    """A connection, with Airflow's names for its parts. `extra` holds what the transport asks for besides.

    `host` and `port` are used where the source's location has none of its own.
    """

    login: str | None = None
    password: str | None = field(default=None, repr=False)
    host: str | None = None
    port: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)


#: For sources that name no connection.
NO_CREDENTIALS = Credentials()


def from_environment(connection: str | None, environment: Mapping[str, str] = os.environ) -> Credentials:
    """A connection from the variable `AIRFLOW_CONN_<ID>`, as a URI or as JSON: the same that Airflow itself reads.

    Source: Airflow's documentation, "Managing Connections". Raises SourceError where it is not set or can't be read; the
    error never quotes the value.
    """
    if connection is None:
        return NO_CREDENTIALS
    name = f"AIRFLOW_CONN_{connection.upper()}"
    value = environment.get(name, "")
    if not value:
        raise SourceError(f"connection {connection!r}: the environment variable {name} is not set")
    try:
        return from_json(value) if value.lstrip().startswith("{") else from_uri(value)
    except (ValueError, TypeError) as error:
        raise SourceError(f"connection {connection!r}: {name} is neither a URI nor JSON") from error


def from_json(value: str) -> Credentials:
    """Airflow's JSON form of a connection."""
    parts = json.loads(value)
    extra = parts.get("extra") or {}
    return Credentials(
        parts.get("login"),
        parts.get("password"),
        parts.get("host"),
        int(parts["port"]) if parts.get("port") else None,
        json.loads(extra) if isinstance(extra, str) else extra,
    )


def from_uri(value: str) -> Credentials:
    """Airflow's URI form of a connection: the query holds the extras, or all of them as JSON in `__extra__`."""
    parts = urlsplit(value)
    extra: dict[str, Any] = dict(parse_qsl(parts.query))
    if "__extra__" in extra:
        extra = json.loads(extra["__extra__"])
    return Credentials(
        unquote(parts.username) if parts.username else None,
        unquote(parts.password) if parts.password else None,
        unquote(parts.hostname) if parts.hostname else None,
        parts.port,
        extra,
    )


def looked_up(
    connections: Iterable[str], look_up: Callable[[str], Credentials]
) -> Callable[[str | None], Credentials]:
    """Look connections up now, in this thread, for use from others. One that can't be had raises SourceError when it is used."""
    found: dict[str, Credentials | Exception] = {}
    for connection in connections:
        try:
            found[connection] = look_up(connection)
        except Exception as error:
            found[connection] = error

    def credentials(connection: str | None) -> Credentials:
        if connection is None:
            return NO_CREDENTIALS
        each = found.get(connection)
        if isinstance(each, SourceError):  # it says what to do, and holds no secret
            raise each
        if not isinstance(each, Credentials):
            raise SourceError(
                f"connection {connection!r}: {type(each).__name__ if each else 'not looked up'}"
            ) from each
        return each

    return credentials
