"""The word lists of `text/words/`: read once, and handed out as plain tables."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read(name: str) -> dict[str, Any]:
    """The tables of `<name>.toml`. Raises FileNotFoundError for a file that isn't there."""
    return tomllib.loads(files("newsfold.text").joinpath("words", f"{name}.toml").read_text(encoding="utf-8"))
