"""The metadata of a NewsML-G2 item -> raw headers. Specification: https://iptc.org/std/NewsML-G2/guidelines/.

Codes (QCodes) keep the form `alias:code`. Where the item's own `catalog` says which vocabulary an alias stands for, those of
the IPTC get their usual alias and others the vocabulary's address. Catalogs that are only named are not fetched.
"""

import re
from dataclasses import dataclass

from newsfold.formats.wire.headline_language import own_language, prefer_own_language
from newsfold.formats.wire.wire_xml import Node, attribute, children, descend, language_of, text_of
from newsfold.model import HeaderPlace
from newsfold.text.raw_headers import Collector

MAX_CONCEPTS = 120
IPTC = re.compile(r"https?://cv\.iptc\.org/newscodes/([a-z0-9]+)/", re.I)
# The address's last part -> the alias that the IPTC's own catalog gives it, where the two differ.
ALIASES = {
    "mediatopic": "medtop", "subjectcode": "subj", "ninature": "ninat", "pubstatusg2": "stat", "signal": "sig",
    "itemrelation": "irel", "cpnature": "cpnat", "genre": "genre", "newsprovider": "nprov", "scene": "scene",
}  # fmt: skip
# Elements that hold one plain value -> header.
PLAIN = {
    "versioncreated": "item.versioncreated", "firstcreated": "item.firstcreated", "contentcreated": "item.contentcreated",
    "contentmodified": "item.contentmodified", "ednote": "item.ednote", "title": "item.title", "urgency": "item.urgency",
    "copyrightnotice": "item.copyrightnotice", "usageterms": "item.usageterms", "by": "item.byline",
    "creditline": "item.creditline", "dateline": "item.dateline", "slugline": "item.slugline", "keyword": "item.keyword",
    "profile": "g2.profile", "generator": "g2.generator", "filename": "g2.filename",
}  # fmt: skip
# Elements whose code is the value.
CODES = {"itemclass": "item.type", "pubstatus": "item.pubstatus", "signal": "item.signal", "role": "g2.role"}
PARTIES = {
    "provider": "item.infosource.provider", "infosource": "item.infosource", "creator": "item.creator",
    "contributor": "item.contributor", "copyrightholder": "item.copyrightholder", "accountable": "item.accountable",
    "service": "item.service", "memberof": "g2.memberof",
}  # fmt: skip
CONCEPTS = {"subject": "subject", "genre": "genre", "located": "located"}
# The kind of a subject (`type="cpnat:person"`) -> header.
KINDS = {
    "person": "person", "organisation": "organisation", "organization": "organisation", "geoarea": "place",
    "geoarealegacy": "place", "poi": "place", "place": "place", "event": "event", "object": "object",
}  # fmt: skip
REPLACES = frozenset(
    (
        "previousversion",
        "prevversion",
        "replaces",
        "supersedes",
        "corrects",
        "correctionof",
        "cancels",
        "kills",
        "retracts",
    )
)
DERIVED = frozenset(("derivedfrom", "evolvedfrom", "translatedfrom", "basedon"))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The item's catalogs (alias -> address), and the names that its assertions give to codes."""

    addresses: dict[str, str]
    names: dict[str, str]


def collect_item(item: Node, found: Collector) -> list[tuple[str, str, str]]:
    """Add the headers of an item. Gives its descriptions, which may be its text: role, text, place."""
    vocabulary = read_vocabulary(item)
    found.header("item.uri", attribute(item, "guid"), f"{item.path}/@guid")
    found.header("item.version", attribute(item, "version"), f"{item.path}/@version")
    descriptions: list[tuple[str, str, str]] = []
    sections = [each for each in children(item) if each.name in ("rightsinfo", "itemmeta", "contentmeta")]
    for section in sections:
        for node in children(section):
            collect_property(node, vocabulary, found, descriptions)
    if not any(header.name == "item.language" for header in found.headers):
        found.header("item.language", language_of(item.element), f"{item.path}/@xml:lang")
    stated = next((row.value for row in found.headers if row.name == "item.language"), "")
    prefer_own_language(found, stated)
    return descriptions


def read_vocabulary(item: Node) -> Vocabulary:
    """Catalogs and assertions of an item."""
    addresses: dict[str, str] = {}
    names: dict[str, str] = {}
    for node in children(item):
        if node.name == "catalog":
            for scheme in children(node):
                if scheme.name == "scheme" and len(addresses) < 500:
                    addresses[attribute(scheme, "alias")] = attribute(scheme, "uri")
        elif node.name == "assert" and len(names) < 500:
            name = name_in(node)
            if name:
                names[attribute(node, "qcode", "uri", "literal")] = name
    return Vocabulary(addresses, names)


def collect_property(
    node: Node, vocabulary: Vocabulary, found: Collector, descriptions: list[tuple[str, str, str]]
) -> None:
    """Add the headers of one element of `rightsInfo`, `itemMeta` or `contentMeta`."""
    if node.name in PLAIN:
        found.header(PLAIN[node.name], text_of(node), node.path)
    elif node.name in CODES:
        found.header(CODES[node.name], resolve(node, vocabulary) or text_of(node), node.path)
    elif node.name in PARTIES:
        collect_party(node, vocabulary, found)
    elif node.name in CONCEPTS:
        collect_concept(node, vocabulary, found)
    elif node.name == "embargoed":
        found.header("item.embargoed", text_of(node) or "indefinite", node.path)
    elif node.name == "headline":
        collect_headline(node, found)
    elif node.name == "language":
        found.header("item.language", attribute(node, "tag") or text_of(node), f"{node.path}/@tag")
    elif node.name == "description":
        descriptions.append((short_role(node), text_of(node), node.path))
    elif node.name == "altid":
        role = attribute(node, "type", "role")
        found.header("item.altid", text_of(node), HeaderPlace(node.path, role=role))
    elif node.name == "link":
        collect_link(node, found)


def collect_party(node: Node, vocabulary: Vocabulary, found: Collector) -> None:
    """A party with its role. A creator of one word is a login or a desk, and no name."""
    role = short_role(node)
    name = party_name(node, vocabulary)
    header = PARTIES[node.name]
    if node.name == "infosource" and role:
        header = f"{header}.{role}"
    elif node.name == "creator" and " " not in name:
        header = f"{header}.code"
    found.header(header, name, HeaderPlace(node.path, role=role))


def collect_headline(node: Node, found: Collector) -> None:
    """The first headline is the main one, unless its role says otherwise; the others keep their role."""
    role = short_role(node)
    is_first = not any(header.name == "item.headline" for header in found.headers)
    is_main = role in ("", "main", "headline", "title", "hl1")
    suffix = "sub" if "sub" in role else role or language_of(node.element).lower() or "other"
    found.header(
        "item.headline" if is_first and is_main else f"item.headline.{suffix}",
        text_of(node),
        HeaderPlace(node.path, remark=own_language(node)),
    )


def collect_link(node: Node, found: Collector) -> None:
    """The relation to another item: `item.previous` for one that this item replaces, corrects or cancels."""
    relation = re.split(r"[:/]", attribute(node, "rel"))[-1]
    target = attribute(node, "residref", "href")
    plain = relation.lower()
    header = "previous" if plain in REPLACES else "derivedfrom" if plain in DERIVED else "associated"
    version = attribute(node, "version")
    where = f"{node.path}, {relation}" + (f", version {version}" if version else "")
    found.header(f"item.{header}", target, where)


def collect_concept(node: Node, vocabulary: Vocabulary, found: Collector) -> None:
    """A subject, genre or place: its name, and its code under the same `where`."""
    header = CONCEPTS[node.name]
    if header == "subject":
        header = KINDS.get(re.split(r"[:/]", attribute(node, "type"))[-1].lower(), "subject")
    code = resolve(node, vocabulary)
    name = name_in(node) or vocabulary.names.get(attribute(node, "qcode", "uri", "literal"), "")
    found.header(f"item.{header}", name or attribute(node, "literal"), node.path)
    found.header(f"item.{header}.code", code, node.path)
    if node.name == "located":
        for broader in [each for each in children(node) if each.name == "broader"]:
            found.header("item.place", name_in(broader), broader.path)
            found.header("item.place.code", resolve(broader, vocabulary), broader.path)


def party_name(node: Node, vocabulary: Vocabulary) -> str:
    """The name of a party, else its literal, else its code without the alias, else its address."""
    code = attribute(node, "qcode")
    return (
        name_in(node)
        or vocabulary.names.get(code, "")
        or attribute(node, "literal")
        or text_of(node)
        or code.partition(":")[2]
        or attribute(node, "uri")
    )


def name_in(node: Node) -> str:
    """The name that an element holds: one to show to readers, else the first."""
    names = [each for each in children(node) if each.name == "name"]
    shown = [each for each in names if short_role(each) in ("", "display", "full", "fullname")]
    return text_of((shown or names)[0]) if names else ""


def short_role(node: Node) -> str:
    """The role without its alias, in small letters."""
    return re.split(r"[:/]", attribute(node, "role"))[-1].lower()


def resolve(node: Node, vocabulary: Vocabulary) -> str:
    """The code of an element (see above); its address where it has one instead; empty where it has none."""
    code = attribute(node, "qcode")
    alias, colon, value = code.partition(":")
    address = vocabulary.addresses.get(alias, "") if colon else ""
    if not address:
        return code or attribute(node, "uri")
    known = IPTC.match(address)
    return f"{ALIASES.get(known[1].lower(), known[1])}:{value}" if known else address + value


def targets(item: Node) -> list[str]:
    """The items and files that a package names."""
    references = [each for each in descend(item) if each.name in ("itemref", "remotecontent", "newsitemref")]
    found = [attribute(each, "residref", "href", "newsitem") for each in references[:MAX_CONCEPTS]]
    return [target for target in found if target]
