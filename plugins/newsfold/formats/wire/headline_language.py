"""Which of an item's headlines in several languages is the main one."""

from dataclasses import replace

from newsfold.formats.wire.wire_xml import XML_LANG, Node
from newsfold.text.raw_headers import Collector


def own_language(node: Node) -> str:
    """The language that the element itself states, in small letters; empty where it states none."""
    return str(node.element.get(XML_LANG) or "").lower()


def prefer_own_language(found: Collector, language: str) -> None:
    """Make the headline in the item's own language the main one, where the main one is in another.

    Each headline's place has its language as the remark.
    """
    own = language[:2].lower()
    main = next((i for i, row in enumerate(found.headers) if row.name == "item.headline"), None)
    if main is None or not own or found.headers[main].place.remark[:2] in ("", own):
        return
    for index, row in enumerate(found.headers):
        if row.name.startswith("item.headline.") and row.place.remark[:2] == own and "sub" not in row.name:
            other = found.headers[main]
            found.headers[main] = replace(row, name="item.headline")
            found.headers[index] = replace(other, name=f"item.headline.{other.place.remark or 'other'}")
            return
