"""Settings of sources that somebody tried or kept on the pages. Each function is part of the caller's transaction."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from newsfold.config.kept_settings import KeptSettings
from newsfold.store.connection import Connection, fetch_row, fetch_rows


def kept(connection: Connection) -> dict[str, Any]:
    """By slug the rows of the settings that hold: source_setting_id, settings, before, kept_at, kept_by."""
    return {row.slug: row for row in fetch_rows(connection, "source_settings/kept", {})}


def one(connection: Connection, source_setting_id: int) -> Any:
    """Settings by their id; None where there are none."""
    return fetch_row(connection, "source_settings/one", {"source_setting_id": source_setting_id})


def settings_of(row: Any) -> KeptSettings:
    """A row as what is laid over a source."""
    return KeptSettings(row.settings, row.before)


def propose(
    connection: Connection,
    slug: str,
    settings: Mapping[str, Any],
    before: Mapping[str, Any],
    *,
    by: str,
    now: datetime,
) -> int | None:
    """Note settings that are tried; their id, None for a source that nothing is known of yet."""
    values = {
        "slug": slug,
        "settings": json.dumps(settings),
        "before": json.dumps(before),
        "by": by,
        "now": now,
    }
    row = fetch_row(connection, "source_settings/propose", values)
    return None if row is None else int(row.source_setting_id)


def keep(connection: Connection, source_setting_id: int, *, by: str, now: datetime) -> bool:
    """They hold from now on, in the place of others; False where they were taken back, or are not there."""
    row = one(connection, source_setting_id)
    if row is None or row.ended_at is not None:
        return False
    if row.kept_at is None:
        end(connection, row.slug, by=by, now=now)
    changed = fetch_rows(
        connection, "source_settings/keep", {"source_setting_id": source_setting_id, "by": by, "now": now}
    )
    return bool(changed)


def end(connection: Connection, slug: str, *, by: str, now: datetime) -> bool:
    """They hold no longer; whether any did."""
    return bool(fetch_rows(connection, "source_settings/end", {"slug": slug, "by": by, "now": now}))
