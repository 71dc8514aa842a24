"""NITF 2.x and 3.x -> a record for each document in the file. Specification: https://iptc.org/standards/nitf/.

No library was found to take: what Python's registry calls NITF reads satellite images, collective.nitf is a content type of
Plone, and Superdesk's parser needs Superdesk.
"""

from collections.abc import Iterator

from newsfold.formats.wire.nitf_body import read_nitf_body
from newsfold.formats.wire.nitf_headers import collect_nitf
from newsfold.formats.wire.wire_xml import Node, Placed, child, give, lift, read_wire, refuse, text_of
from newsfold.formats.wire.withdrawn import first_values, text_of_withdrawn
from newsfold.model import Record, Rejection
from newsfold.text.decoding import Decoded
from newsfold.text.raw_headers import Collector
from newsfold.text.xml_pieces import Around


def read_nitf(decoded: Decoded, size: int) -> Iterator[Record | Rejection]:
    """Read the documents of a file of `size` bytes, in order; each that can't be read is one Rejection."""
    yield from read_wire(decoded, size, "nitf", "nitf", read_document)


def read_document(root: Node, placed: Placed, around: Around) -> list[Record | Rejection]:
    """Read one document. One that takes an article back is a record even without content (`text_of_withdrawn`)."""
    found, body = read_nitf_element(root)
    body = body or text_of_withdrawn(
        found, [block.text for block in found.blocks if block.kind == "synopsis"]
    )
    if body:
        return [give(found, body, placed)]
    if not placed.is_closed:
        return [refuse(placed, "truncated", "a document that does not end, without text")]
    title = next(iter(first_values(found, "item.headline", "item.title")), "no title")
    return [refuse(placed, "no_article", f"an NITF document without text: {title}")]


def read_nitf_element(root: Node) -> tuple[Collector, list[str]]:
    """Headers, set-aside blocks and paragraphs of one `nitf` element, in a file of its own or inside another format."""
    lift(root, "body")
    body = child(root, "body")
    if body is not None:
        for part in ("body.head", "body.content", "body.end"):
            lift(body, part)
    found = Collector()
    collect_nitf(root, found)
    content = child(body, "body.content")
    paragraphs: list[str] = []
    if content is not None:
        paragraphs = read_nitf_body(content, found)
    elif body is not None:
        paragraphs = read_loose_body(body, found)
    end = child(body, "body.end")
    if end is not None:
        found.block("notice", text_of(end), end.path)
    return found, paragraphs


def read_loose_body(body: Node, found: Collector) -> list[str]:
    """The text of a body that has no `body.content`, without its head and its end."""
    for part in list(body.element):
        if isinstance(part.tag, str) and part.tag.rpartition("}")[2].lower() in ("body.head", "body.end"):
            body.element.remove(part)
    return read_nitf_body(body, found)
