"""What the readers of news agencies' XML share: cutting a file into its items, and walking an item with the path of each
element.

A document type is skipped and never parsed: NITF and NewsML 1 files bring one along, and feeds of agencies keep on naming
DTDs that are no longer there. HTML's named characters are resolved (see `newsfold.text.xml_pieces.mend`), others stay as
they are written.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from lxml import etree

from newsfold.formats.article_limits import checked_pieces
from newsfold.formats.isolation import read_isolated
from newsfold.formats.tables.json_items import MAX_ITEMS, BytePlaces
from newsfold.model import Record, Rejection
from newsfold.text.decoding import Decoded
from newsfold.text.raw_headers import Collector
from newsfold.text.xml_pieces import MAX_PIECE_CHARACTERS, Around, cut_pieces, find_around, parse_piece

MAX_PROLOG = 1_000_000
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SPACE = re.compile(r"[\s\ufeff\x00]*")
SUBSET_MARK = re.compile(r"<!--|<\?|[\"'\[\]>]")
SUBSET_ENDS = {"<!--": "-->", "<?": "?>", '"': '"', "'": "'"}


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an item stands: its number in the file, the encoding, its bytes. `is_closed`: its end tag is there."""

    form: str
    position: int
    encoding: str
    offset: int
    length: int
    is_closed: bool = True


@dataclass(frozen=True, slots=True)
class Node:
    """An element with its name in small letters, without prefix, and a path to it that a person can follow."""

    name: str
    element: etree._Element
    path: str


def read_wire(
    decoded: Decoded,
    size: int,
    form: str,
    names: str,
    read_item: Callable[[Node, Placed, Around], Iterable[Record | Rejection]],
) -> Iterator[Record | Rejection]:
    """Read the elements called one of `names` in a file of `size` bytes, in order. What is broken costs only itself."""
    text = decoded.text
    places = BytePlaces(decoded, size)
    start = skip_prolog(text)
    around: Around | None = None
    position = -1
    for position, piece in enumerate(cut_pieces(text, names, start)):
        if around is None:
            around = find_around(text[start : piece.start], piece.start - start)
        offset = places.advance(piece.start)
        if position >= MAX_ITEMS:
            detail = f"more than {MAX_ITEMS:,} items; the rest of the file was not read"
            yield Rejection("too_large", detail, position, offset, form)
            return
        markup = text[piece.start : piece.end]
        placed = Placed(form, position, decoded.encoding, offset, places.measure(markup), piece.is_closed)
        yield from read_isolated(
            partial(read_markup, markup, around, placed, read_item), position, offset, form
        )
    if position < 0:
        is_whole = re.search(r"(?:</[^<>]{1,200}|/)>\s{0,200}\Z", text[-500:]) is not None
        yield Rejection(
            "no_article" if is_whole else "truncated", f"no element {names} in it"[:200], 0, 0, form
        )


def read_markup(
    markup: str,
    around: Around,
    placed: Placed,
    read_item: Callable[[Node, Placed, Around], Iterable[Record | Rejection]],
) -> Iterable[Record | Rejection]:
    """Parse one item and read it."""
    if len(markup) > MAX_PIECE_CHARACTERS:
        detail = f"an item of {len(markup):,} characters; the limit is {MAX_PIECE_CHARACTERS:,}"
        return [refuse(placed, "too_large", detail)]
    parsed = parse_piece(markup, around)
    if parsed is None or not len(parsed) or not isinstance(parsed[0].tag, str):
        return [refuse(placed, "malformed", "an item that is no XML")]
    element = parsed[0]
    return read_item(Node(name_of(element), element, shown_name(element)), placed, around)


def refuse(placed: Placed, reason: str, detail: str) -> Rejection:
    """A rejection of the item that stands there."""
    return Rejection(reason, detail[:500], placed.position, placed.offset, placed.form)


def give(found: Collector, body: Sequence[str], placed: Placed) -> Record:
    """The record of the item that stands there."""
    return Record(
        placed.position,
        placed.form,
        tuple(found.headers),
        "\n\n".join(body),
        tuple(found.blocks),
        placed.encoding,
        placed.offset,
        placed.length,
    )


def skip_prolog(text: str) -> int:
    """The place behind the declarations, comments and the document type in front of the root element."""
    at = 0
    while at < MAX_PROLOG:
        match = SPACE.match(text, at)
        at = match.end() if match else at
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
        elif text.startswith("<?", at):
            end = text.find(">", at)
        elif text[at : at + 9].lower() == "<!doctype":
            end = end_of_doctype(text, at + 9)
        else:
            return at
        if end < 0:
            return at
        at = text.find(">", end) + 1
    return at


def end_of_doctype(text: str, at: int) -> int:
    """The place of the `>` that closes a document type, behind its internal subset; -1 where it doesn't end."""
    depth = 0
    limit = min(len(text), at + MAX_PROLOG)
    while match := SUBSET_MARK.search(text, at, limit):
        at = match.end()
        if match[0] in SUBSET_ENDS:
            end = text.find(SUBSET_ENDS[match[0]], at, limit)
            if end < 0:
                return -1
            at = end + len(SUBSET_ENDS[match[0]])
        elif match[0] == "[":
            depth += 1
        elif match[0] == "]":
            depth -= 1
        elif depth <= 0:
            return match.start()
    return -1


def shown_name(element: etree._Element) -> str:
    """The element's name as it is written, without namespace and prefix; empty for what is no element."""
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


def name_of(element: etree._Element) -> str:
    """The same in small letters: agencies don't keep to the case of NewsML 1."""
    return shown_name(element).lower()


def children(node: Node) -> list[Node]:
    """The elements inside `node`. Those with namesakes beside them have their number in the path, from 1.

    Raises Refused where they are too many.
    """
    if not len(node.element):
        return []
    elements = [each for each in checked_pieces(node.element) if isinstance(each.tag, str)]
    names = [name_of(element) for element in elements]
    if len(set(names)) == len(names):
        return [
            Node(name, element, f"{node.path}/{shown_name(element)}")
            for name, element in zip(names, elements, strict=True)
        ]
    totals = Counter(names)
    seen: Counter[str] = Counter()
    nodes = []
    for name, element in zip(names, elements, strict=True):
        seen[name] += 1
        number = f"[{seen[name]}]" if totals[name] > 1 else ""
        nodes.append(Node(name, element, f"{node.path}/{shown_name(element)}{number}"))
    return nodes


def child(node: Node | None, *names: str) -> Node | None:
    """The first element inside `node` that has one of the names; None where there is none."""
    if node is None:
        return None
    return next((each for each in children(node) if each.name in names), None)


def descend(node: Node) -> Iterator[Node]:
    """`node` and all elements inside it, in the order of the document. The parser ends what is nested too deep."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def lift(node: Node, name: str) -> None:
    """Give `node` the part `name` as its own child again, where a missing end tag let it sink into another part.

    A note of NITF has a content of its own, and keeps it.
    """
    if child(node, name) is None:
        sunk = next((each for each in descend(node) if each.name == name and "/note" not in each.path), None)
        if sunk is not None and sunk.element is not node.element:
            node.element.append(sunk.element)


def text_of(node: Node | None, limit: int = 20_000) -> str:
    """All text inside an element, white space folded; empty for None."""
    return "" if node is None else " ".join("".join(node.element.itertext())[:limit].split())


def attribute(node: Node, *names: str) -> str:
    """The first attribute of one of the names (small letters) that isn't empty, whatever its prefix and case."""
    for wanted in names:
        value: str | None = node.element.get(wanted)
        if value is None:  # the values of all attributes together would take the square of their number
            names = node.element.keys()
            same = next((name for name in names if name.rpartition("}")[2].lower() == wanted), None)
            value = node.element.get(same) if same is not None else None
        if value and value.strip():
            return value.strip()
    return ""


def language_of(element: etree._Element | None) -> str:
    """The language that `xml:lang` of the element, or of one above it, states; empty where none does."""
    while element is not None:
        stated = element.get(XML_LANG)
        if stated:
            return str(stated)
        element = element.getparent()
    return ""
