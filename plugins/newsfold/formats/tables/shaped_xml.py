"""XML whose root nobody laid down, read by its shape: each element that holds a text beside a headline or a date is an article.

What its parts are called is known as it is for the columns of a table and the properties of JSON (`named_fields`).
"""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any

from lxml import etree

from newsfold.formats.feeds.feed_items import inner_markup, whole_text
from newsfold.formats.tables.json_items import JsonItem
from newsfold.formats.tables.named_fields import comparable, known_fields, read_fields
from newsfold.formats.wire.wire_xml import Node, Placed, read_wire, skip_prolog
from newsfold.model import Record, Rejection
from newsfold.text.decoding import Decoded
from newsfold.text.xml_pieces import Around, find_around, local_name, parse_piece

FORM = "xml"
LOOKED_AT = 400_000  # characters in which the first article must stand
MAX_ELEMENTS = 20_000
MAX_CHILDREN = 2_000
MAX_SHOWN = 20
LEAST_SUMMARY = 120  # of a summary that stands for the text
PARAGRAPHS = frozenset(
    ("p", "para", "paragraph", "paragraphs", "absatz", "paragraphe", "parrafo", "paragrafo", "alinea")
)
TEXT_FIELDS = ("body", "summary")
LOOKED_FOR = "a text (body, text, content, …) beside a headline or a date"


def read_shaped_xml(decoded: Decoded, size: int, columns: Mapping[str, str]) -> Iterator[Record | Rejection]:
    """Read the articles of a file of `size` bytes. `columns` is the source's mapping of fields to elements; without an
    article the refusal names the root and what stands in it.
    """
    start = skip_prolog(decoded.text)
    root = parse_piece(decoded.text[start : start + LOOKED_AT], find_around(decoded.text, start))
    names = find_article_names(root, columns) if root is not None else []
    if not names:
        yield Rejection("unsupported_format", refusal(root)[:500], 0, 0, FORM)
        return
    read_item = partial(read_article, columns=columns)
    yield from read_wire(decoded, size, FORM, "|".join(names), read_item)


def find_article_names(root: etree._Element, columns: Mapping[str, str]) -> list[str]:
    """The names of the outermost elements that are articles by what they hold."""
    names: list[str] = []
    waiting = list(reversed(root))
    for _ in range(MAX_ELEMENTS):
        if not waiting:
            break
        element = waiting.pop()
        name = local_name(element).rpartition(":")[2]
        if not name or name in names:
            continue
        inside = islice((each for each in element.iter(etree.Element) if each is not element), MAX_CHILDREN)
        if is_article(parts_of(element, flat=False), columns) or (
            is_article(parts_of(element), columns)
            and not any(is_article(parts_of(each, flat=False), columns) for each in inside)
        ):
            names.append(name)
        else:
            waiting.extend(reversed(element[:MAX_CHILDREN]))
    return names


def is_article(parts: Mapping[str, Any], columns: Mapping[str, str]) -> bool:
    """Whether there is a text among the parts of an element, and a headline or a date; beside a summary both are asked."""
    known = known_fields(parts, columns)
    stated = [field for field in ("headline", "published") if text_in(parts, known, field)]
    if text_in(parts, known, "body"):
        return bool(stated)
    return len(stated) == 2 and len(text_in(parts, known, "summary")) >= LEAST_SUMMARY


def text_in(parts: Mapping[str, Any], known: Mapping[str, list[str]], field: str) -> str:
    """The longest text of a field that is there as one; empty without one."""
    return max(
        (value for name in known.get(field, ()) if isinstance(value := parts.get(name), str)),
        key=len,
        default="",
    )


def read_article(
    article: Node, placed: Placed, around: Around, columns: Mapping[str, str]
) -> list[Record | Rejection]:
    """Read one article as an object whose properties are its elements and attributes."""
    parts = parts_of(article.element)
    item = JsonItem(parts, placed.offset, placed.length, placed.encoding)
    return [read_fields(item, known_fields(parts, columns), placed.position, FORM)]


def parts_of(element: etree._Element, *, flat: bool = True) -> dict[str, Any]:
    """An element as an object: attributes, and children by their names, several of one as a list. A child that only groups others
    (`<head><title>…`) gives what is in it, too, where they are read `flat`; paragraphs in the element itself are its text.
    """
    parts: dict[str, Any] = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
    paragraphs: list[str] = []
    for child in element[:MAX_CHILDREN]:
        name = local_name(child).rpartition(":")[2]
        if name.lower() in PARAGRAPHS:
            paragraphs.append(whole_text(child))
        elif name:
            field = next(iter(known_fields([name], {})), "")
            add(parts, name, value_of(child, field))
            if flat and not field and len(child):
                for inner, value in parts_of(child, flat=False).items():
                    parts.setdefault(inner, value)
    if paragraphs and not known_fields(parts, {}).get("body"):
        parts["body"] = "\n\n".join(paragraphs)
    return parts


def value_of(child: etree._Element, field: str) -> Any:
    """What an element holds: markup of a text, an object where it has parts of its own, else its text."""
    if field in TEXT_FIELDS:
        return inner_markup(child)
    inside = {local_name(each): whole_text(each) for each in child[:MAX_CHILDREN] if local_name(each)}
    return inside if field == "byline" and inside else whole_text(child)


def add(parts: dict[str, Any], name: str, value: Any) -> None:
    """Add a value: to a list where there is one of that name."""
    if name not in parts:
        parts[name] = value
    elif isinstance(parts[name], list):
        parts[name].append(value)
    else:
        parts[name] = [parts[name], value]


def refusal(root: etree._Element | None) -> str:
    """Why there is no article: the root, what was looked for, and what is there."""
    top = next((each for each in root if local_name(each)), None) if root is not None else None
    if top is None:
        return "XML of which no element could be parsed"
    inside = dict.fromkeys(
        comparable(local_name(each))
        for each, _ in zip(top.iter(etree.Element), range(MAX_ELEMENTS), strict=False)
        if each is not top
    )
    shown = ", ".join(list(inside)[:MAX_SHOWN])
    return f"xml <{local_name(top)[:40].lower()}>: no element in it holds {LOOKED_FOR}; there are: {shown or 'none'}"
