"""The pages that a feed or a sitemap names: RSS 0.9x, 1.0, 2.0, Atom, JSON Feed, sitemaps and their indexes.

No feed library reads them. feedparser, the usual one, reads the whole feed in another way once one item in it is broken, and
all of it into memory; what is needed here is two fields of each item.
"""

import contextlib
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any
from xml.sax.saxutils import quoteattr

import httpx2
from lxml import etree

from newsfold.fetch.transport import RAW_CHARACTERS
from newsfold.fetch.web.addresses import join_address
from newsfold.fetch.web.web_documents import Document, read_text
from newsfold.fetch.web.web_json_feed import Item, find_json_items, read_instant
from newsfold.fetch.web.web_links import Unread, WrongShape
from newsfold.text.feed_forms import ATOM, ROOTS, is_own_namespace
from newsfold.text.web_markup import Mark, cut_items

#: A sitemap may have 50,000 (sitemaps.org).
MAX_ITEMS = 500_000
#: In characters; what an item has beyond is not read.
LONGEST_ITEM = 2_000_000
PARSING = {
    "encoding": "utf-8",
    "recover": True,
    "resolve_entities": False,
    "no_network": True,
    "huge_tree": False,
}
TERMS = "http://purl.org/dc/terms/"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
ITEMS = set(ROOTS.values())
MAX_NAMESPACES = 50
SPARE_LEVELS = 10
#: How much of a document's end is searched for the end of its root: some write comments after it.
LONGEST_TAIL = 4_000
READ_ELEMENTS = [f"{{*}}{name}" for name in ("loc", "link", "guid", "lastmod", "updated", "modified")]
ANY_TAG = ("{*}*",)
LINK = re.compile(r"<(?:[\w.-]{1,40}:)?link\s[^<>]{1,2100}>", re.IGNORECASE)
# Parts of an item that hold links of their own, which are not the item's.
FOREIGN = {"source", "image", "textinput", "author", "contributor", "generator"}


def find_items(document: Document) -> Iterator[Item | Unread]:
    """The items of a feed or sitemap in their order, those without an address as they stand there; then the page where the
    feed goes on, if it names one.

    Raises WrongShape for what is neither, and what `read_text` raises.
    """
    pieces = read_text(document)
    start = next(pieces, "")
    if start.startswith("{"):
        yield from find_json_items(chain([start], pieces), document.url)
    elif start.startswith("<"):
        yield from find_xml_items(chain([start], pieces), document.url)
    else:
        raise WrongShape("neither a feed nor a sitemap")


def find_xml_items(pieces: Iterator[str], url: httpx2.URL) -> Iterator[Item | Unread]:
    """The items of a feed or sitemap in XML. Entities that the document declares, and files that it names, are not read.

    Each item is parsed by itself, with the names that were declared before the first one. So a mistake in an item ends with
    that item. Raises WrongShape after the last one where the document itself has no end.
    """
    start = next(pieces)
    root = find_root(start, url)
    head = Head(url)
    texts: list[str] | None = None  # of the item that is being read
    length = number = 0
    tail = between = ""
    for mark, text in cut_items(chain([start], pieces), ROOTS[root]):
        tail = (tail + text)[-LONGEST_TAIL:]
        if mark is Mark.START:
            yield from read_item(texts, head)
            texts, length, number = [], 0, number + 1
            if number > MAX_ITEMS:
                raise WrongShape(f"more than {MAX_ITEMS} items")
        if number == 0:
            head.feed(text)
        elif texts is None:
            between = (between + text)[-LONGEST_TAIL:]
        elif length < LONGEST_ITEM:
            texts.append(text)
            length += len(text)
        if mark is Mark.END:
            yield from read_item(texts, head)
            texts = None
    if not head.is_over and not re.search(rf"</([\w.-]+:)?{root}\s*>", tail, re.IGNORECASE):
        raise WrongShape("a feed or sitemap that breaks off")
    yield from read_item(texts, head)
    following = head.following or find_following(between, head)
    if following is not None:
        yield Item(following, is_next=True)


def find_following(text: str, head: "Head") -> httpx2.URL | None:
    """Where a feed goes on, by what stands between and after its items."""
    for link in LINK.findall(text):
        part = Head(head.base)
        part.feed(f"{head.as_tags()}{link}")
        if part.following is not None:
            return part.following
    return None


def find_root(start: str, url: httpx2.URL) -> str:
    """The local name of the first element, in lower case. Raises WrongShape where that is none of a feed or sitemap."""
    head = Head(url)
    head.feed(start)
    if head.root not in ROOTS:
        raise WrongShape("neither a feed nor a sitemap")
    return head.root


class Head:
    """What a document says before its first item: its root, and the names and the base address that it declares."""

    def __init__(self, url: httpx2.URL) -> None:
        self.root, self.base, self.is_over = "", url, False
        self.namespaces: dict[str, str] = {}
        self.depth = 0
        #: The address of the page where the feed goes on (RFC 5005): `<link rel="next">`, of Atom or in RSS.
        self.following: httpx2.URL | None = None
        self.parser = etree.XMLParser(target=self, **PARSING)

    def feed(self, text: str) -> None:
        """Read what comes next. Where it can't be read, what came before counts."""
        with contextlib.suppress(etree.LxmlError):
            self.parser.feed(text.encode("utf-8", "replace"))

    def start(self, tag: str, attributes: dict[str, str], namespaces: dict[str | None, str]) -> None:
        if not self.depth and not self.root:
            self.root = split_tag(tag)[1].lower()
            self.base = join_address(self.base, attributes.get(XML_BASE, "")) or self.base
        if split_tag(tag)[1] == "link" and "next" in attributes.get("rel", "").lower().split():
            self.following = self.following or join_address(self.base, attributes.get("href", ""))
        for prefix, namespace in namespaces.items():
            if len(self.namespaces) < MAX_NAMESPACES:
                self.namespaces.setdefault(f"xmlns:{prefix}" if prefix else "xmlns", namespace)
        self.depth += 1

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.is_over = self.is_over or self.depth == 0

    def close(self) -> None:
        """Required by lxml of a parser target."""

    def as_tags(self) -> str:
        """Start tags that declare the same names. Several, as an end tag too many in an item ends one of them."""
        names = "".join(f" {name}={quoteattr(namespace)}" for name, namespace in self.namespaces.items())
        return f"<root{names}>" + "<root>" * SPARE_LEVELS


def read_item(texts: list[str] | None, head: Head) -> Iterator[Item | Unread]:
    """The page that an item names, or the item itself where it names none. `texts` is its markup; None where there is none."""
    if texts is None:
        return
    yield find_page(texts, head) or Unread("".join(texts)[:RAW_CHARACTERS])


def find_page(texts: list[str], head: Head) -> Item | None:
    """The page that an item names, if it does."""
    if len(texts) < 3:
        return None
    content = (head.as_tags() + "".join(texts)).encode("utf-8", "replace")
    try:
        tree = etree.fromstring(content, etree.XMLParser(**PARSING), base_url=str(head.base))
    except (etree.LxmlError, ValueError):
        return None
    kind = find_kind(tree)
    if tree is None or kind is None:
        return None
    addresses: dict[int, httpx2.URL] = {}
    modified_at = None
    for element in tree.iter(*READ_ELEMENTS):
        if any(split_tag(each.tag)[1].lower() in FOREIGN for each in element.iterancestors(*ANY_TAG)):
            continue
        namespace, name = split_tag(element.tag)
        rank, reference = find_reference(element, kind, namespace, name)
        if reference and rank not in addresses:
            address = join_address(join_address(head.base, element.base or "") or head.base, reference)
            if address is not None:
                addresses[rank] = address
        elif is_modification_time(kind, namespace, name):
            modified_at = modified_at or read_instant(element.text)
    return Item(addresses[min(addresses)], modified_at, kind == "sitemap") if addresses else None


def find_kind(tree: Any) -> str | None:
    """The local name of the item in its tree."""
    for element in tree.iter(*ANY_TAG) if tree is not None else ():
        namespace, name = split_tag(element.tag)
        if name in ITEMS and is_own_namespace(namespace):
            return name
    return None


def find_reference(element: Any, kind: str, namespace: str, name: str) -> tuple[int, str]:
    """What an element says of the page's address, and its rank: the item's own link, before what may stand for it.

    Of the links of Atom (RFC 4287, 4.2.7) the alternate is the page. RSS 2.0: a guid is an address unless it says otherwise.
    """
    text = (element.text or "").strip()
    if not is_own_namespace(namespace):
        return 0, ""
    if name == ("loc" if kind in ("url", "sitemap") else "link"):
        if element.get("href") is None:
            return 0, text
        if element.get("rel", "alternate") == "alternate":
            return 1 if "html" in element.get("type", "text/html") else 2, element.get("href")
    if name == "guid" and text.startswith("http") and element.get("isPermaLink", "true").lower() != "false":
        return 3, text
    return 0, ""


def is_modification_time(kind: str, namespace: str, name: str) -> bool:
    """Whether an element says when the page was changed: never when it was published."""
    if kind in ("url", "sitemap"):
        return name == "lastmod" and is_own_namespace(namespace)
    if name == "updated":
        return namespace in ATOM or kind == "entry"
    return name == "modified" and namespace in (*ATOM, TERMS)


def split_tag(tag: str) -> tuple[str, str]:
    """The namespace and the local name of an element."""
    namespace, _, name = tag.rpartition("}")
    return namespace.removeprefix("{"), name.rpartition(":")[2] if not namespace else name
