"""Collecting raw headers and set-aside blocks within limits, so that no file can flood the steps behind."""

from dataclasses import dataclass, field

from newsfold.model import RawHeader, SetAside
from newsfold.text.characters import fold

MAX_HEADERS = 500
MAX_VALUE_CHARACTERS = 2_000
MAX_NAME_CHARACTERS = 100
MAX_SET_ASIDE = 200
MAX_BLOCK_CHARACTERS = 10_000


@dataclass(slots=True)
class Collector:
    """What a reader has found so far, in the order of the document. Empty values are left out."""

    headers: list[RawHeader] = field(default_factory=list)
    blocks: list[SetAside] = field(default_factory=list)

    def header(self, name: str, value: str, where: str) -> None:
        """Keep one header: white space folded, cut at 2,000 characters. What comes after the 500th is
        dropped.
        """
        if len(self.headers) >= MAX_HEADERS:
            return
        value = fold(value[: 4 * MAX_VALUE_CHARACTERS])[:MAX_VALUE_CHARACTERS]
        if value:
            self.headers.append(RawHeader(fold(name)[:MAX_NAME_CHARACTERS], value, fold(where)[:200]))

    def block(self, kind: str, text: str, where: str) -> None:
        """Keep one block that is not body text; its lines stay lines."""
        text = text.strip()[:MAX_BLOCK_CHARACTERS]
        if text and len(self.blocks) < MAX_SET_ASIDE:
            self.blocks.append(SetAside(kind, text, where))
