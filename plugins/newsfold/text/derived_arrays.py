"""Arrays that take long to make from the data of libraries: kept where derived tables are, and mapped into memory. Processes
share them, and of a large one only the pages that somebody looks at are read.
"""

import json
import mmap
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from newsfold.text.derived_tables import keep, path_for

Arrays = Mapping[str, NDArray[Any]]

#: The file begins with this and the length of the list of its arrays, four bytes.
MAGIC = b"newsfold arrays 1\n"
#: Arrays begin at multiples of so many bytes, a line of a processor's cache.
ALIGNED = 64


def derived_arrays(*packages: str) -> Callable[[Callable[..., Arrays]], Callable[..., Arrays]]:
    """Let a function be called once for all processes, for the same arguments, which are words. It makes named arrays from its
    module and the data of `packages`. What it gives can't be written to.
    """

    def decorate(make: Callable[..., Arrays]) -> Callable[..., Arrays]:
        @cache
        def arrays(*arguments: str) -> Arrays:
            path = path_for(make, packages, arguments, suffix="arrays")
            found = read(path)
            if found is None:
                made = make(*arguments)
                write(path, made)
                found = read(path) or made
            return found

        arrays.__doc__, arrays.__name__ = make.__doc__, make.__name__
        return arrays

    return decorate


def read(path: Path) -> Arrays | None:
    """The arrays of a file, mapped; None where there is none, or it is not whole. What stands in them is not looked at."""
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return None
    start = len(MAGIC) + 4
    if mapped[: len(MAGIC)] != MAGIC:
        return None
    end = start + int.from_bytes(mapped[len(MAGIC) : start], "big")
    try:
        size, listed = json.loads(mapped[start:end])
    except ValueError:
        return None
    first = aligned(end)
    if first + size != len(mapped):
        return None
    whole = np.frombuffer(mapped, np.uint8)[first:]
    return {
        name: whole[at : at + length].view(np.dtype(kind)).reshape(shape)
        for name, kind, shape, at, length in listed
    }


def write(path: Path, arrays: Arrays) -> None:
    """Keep arrays in the place of older ones, at once and whole; nothing happens where that can't be done."""
    size, listed, kept = 0, [], []
    for name, each in arrays.items():
        listed.append((name, each.dtype.str, each.shape, size, each.nbytes))
        kept.append(each)
        size = aligned(size + each.nbytes)
    head = json.dumps((size, listed)).encode()

    def fill(file: BinaryIO) -> None:
        file.write(MAGIC + len(head).to_bytes(4, "big") + head)
        for each in kept:
            file.write(bytes(aligned(file.tell()) - file.tell()))
            file.write(each.tobytes())
        file.write(bytes(aligned(file.tell()) - file.tell()))

    keep(path, fill)


def aligned(place: int) -> int:
    """The first place from this one on at which an array may begin."""
    return place + -place % ALIGNED
