"""Tables that take long to make from the data of libraries: kept beside Python's bytecode, made anew where their inputs changed.

As with bytecode, a folder that can't be written only costs the time: the table is made in each process.
"""

import contextlib
import hashlib
import importlib.util
import marshal
import os
import tempfile
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

Table = TypeVar("Table")

WORDS = Path(__file__).parent / "words"


def derived_from(*packages: str) -> Callable[[Callable[[], Table]], Callable[[], Table]]:
    """Let a function without arguments be called once for all processes. It makes a table of plain tuples, sets, dicts, strings
    and numbers from its module, the word lists and the data of `packages`.
    """

    def decorate(make: Callable[[], Table]) -> Callable[[], Table]:
        @cache
        def table() -> Table:
            path = path_for(make, packages)
            found = read(path)
            if found is None:
                found = make()
                write(path, found)
            return found  # type: ignore[no-any-return]

        table.__doc__, table.__name__ = make.__doc__, make.__name__
        return table

    return decorate


def path_for(
    make: Callable[..., Any],
    packages: tuple[str, ...],
    arguments: tuple[str, ...] = (),
    suffix: str = "table",
) -> Path:
    """Where the table lies: its name holds what it was made from, as far as sizes, times of change and versions tell."""
    module = Path(make.__code__.co_filename)
    # To the second, as Python has it for bytecode: images of containers keep no more of a time.
    inputs = [
        (path.name, path.stat().st_size, int(path.stat().st_mtime))
        for path in (module, *sorted(WORDS.iterdir()))
    ]
    key = hashlib.sha256(repr((inputs, [version(package) for package in packages])).encode()).hexdigest()[:16]
    bytecode = Path(importlib.util.cache_from_source(str(module)))
    return bytecode.with_name(".".join((bytecode.stem, make.__name__, *arguments, key, suffix)))


def read(path: Path) -> Any:
    """A table; None where there is none, or it is damaged."""
    try:
        data = path.read_bytes()
        digest, packed = data[:32], data[32:]
        return marshal.loads(packed) if hashlib.sha256(packed).digest() == digest else None  # noqa: S302  # our own bytes
    except (OSError, EOFError, ValueError, TypeError):
        return None


def write(path: Path, table: Any) -> None:
    """Keep a table in the place of older ones, at once and whole; nothing happens where that can't be done."""
    packed = marshal.dumps(table)
    keep(path, lambda file: file.write(hashlib.sha256(packed).digest() + packed))


def keep(path: Path, fill: Callable[[BinaryIO], object]) -> None:
    """Put a file in its place, and in that of older ones, once all of it is on the disk; or do nothing where that fails."""
    *name, _, suffix = path.name.split(".")
    function = ".".join(name)
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        # Named as an older one: what a kill leaves behind goes with the next that is written.
        descriptor, unfinished = tempfile.mkstemp(prefix=f"{function}.", suffix=f".{suffix}", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                fill(file)
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).chmod(0o644)
            Path(unfinished).replace(path)
        except OSError:
            Path(unfinished).unlink(missing_ok=True)
            raise
        for older in path.parent.glob(f"{function}.*.{suffix}"):
            if older != path:
                older.unlink(missing_ok=True)
