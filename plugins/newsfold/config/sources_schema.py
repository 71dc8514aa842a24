"""The JSON Schema of `sources.toml`, for editors: made of the dataclasses that read it.

Source: JSON Schema 2020-12.
"""

from dataclasses import MISSING, fields
from typing import Any

from newsfold.config.sources import (
    ALERT_ON,
    COLUMN_FIELDS,
    FOLLOWS,
    FORMATS,
    GATE_DEFAULTS,
    MOST_REWRITE_DAYS,
    SCHEDULES,
    SCHEMES,
    FoldSettings,
    Settings,
    Source,
)
from newsfold.config.sources_file import type_name

DESCRIPTIONS = {
    "location": "A folder or a glob, or an address: "
    + ", ".join(f"{scheme}://" for scheme in SCHEMES)
    + ". {day} or"
    " {day:%Y/%m/%d} stands for each day of a run. Relative folders start at the folder that holds dags/.",
    "name": "For people.",
    "connection": "Id of the Airflow connection that holds the credentials; for the command: AIRFLOW_CONN_<ID>.",
    "schedule": "When the source is fetched: daily; hourly; or on_arrival, as soon as it has something new, and daily besides.",
    "watch_seconds": "For schedule = on_arrival: how often it is looked at. Absent: each second for a folder, each minute for a"
    " server.",
    "follow": "For the web. Empty: the location is the file. links: a directory listing or a list of URLs. items: a feed or"
    " a sitemap whose items' pages are the files.",
    "match": "For follow = links: a glob that the path below the location has to fit.",
    "hosts": "For the web: other hosts that may be asked, such as cdn.example.org, *.example.org or"
    " cdn.example.org:8080; ports other than 80 and 443 have to be named.",
    "private_network": "For the web: addresses that are not public may be asked.",
    "obey_robots": "For the web: robots.txt and its crawl delay are obeyed.",
    "requests_per_minute": "For the web: the rate limit of the host, over all workers.",
    "recheck_hours": "A known file for which neither listing nor server gives a date is asked for again after this many hours.",
    "language": "ISO 639-1. Used where an article itself says nothing, like the next three.",
    "country": "ISO 3166-1 alpha-2.",
    "time_zone": "IANA name.",
    "date_order": "DMY, MDY or YMD.",
    "agency": "The agency that the source is: what it publishes under that name it wrote itself.",
    "enabled": "false: only when it is asked for by name.",
    "settle_seconds": "A file changed more recently is still being written, and left for the next run.",
    "names_grow": "Names of new files sort after all older ones, so that a listing can begin at the last known name.",
    "max_file_bytes": "A larger file is quarantined unread.",
    "max_run_files": "A run fetches at most this many files of the source; the rest is left to the next run.",
    "max_run_bytes": "A run stops fetching the source after this many bytes; the rest is left to the next run.",
    "max_run_minutes": "A run stops fetching the source after this many minutes; the rest is left to the next run.",
    "max_listed_files": "A listing may name at most this many files. The rest is unknown, and the source's state says so.",
    "max_pages": "For the web: how many pages of a paged feed (rel=next, next_url) a run follows.",
    "expected_files": "Files a day that the source should deliver, instead of what is learned; a check warns below a"
    " quarter of it, and above four times it.",
    "freshness_hours": "How old the newest file may be; a check warns beyond.",
    "embargo_minutes": "Articles are hidden from analysts until this many minutes after their publication; where only its day"
    " is known, after the end of that day; where nothing is, after the fetch.",
    "retention_days": "An article is removed this many days after a record of it last came, and its text where no other article"
    " holds it. 0: kept for ever. Absent: what [ingest] says, else for ever.",
    "maintenance_schedule": "Cron: when the maintenance runs.",
    "keep_changes_days": "How long followers of the feed of changes may stay away.",
    "format": "The format of text whose content does not show it.",
    "licence": "What the articles may be used for.",
    "owner": "Who looks after it: a person or a team. Incidents of the source are theirs from the start.",
    "tags": "Groups that it belongs to, such as finance or north; the sources page filters by them.",
    "note": "What others should know of it.",
    "columns": "For CSV and JSON: which column or property holds which field.",
    "hourly_schedule": "Cron: when the hourly sources are fetched.",
    "arrival_pause_seconds": "Least time between the beginnings of two runs for what has arrived; what lands meanwhile goes into"
    " the next one.",
    "batch_files": "Files for one normalize task.",
    "look_back_days": "Days before its own in which a run looks for late files, where a location holds {day}.",
    "reader_memory_mb": "Memory limit of a process that reads files; a file that takes more is quarantined.",
    "file_seconds": "Time limit until a file gives its next record, and as much again for each 10 MB; beyond, it is quarantined.",
    "sources_at_once": "How many servers are fetched from at the same time.",
    "fetch_minutes": "Time limit of a run's whole fetch, below the two hours that its task has.",
    "gate_low": "A run that delivers less than this share of what is typical of the weekday waits for a person.",
    "gate_high": "A run, or a source of it, that delivers more than this many times what is typical waits for a person.",
    "gate_quarantine": "A run, or a source of it, with this share of its records refused waits for a person.",
    "gate_least": "Fewer records than that, missing, in excess or refused, never make a run wait.",
    "gate_wait_hours": "How long a run waits for a person; then gate_default applies.",
    "gate_default": "What happens to a run that nobody has decided on in time.",
    "deadline_hours": "A daily run that takes longer is reported by a message; 0: never.",
    "alert_on": "When a run sends its message: where something is wrong, or always.",
    "learn_folders": "Folders, with what is below them, in which the pages may learn a source. Relative ones start at the folder"
    " that holds dags/. Empty: in none.",
    "rewrite_days": "So many days apart may two tellings of one report lie, in other words or another language; copies are found"
    " at any distance. 0: of one day only. After a change: newsfold refold --dry-run, then newsfold refold.",
    "contact": "How owners of web servers can reach you, for the User-Agent: a URL or mailto: address.",
}
CHOICES = {
    "gate_default": GATE_DEFAULTS,
    "alert_on": ALERT_ON,
    "schedule": SCHEDULES,
    "follow": FOLLOWS,
    "format": FORMATS,
    "date_order": ("DMY", "MDY", "YMD"),
}
TYPES = {
    "str": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "a list of strings": "array",
    "a table of strings": "object",
}


def sources_schema() -> dict[str, Any]:
    """The schema of the whole file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Newsfold's sources.toml",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "ingest": table_schema(
                Settings,
                {
                    "schedule": "Cron: when the daily sources are fetched.",
                    "time_zone": "IANA.",
                    "max_file_bytes": "What holds for sources that name none, and for files of no source.",
                },
            ),
            "fold": table_schema(FoldSettings, {}),
            "source": {
                "type": "object",
                "propertyNames": {"pattern": "^[a-z0-9-]+$"},
                "additionalProperties": table_schema(Source, {}) | {"required": ["location"]},
            },
        },
    }


def table_schema(shape: type, descriptions: dict[str, str]) -> dict[str, Any]:
    """One table, made of a dataclass. `descriptions` go before `DESCRIPTIONS`."""
    properties = {
        each.name: key_schema(each, descriptions.get(each.name) or DESCRIPTIONS[each.name])
        for each in fields(shape)
        if each.name not in ("slug", "fold")
    }
    return {"type": "object", "additionalProperties": False, "properties": properties}


def key_schema(each: Any, description: str) -> dict[str, Any]:
    """One key, with its type, its choices and its default."""
    declared = type_name(each.type).removesuffix(" | None")
    schema: dict[str, Any] = {"type": TYPES[declared], "description": description}
    if declared == "a list of strings":
        schema["items"] = {"type": "string"}
    if each.name == "columns":
        schema |= {"additionalProperties": {"type": "string"}, "propertyNames": {"enum": list(COLUMN_FIELDS)}}
    if each.name == "rewrite_days":
        schema |= {"minimum": 0, "maximum": MOST_REWRITE_DAYS}
    if each.name in CHOICES and "cron" not in description.lower():
        schema["enum"] = list(CHOICES[each.name])
    if each.default is not MISSING and each.default not in (None, ()):
        schema["default"] = list(each.default) if isinstance(each.default, tuple) else each.default
    return schema
