"""Globs on the names of a listing: for transports that have no file system to ask."""

import fnmatch
import re
from collections.abc import Callable, Sequence

#: Where the fixed part of a location ends.
OPEN = re.compile(r"[*?\[]|\{day")


def split_fixed(path: str) -> tuple[str, str]:
    """The fixed folder of a path and the glob below it; of a path without glob, all of it and an empty glob."""
    found = OPEN.search(path)
    if found is None:
        return path.rstrip("/"), ""
    folder, _, _ = path[: found.start()].rpartition("/")
    return folder, path[len(folder) :].lstrip("/")


def fixed_start(pattern: str) -> str:
    """The characters that every name begins with that a glob fits."""
    found = OPEN.search(pattern)
    return pattern if found is None else pattern[: found.start()]


def is_bracketed(part: str) -> bool:
    """Whether a part of a path is a glob by its brackets only, so that it may as well be a name: `[wire]`."""
    return "[" in part and re.search(r"[*?]|\{day", part) is None


def compile_glob(pattern: str) -> Callable[[str], bool]:
    """A test for names with `/`: `*`, `?` and `[...]` stay within one part, `**` stands for any number of parts.

    An empty glob fits every name. As in the shell, a glob that ends with `**` fits whatever is below.
    """
    if not pattern:
        return lambda name: True
    parts = [None if part == "**" else re.compile(fnmatch.translate(part)) for part in pattern.split("/")]
    parts = [
        part for at, part in enumerate(parts) if part is not None or at == 0 or parts[at - 1] is not None
    ]
    if parts[-1] is None:
        parts.append(re.compile(r"(?s:.*)"))
    return lambda name: fits(parts, name.split("/"))


def fits(parts: Sequence[re.Pattern[str] | None], names: Sequence[str]) -> bool:
    """Whether the parts of a name fit those of a glob; None is any number of them. Takes parts times names steps."""
    reached = {0}  # how many parts of the glob may be used up
    for name in names:
        reached |= {at + 1 for at in reached if at < len(parts) and parts[at] is None}
        step = set()
        for at in reached:
            if at < len(parts):
                part = parts[at]
                if part is None:
                    step.add(at)
                elif part.match(name):
                    step.add(at + 1)
        reached = step
    return len(parts) in reached
