"""Settings of a source that are kept in the database for a while, and the lines of `sources.toml` that say the same."""

import dataclasses
import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsfold.config.source_entries import toml
from newsfold.config.sources import Source, SourceError
from newsfold.config.sources_file import build, check

#: What may be kept: how files are read. Where they come from, with which login, from which hosts and how politely, and whether at
#: all, is for the file alone, which is reviewed.
KEYS = (
    "columns", "format", "max_file_bytes", "language", "country", "time_zone", "date_order", "expected_files",
)  # fmt: skip
#: Stands in errors for a file.
PLACE = Path("settings")
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class KeptSettings:
    """`settings` are keys with their values, None for a key that the entry has not; `before` is what the file said of each."""

    settings: Mapping[str, Any]
    before: Mapping[str, Any]


def read_settings(text: str) -> dict[str, Any]:
    """Lines of TOML as keys with their values; an empty one is None: the entry has no such line. Raises SourceError for what is
    none, and for a key that may not be kept.
    """
    if len(text) > LONGEST:
        raise SourceError(f"more than {LONGEST:,} characters of settings")
    try:
        found = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"not valid TOML: {error}") from error
    for name in found:
        if name not in KEYS:
            near = difflib.get_close_matches(name, KEYS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"those that may be are {', '.join(KEYS)}"
            raise SourceError(f"{name} can't be kept here; {hint}")
    return {name: None if value in ("", {}) else value for name, value in found.items()}


def as_text(settings: Mapping[str, Any]) -> str:
    """The same settings as lines of TOML."""
    return "\n".join(
        f"{name} = {value_text(value if value is not None else {} if name == 'columns' else '')}"
        for name, value in settings.items()
    )


def value_text(value: Any) -> str:
    """A value as TOML writes it; columns as an inline table."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {toml(each)}" for name, each in value.items()) + " }"
    return toml(value)


def with_settings(source: Source, settings: Mapping[str, Any]) -> Source:
    """The source as it would be with other settings. Raises SourceError for a value that can't be meant."""
    stated = {each.name: getattr(source, each.name) for each in dataclasses.fields(Source)}
    usual = {each.name: each.default for each in dataclasses.fields(Source)}
    for name, value in settings.items():
        if name not in KEYS:
            raise SourceError(f"{name} can't be kept here")
        stated[name] = {} if name == "columns" and value is None else usual[name] if value is None else value
    where = f"[source.{source.slug}]"
    wanted = {name: list(value) if isinstance(value, tuple) else value for name, value in stated.items()}
    given = {name: value for name, value in wanted.items() if value is not None}
    try:
        return check(PLACE, where, build(Source, PLACE, where, given))
    except SourceError as error:
        raise SourceError(str(error).removeprefix(f"{PLACE}: {where}: ")) from error


def said_of(source: Source, names: Iterable[str]) -> dict[str, Any]:
    """What a source says of some keys, as JSON can hold it."""
    found = {name: getattr(source, name) for name in names}
    return {name: dict(each) if isinstance(each, Mapping) else each for name, each in found.items()}


def holding(source: Source, kept: KeptSettings) -> dict[str, Any]:
    """Those of the settings that hold: the file says of their keys what it said when they were kept."""
    now = said_of(source, (name for name in kept.settings if name in KEYS))
    return {
        name: value
        for name, value in kept.settings.items()
        if name in now and name in kept.before and now[name] == kept.before[name]
    }


def overlaid(source: Source, kept: KeptSettings) -> Source:
    """The source as runs read it. Raises SourceError for settings that this version does not know."""
    found = holding(source, kept)
    return with_settings(source, found) if found else source


def written(text: str, slug: str, settings: Mapping[str, Any]) -> str | None:
    """The text of `sources.toml` with the settings in a source's entry; None where only a person can write them."""
    lines = text.splitlines(keepends=True)
    for name, value in settings.items():
        start = header_at(lines, f"source.{slug}")
        if start is None:
            return None
        lines = with_columns(lines, slug, value) if name == "columns" else with_key(lines, start, name, value)
    new = "".join(lines)
    try:
        before, after = tomllib.loads(text.lstrip("\ufeff")), tomllib.loads(new.lstrip("\ufeff"))
    except ValueError:
        return None
    # That nothing else has changed is not believed but looked at.
    entry = before.get("source", {}).get(slug)
    if not isinstance(entry, dict):
        return None
    for name, value in settings.items():
        if value is None or value == {}:
            entry.pop(name, None)
        else:
            entry[name] = dict(value) if isinstance(value, Mapping) else value
    return new if before == after else None


def as_diff(text: str, slug: str, settings: Mapping[str, Any]) -> str | None:
    """What is to be committed, as a unified diff of `dags/sources.toml`; None where a person has to write it."""
    new = written(text, slug, settings)
    if new is None:
        return None
    name = "dags/sources.toml"
    return "".join(
        line if line.endswith("\n") else f"{line}\n"
        for line in difflib.unified_diff(
            text.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{name}", f"b/{name}"
        )
    )


def header_at(lines: list[str], name: str) -> int | None:
    """The line of a table's header; None where the table has none."""
    parts = r"\s*\.\s*".join(rf"""["']?{re.escape(part)}["']?""" for part in name.split("."))
    pattern = re.compile(rf"\s*\[\s*{parts}\s*\]")
    return next((number for number, line in enumerate(lines) if pattern.match(line)), None)


def end_of(lines: list[str], start: int) -> int:
    """The line behind the last one of a table that holds anything."""
    behind = next((n for n in range(start + 1, len(lines)) if lines[n].lstrip().startswith("[")), len(lines))
    while behind > start + 1 and (
        not lines[behind - 1].strip() or lines[behind - 1].lstrip().startswith("#")
    ):
        behind -= 1
    return behind


def with_key(lines: list[str], start: int, name: str, value: Any) -> list[str]:
    """The lines with one key of a table changed, added or left out."""
    end = end_of(lines, start)
    key = re.compile(rf"""\s*["']?{re.escape(name)}["']?\s*=""")
    at = next((number for number in range(start + 1, end) if key.match(lines[number])), None)
    new = [] if value is None else [f"{name} = {value_text(value)}\n"]
    if at is not None:
        return [*lines[:at], *new, *lines[at + 1 :]]
    head = [line if line.endswith("\n") else f"{line}\n" for line in lines[:end]]
    return [*head, *new, *lines[end:]]


def with_columns(lines: list[str], slug: str, columns: Mapping[str, str] | None) -> list[str]:
    """The lines with the columns of a source: in their own table, else where they stand, else in a new table."""
    start, own = header_at(lines, f"source.{slug}") or 0, header_at(lines, f"source.{slug}.columns")
    if own is None:
        inline = any(re.match(r"\s*columns\s*=", line) for line in lines[start : end_of(lines, start)])
        if inline:
            return with_key(lines, start, "columns", columns or None)
        end = end_of(lines, start)
        table = [
            "\n",
            f"[source.{slug}.columns]\n",
            *(f"{name} = {toml(each)}\n" for name, each in (columns or {}).items()),
        ]
        head = [line if line.endswith("\n") else f"{line}\n" for line in lines[:end]]
        return [*head, *(table if columns else []), *lines[end:]]
    if not columns:
        return [*lines[:own], *lines[end_of(lines, own) :]]
    named = [
        match[1]
        for line in lines[own + 1 : end_of(lines, own)]
        if (match := re.match(r"""\s*["']?([\w-]+)["']?\s*=""", line))
    ]
    for name in [*(each for each in named if each not in columns), *columns]:
        lines = with_key(lines, own, name, columns.get(name))
    return lines
