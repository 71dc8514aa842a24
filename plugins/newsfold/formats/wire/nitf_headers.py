"""The heads of an NITF document -> raw headers: `head` with `docdata`, `tobject` and `pubdata`, and `body.head`.

Specification: NITF 3.6, https://iptc.org/std/NITF/3.6/documentation/nitf.html. 2.x differs little: it has no
`revision-history`, and dates may stand in the text of their elements.
"""

import re

from newsfold.formats.wire.wire_xml import Node, attribute, child, children, descend, language_of, text_of
from newsfold.model import HeaderPlace
from newsfold.text.raw_headers import Collector

# Element -> its attributes and the header each gives. A date may stand in the element's text instead.
ATTRIBUTES: dict[str, tuple[tuple[str, str], ...]] = {
    "docdata": (("management-status", "item.pubstatus"), ("management-doc-idref", "item.previous"),
                ("management-idref-status", "nitf.management-idref-status")),
    "doc-id": (("id-string", "item.uri"),),
    "urgency": (("ed-urg", "item.urgency"),),
    "date.issue": (("norm", "item.issued"),),
    "date.release": (("norm", "item.release"),),
    "date.expire": (("norm", "item.expires"),),
    "story.date": (("norm", "item.storydate"),),
    "ed-msg": (("info", "item.ednote"),),
    "doc.copyright": (("holder", "item.copyrightholder"),),
    "doc.rights": (("owner", "item.copyrightholder"), ("type", "item.usageterms"), ("limitations", "item.usageterms")),
    "keyword": (("key", "item.keyword"),),
    "series": (("series.name", "nitf.series"),),
    "fixture": (("fix-id", "nitf.fixture"),),
    "from-src": (("src-name", "nitf.from-src"),),
    "doc-scope": (("scope", "nitf.doc-scope"),),
    "tobject": (("tobject.type", "nitf.tobject.type"),),
    "tobject.property": (("tobject.property.type", "item.genre"),),
    "pubdata": (("date.publication", "item.published"), ("name", "item.publisher"), ("position.section", "item.section"),
                ("edition.name", "nitf.edition"), ("ex-ref", "nitf.ex-ref")),
}  # fmt: skip
DATES = frozenset(("date.issue", "date.release", "date.expire", "story.date"))
# Elements of `identified-content`.
CONCEPTS = {
    "person": "person", "org": "organisation", "location": "place", "event": "event", "object.title": "object",
    "classifier": "subject", "virtloc": "virtloc",
}  # fmt: skip
# Elements of `body.head` -> header of their text.
TEXTS = {
    "hl1": "item.headline", "hl2": "item.headline.sub", "distributor": "item.infosource.distributor",
    "rights.owner": "item.copyrightholder", "series": "nitf.series",
}  # fmt: skip
PLACES = ("sublocation", "city", "state", "region", "country")
NOTICES = re.compile(r"cpyrt|copyright|trademk", re.I)


def collect_nitf(root: Node, found: Collector) -> None:
    """Add the headers of a document, in its order."""
    collect_head(child(root, "head"), found)
    head = child(child(root, "body"), "body.head")
    if head is not None:
        collect_body_head(head, found)
    language = attribute(root, "baselang") or language_of(root.element)
    found.header(
        "item.language", language, f"{root.path}/@{'baselang' if attribute(root, 'baselang') else 'xml:lang'}"
    )
    # Without a headline, the title is one.
    if not any(header.name == "item.headline" for header in found.headers):
        for block in body_blocks(root):
            found.header("item.headline", text_of(child(block, "hl1")) or text_of(block), block.path)


def body_blocks(root: Node) -> list[Node]:
    """Headlines that stand in the content instead of its head."""
    content = child(child(root, "body"), "body.content")
    return [] if content is None else [node for node in children(content) if node.name == "hedline"][:1]


def collect_head(head: Node | None, found: Collector) -> None:
    """`head`: title, meta, tobject, docdata, pubdata, revision-history."""
    issued = released = None
    for node in descend(head) if head is not None else ():
        for name, header in ATTRIBUTES.get(node.name, ()):
            found.header(header, attribute(node, name), f"{node.path}/@{name}")
        if node.name in DATES and not attribute(node, "norm"):
            found.header(ATTRIBUTES[node.name][0][1], text_of(node), node.path)
        if node.name == "date.issue":
            issued = attribute(node, "norm") or text_of(node)
        elif node.name == "date.release":
            released = node
        elif node.name == "title":
            found.header("item.title", text_of(node), node.path)
        elif node.name == "meta":
            name = attribute(node, "name", "http-equiv")
            found.header(f"nitf.meta.{name.lower()}"[:100], attribute(node, "content"), node.path)
        else:
            collect_special(node, found)
    if released is not None:
        stated = attribute(released, "norm") or text_of(released)
        if stated != issued:  # what may be used at once is released when it is issued
            found.header("item.embargoed", stated, released.path)


def collect_special(node: Node, found: Collector) -> None:
    """Elements of `head` that give more than one attribute each."""
    if node.name == "tobject.subject":
        collect_subject(node, found)
    elif node.name == "du-key":
        found.header("item.altid", attribute(node, "key"), HeaderPlace(f"{node.path}/@key", role="du-key"))
        found.header("item.version", attribute(node, "version"), f"{node.path}/@version")
    elif node.name == "correction" and not is_blank(node):
        found.header("item.signal", "correction", node.path)
        source = attribute(node, "regsrc")
        found.header(
            "item.previous",
            attribute(node, "id-string"),
            f"{node.path}/@id-string{f', of {source}' if source else ''}",
        )
        found.header("item.ednote", attribute(node, "info") or text_of(node), f"{node.path}/@info")
    elif node.name == "evloc":
        names = [attribute(node, name) for name in ("city", "county-dist", "state-prov")]
        found.header("item.place", ", ".join(dict.fromkeys(name for name in names if name)), node.path)
        country = attribute(node, "iso-cc")
        found.header("item.place.code", f"iso-cc:{country}" if country else "", f"{node.path}/@iso-cc")
    elif node.name == "revision-history":
        parts = [attribute(node, name) for name in ("norm", "name", "function", "comment")]
        found.header("nitf.revision-history", " ".join(part for part in parts if part), node.path)
    elif node.name in CONCEPTS:
        collect_concept(node, CONCEPTS[node.name], found)


def is_blank(node: Node) -> bool:
    """True for an element of a template that nobody filled in: it has attributes, and all are empty."""
    names = node.element.keys()[:20]
    return bool(names) and not any((node.element.get(name) or "").strip() for name in names)


def collect_subject(node: Node, found: Collector) -> None:
    """`tobject.subject`: the name of its finest level, and the number, which is IPTC's unless it is said to be another's."""
    levels = [attribute(node, f"tobject.subject.{level}") for level in ("detail", "matter", "type")]
    number = attribute(node, "tobject.subject.refnum")
    registrar = attribute(node, "tobject.subject.ipr") or "IPTC"
    is_iptc = registrar.upper() == "IPTC" and re.fullmatch(r"\d{7,8}", number) is not None
    found.header("item.subject", next((level for level in levels if level), ""), node.path)
    code = f"subj:{number.zfill(8)}" if is_iptc else f"{registrar}:{number}"
    found.header("item.subject.code", code if number else "", node.path)


def collect_concept(node: Node, header: str, found: Collector) -> None:
    """A person, organization, place and so on of `identified-content`, with its code."""
    code = attribute(node, "value", "location-code", "city-code", "state-code", "region-code")
    source = attribute(node, "idsrc", "code-source")
    name = place_name(node) if header == "place" else text_of(node)
    found.header(f"item.{header}", name or (code if not source else ""), node.path)
    if source or name:
        found.header(f"item.{header}.code", f"{source}:{code}" if source and code else code, node.path)
    for alternative in children(node):
        if alternative.name == "alt-code":
            codes = [attribute(alternative, name) for name in ("idsrc", "value")]
            found.header(f"item.{header}.code", ":".join(each for each in codes if each), node.path)


def place_name(node: Node) -> str:
    """The place's parts with commas between, or its text."""
    parts = [text_of(inner) for inner in descend(node) if inner.name in PLACES]
    return ", ".join(dict.fromkeys(part for part in parts if part)) or text_of(node)


def collect_body_head(head: Node, found: Collector) -> None:
    """`body.head`: headlines, notes, rights, bylines, distributor, dateline; the abstract is set aside."""
    for node in children(head):
        if node.name == "hedline":
            inner = [each for each in children(node) if each.name in TEXTS]
            for each in inner:
                found.header(TEXTS[each.name], text_of(each), each.path)
            if not inner:
                found.header("item.headline", text_of(node), node.path)
        elif node.name in ("note", "ednote"):
            is_notice = NOTICES.search(attribute(node, "noteclass", "type")) is not None
            found.header("item.copyrightnotice" if is_notice else "item.ednote", text_of(node), node.path)
        elif node.name == "rights":
            found.header(
                "item.copyrightholder", text_of(child(node, "rights.owner")), f"{node.path}/rights.owner"
            )
            found.header("item.usageterms", text_of(node), node.path)
        elif node.name == "byline":
            collect_byline(node, found)
        elif node.name == "dateline":
            collect_dateline(node, found)
        elif node.name == "abstract":
            found.block(
                "synopsis", "\n".join(text_of(each) for each in children(node)) or text_of(node), node.path
            )
        elif node.name in TEXTS:
            found.header(TEXTS[node.name], text_of(node), node.path)


def collect_byline(node: Node, found: Collector) -> None:
    """The byline without the writer's title, which is `nitf.byttl`."""
    titles = [inner for inner in descend(node) if inner.name == "byttl"]
    shown = without(node, {"byttl", "virtloc"})
    found.header("item.byline", shown.strip(" ,;/-–—"), node.path)
    for title in titles:
        found.header("nitf.byttl", text_of(title), title.path)


def without(node: Node, names: set[str]) -> str:
    """The text of an element without that of the elements called `names`."""
    pieces = [node.element.text or ""]
    for inner in children(node):
        pieces.append("" if inner.name in names else without(inner, names))
        pieces.append(inner.element.tail or "")
    # Agencies leave the space out: `By<person>Jane Doe</person>`.
    return re.sub(r" (?=[,.;:])", "", " ".join(" ".join(pieces)[:20_000].split()))


def collect_dateline(node: Node, found: Collector) -> None:
    """The dateline as it is shown, its place and its date."""
    location = child(node, "location")
    date = child(node, "story.date")
    place = place_name(location) if location is not None else ""
    shown = text_of(date)
    # A date that is only a copy of its attribute is shown to nobody.
    is_copy = re.fullmatch(r"[\dTZ:+-]*", shown) is not None
    line = without(node, {"story.date"}) if is_copy else text_of(node)
    if location is not None and any(inner.name in PLACES for inner in descend(location)):
        line = re.sub(r" (?=[,.;:])", "", f"{place} {without(node, {'location'})}".strip())
    found.header("item.dateline", line, node.path)
    found.header("item.located", place, location.path if location is not None else node.path)
    if date is not None:
        found.header("item.storydate", attribute(date, "norm") or shown, date.path)
