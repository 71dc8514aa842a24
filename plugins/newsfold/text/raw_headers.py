"""Collecting raw headers and set-aside blocks within limits, so that no file can flood the steps behind."""

from dataclasses import dataclass, field, replace

from newsfold.model import EditorsNote, HeaderPlace, RawHeader, SetAside
from newsfold.text.character_references import read_once_more
from newsfold.text.characters import fold
from newsfold.text.value_lists import NO_VALUE

MAX_HEADERS = 500
MAX_VALUE_CHARACTERS = 2_000
MAX_NAME_CHARACTERS = 100
MAX_SET_ASIDE = 200
MAX_BLOCK_CHARACTERS = 10_000
MAX_PLACE_CHARACTERS = 200
ADDRESS = "://"
# What a line or an element was read as, where steps behind ask for it.
NOTE = "note"
SLUG_LINE = "slug line"


@dataclass(slots=True)
class Collector:
    """What a reader has found so far, in the order of the document. Empty values are left out."""

    headers: list[RawHeader] = field(default_factory=list)
    blocks: list[SetAside] = field(default_factory=list)

    def header(self, name: str, value: str, place: HeaderPlace | str) -> None:
        """Keep one header: white space folded, characters that were escaped twice read, cut at 2,000 characters. An address
        stays as it is. What comes after the 500th is dropped, and so are a program's words for no value (`nan`, `NULL`). A place
        that is only text is the name of what held the value.
        """
        if len(self.headers) >= MAX_HEADERS:
            return
        value = value[: 4 * MAX_VALUE_CHARACTERS]
        value = fold(value if ADDRESS in value else read_once_more(value))[:MAX_VALUE_CHARACTERS]
        if value and value not in NO_VALUE:
            self.headers.append(RawHeader(fold(name)[:MAX_NAME_CHARACTERS], value, as_place(place)))

    def block(self, kind: str, text: str, place: HeaderPlace | str) -> None:
        """Keep one block that is not body text; its lines stay lines."""
        self.keep(SetAside(kind, text, str(place)))

    def note(self, text: str, place: HeaderPlace) -> None:
        """Keep a note of the editors, which is not body text."""
        self.keep(EditorsNote("notice", text, str(place)))

    def keep(self, block: SetAside) -> None:
        """Keep a block within the limits; an empty one is left out."""
        text = block.text.strip()[:MAX_BLOCK_CHARACTERS]
        if text and len(self.blocks) < MAX_SET_ASIDE:
            self.blocks.append(replace(block, text=text))


def as_place(place: HeaderPlace | str) -> HeaderPlace:
    """A place within limits; text is the name of an element, white space folded."""
    if isinstance(place, str):
        return HeaderPlace(fold(place)[:MAX_PLACE_CHARACTERS])
    texts = (place.element, place.role, place.remark, *place.value_types)
    if sum(map(len, texts)) <= MAX_PLACE_CHARACTERS:
        return place
    element, role, remark, *types = (text[:MAX_PLACE_CHARACTERS] for text in texts)
    return replace(place, element=element, role=role, remark=remark, value_types=tuple(types))


def on_line(number: int, part: str = "", *, role: str = "", remark: str = "") -> HeaderPlace:
    """A place on a line of a text, lines counted from 1."""
    return HeaderPlace(line=number, part=part, role=role, remark=remark)
