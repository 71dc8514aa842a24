"""Entries of `sources.toml` as text, and the one place where they are written: behind what stands there, which is not touched."""

import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from newsfold.config.home import locked
from newsfold.config.sources import ADHOC, SourceError
from newsfold.config.sources_file import load_sources

MAX_SLUG = 60
#: Control characters, ends of lines, halves of characters, and what turns the direction of what is behind it: an entry would
#: be read another way than it is.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
Value = str | int | float | bool | Sequence[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A proposed entry: the keys of `Source` with their values, the columns that it names, and for each key why."""

    slug: str
    values: Mapping[str, Value]
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)
    reasons: Mapping[str, str] = field(default_factory=dict, hash=False)
    notes: Sequence[str] = ()

    def text(self) -> str:
        """The entry in TOML, each line with its reason behind it."""
        lines = [*(f"# {bare(note)}" for note in self.notes), f"[source.{self.slug}]"]
        lines += [self.line(name, value, name) for name, value in self.values.items()]
        if self.columns:
            lines += ["", f"[source.{self.slug}.columns]"]
            lines += [self.line(name, column, f"columns.{name}") for name, column in self.columns.items()]
        return "\n".join(lines) + "\n"

    def line(self, name: str, value: Value, reason: str) -> str:
        """A key and its value."""
        why = self.reasons.get(reason)
        return f"{name} = {toml(value)}" + (f"  # {bare(why)}" if why else "")


def toml(value: Value) -> str:
    """A value as TOML writes it: strings, numbers, truth values and lists of strings are those of JSON."""
    shown = bare(value) if isinstance(value, str) else value
    shown = [bare(each) for each in shown] if isinstance(shown, list | tuple) else shown
    return json.dumps(shown, ensure_ascii=False)


def bare(text: str) -> str:
    """Text on one line."""
    return UNSEEN.sub(" ", text).strip()


def slug_of(name: str, taken: Container[str] = ()) -> str:
    """A slug made of a name, and of a number where it is taken: lower-case letters, digits and hyphens."""
    plain = (
        unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss")).encode("ascii", "ignore").decode()
    )
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_SLUG].strip("-") or "source"
    if slug not in taken and slug != ADHOC:
        return slug
    # Thousands of one name are no reason to try each number.
    most = 2
    while f"{slug}-{most}" in taken:
        most *= 2
    least = most // 2
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if f"{slug}-{middle}" in taken else (least, middle)
    return f"{slug}-{most}"


def append_entries(path: Path, entries: Iterable[Entry]) -> None:
    """The same as `append_texts`, for entries."""
    append_texts(path, (entry.text() for entry in entries))


def with_entries(before: str, texts: Iterable[str]) -> str:
    """The text of `sources.toml` with entries behind what stands there."""
    return "\n".join([before.rstrip("\n") + "\n", *texts])


def append_texts(path: Path, texts: Iterable[str]) -> None:
    """Write entries behind what stands in `sources.toml`, all or none. Raises SourceError where the file would not be
    valid, which holds for a slug that is there already, and where it can't be written.
    """
    lock = path.with_name(f".{path.name}.lock")
    try:
        with locked(lock):
            try:
                before = path.read_text(encoding="utf-8")
                replace_valid(path, with_entries(before, texts))
            finally:
                lock.unlink(missing_ok=True)  # while it is held: who waits for it looks for the file anew
    except SourceError as error:
        raise SourceError(f"{path} was not changed: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} can't be written: {error}") from error


def replace_valid(path: Path, text: str) -> None:
    """Put a text in the place of `sources.toml` if it can be read as one. A kill leaves the old text or the new one."""
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        load_sources(Path(temporary))
        os.chmod(temporary, path.stat().st_mode & 0o777)
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)
