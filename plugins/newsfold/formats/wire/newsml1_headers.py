"""The metadata of a NewsML 1 item and of its components -> raw headers.

Specification: NewsML 1.2, https://iptc.org/std/NewsML/1.2/specification/. A component inherits what the components around it
say, so the nearest statement is the one that holds.
"""

import re

from newsfold.formats.wire.headline_language import own_language
from newsfold.formats.wire.wire_xml import (
    XML_LANG,
    Node,
    attribute,
    child,
    children,
    descend,
    language_of,
    text_of,
)
from newsfold.model import HeaderPlace
from newsfold.text.raw_headers import Collector

REVISION = re.compile(r":(\d+)[NUAD]?$", re.I)
# `Update` of the revision: what the item holds of the news.
UPDATES = {"U": "update", "A": "administrative update", "D": "delete"}
LINES = {
    "headline": "item.headline", "subheadline": "item.headline.sub", "byline": "item.byline", "dateline": "item.dateline",
    "slugline": "item.slugline", "creditline": "item.creditline", "copyrightline": "item.copyrightnotice",
    "rightsline": "item.usageterms", "seriesline": "newsml.seriesline", "bylinetitle": "newsml.bylinetitle",
}  # fmt: skip
MANAGEMENT = {
    "newsitemtype": "newsml.newsitemtype", "firstcreated": "item.firstcreated", "thisrevisioncreated": "item.versioncreated",
    "firstpublished": "item.published", "status": "item.pubstatus", "urgency": "item.urgency", "derivedfrom": "item.derivedfrom",
    "associatedwith": "item.associated", "instruction": "item.signal", "property": "newsml.property",
    "revisionhistory": "newsml.revisionhistory",
}  # fmt: skip
PARTIES = {
    "provider": "item.infosource.provider", "source": "item.infosource.source", "creator": "item.creator",
    "contributor": "item.contributor",
}  # fmt: skip
ENVELOPE = {
    "sentfrom": "item.infosource.sender",
    "newsservice": "item.service",
    "newsproduct": "newsml.newsproduct",
}
RIGHTS = {
    "copyrightholder": "item.copyrightholder", "usagetype": "item.usageterms", "limitations": "item.usageterms",
    "rightsholder": "item.copyrightholder",
}  # fmt: skip
SUBJECTS = frozenset(("subject", "subjectmatter", "subjectdetail", "subjectqualifier"))
PLACES = (
    "city",
    "sublocation",
    "locality",
    "countryarea",
    "subcountryarea",
    "province",
    "state",
    "countryname",
    "country",
)
NOTES = re.compile(r"note|advisory|caution|correction|alert", re.I)


def formal(node: Node) -> str:
    """The element's `FormalName`, else its text."""
    return attribute(node, "formalname") or text_of(node)


def collect_envelope(envelope: Node, found: Collector) -> None:
    """`NewsEnvelope`: when it was sent, by whom, for which service."""
    for node in children(envelope):
        if node.name == "dateandtime":
            found.header("item.sent", text_of(node), node.path)
        elif node.name == "priority":
            found.header("newsml.priority", formal(node), node.path)
        elif node.name in ENVELOPE:
            found.header(ENVELOPE[node.name], party_name(node), node.path)


def collect_identification(identification: Node | None, found: Collector) -> None:
    """`Identification`: the public identifier without its revision, the revision and what it does, the label."""
    identifier = child(identification, "newsidentifier")
    parts = {node.name: node for node in children(identifier)} if identifier is not None else {}
    revision = parts.get("revisionid")
    public = parts.get("publicidentifier")
    if public is not None and text_of(public):
        found.header("item.uri", without_revision(text_of(public), text_of(revision)), public.path)
    elif identifier is not None:
        names = [text_of(parts.get(name)) for name in ("providerid", "dateid", "newsitemid")]
        found.header(
            "item.uri", ":".join(["urn:newsml", *names]) if all(names) else names[2], identifier.path
        )
    found.header(
        "newsml.providerid",
        text_of(parts.get("providerid")),
        f"{identifier.path}/ProviderId" if identifier else "",
    )
    if revision is not None:
        found.header("item.version", text_of(revision), revision.path)
    for node in children(identification) if identification is not None else []:
        if node.name in ("namelabel", "datelabel", "label"):
            found.header(f"newsml.{node.name}", text_of(node), node.path)


def collect_revision(identification: Node | None, found: Collector) -> None:
    """What the revision does. An instruction of the management says more, and comes before it."""
    revision = child(child(identification, "newsidentifier"), "revisionid")
    update = attribute(revision, "update") if revision is not None else ""
    if revision is not None:
        found.header("item.signal", UPDATES.get(update.upper(), ""), f"{revision.path}/@Update, {update}")


def without_revision(identifier: str, revision: str) -> str:
    """The identifier that all revisions share: `urn:newsml:provider:date:id` without `:3N`."""
    match = REVISION.search(identifier)
    is_revision = match is not None and (
        match[1] == re.sub(r"\D", "", revision) if revision else identifier.count(":") >= 5
    )
    return identifier[: match.start()] if match and is_revision else identifier


def collect_management(management: Node | None, found: Collector) -> None:
    """`NewsManagement`: dates, status and its change to come, urgency, relations, instructions."""
    nodes = children(management) if management is not None else []
    status = next((formal(node) for node in nodes if node.name == "status"), "")
    for node in nodes:
        if node.name in MANAGEMENT:
            value = attribute(node, "newsitem", "href", "formalname", "value") or text_of(node)
            found.header(MANAGEMENT[node.name], value, node.path)
        elif node.name == "statuswillchange":
            future = formal(child(node, "futurestatus") or node)
            ends = re.search(r"embargo|withh|hold", status, re.I) or future.lower() == "usable"
            date = child(node, "dateandtime")
            where = f"{node.path}, to {future[:40]}"
            found.header("item.embargoed" if ends else "item.expires", text_of(date), where)


def collect_component(component: Node, topics: dict[str, str], found: Collector) -> None:
    """The metadata of one component, without that of the components inside it. What is stated already is left as it is."""
    own = Collector()
    for section in children(component):
        if section.name == "newslines":
            for node in children(section):
                collect_line(node, own)
        elif section.name == "administrativemetadata":
            for node in children(section):
                if node.name in PARTIES:
                    name = party_name(node, topics)
                    is_login = node.name == "creator" and " " not in name
                    own.header(PARTIES[node.name] + ".code" * is_login, name, node.path)
        elif section.name == "rightsmetadata":
            for node in descend(section):
                if node.name in RIGHTS:
                    own.header(RIGHTS[node.name], party_name(node, topics), node.path)
        elif section.name == "descriptivemetadata":
            for node in children(section):
                collect_description(node, topics, own)
    own.header("item.language", component.element.get(XML_LANG) or "", f"{component.path}/@xml:lang")
    stated = {header.name for header in found.headers}
    for header in own.headers:
        if header.name not in stated:
            found.header(header.name, header.value, header.place)


def collect_line(node: Node, found: Collector) -> None:
    """One of `NewsLines`. The first headline is the main one; keywords stand one behind the other."""
    text = text_of(node)
    if node.name == "headline" and any(header.name == "item.headline" for header in found.headers):
        language = language_of(node.element).lower()
        place = HeaderPlace(node.path, remark=own_language(node))
        found.header(f"item.headline.{language or 'other'}", text, place)
    elif node.name == "headline":
        found.header("item.headline", text, HeaderPlace(node.path, remark=own_language(node)))
    elif node.name in LINES:
        found.header(LINES[node.name], text, node.path)
    elif node.name == "keywordline":
        for keyword in re.split(r"[,;|]", text)[:60]:
            found.header("item.keyword", keyword, node.path)
    elif node.name == "newsline":
        kind = formal(child(node, "newslinetype") or node)
        shown = " ".join(text_of(each) for each in children(node) if each.name == "newslinetext")
        name = "item.ednote" if NOTES.search(kind[:60]) else "newsml.newsline"
        found.header(name, shown, f"{node.path}, {kind[:40]}")


def party_name(node: Node, topics: dict[str, str] | None = None) -> str:
    """The parties that an element names: each by its name in a topic, its formal name, or its text."""
    names = []
    for party in [each for each in children(node) if each.name == "party"]:
        names.append((topics or {}).get(attribute(party, "topic").lstrip("#"), "") or formal(party))
    return ", ".join(dict.fromkeys(name for name in names if name)) or formal(node)


def collect_description(node: Node, topics: dict[str, str], found: Collector) -> None:
    """One element of `DescriptiveMetadata`."""
    if node.name == "language":
        found.header("item.language", formal(node), node.path)
    elif node.name == "genre":
        found.header("item.genre", formal(node), node.path)
    elif node.name == "subjectcode":
        for subject in children(node):
            if subject.name in SUBJECTS:
                collect_subject(subject, topics, found)
    elif node.name == "location":
        collect_location(node, found)
    elif node.name == "topicoccurrence":
        found.header("item.subject", topics.get(attribute(node, "topic").lstrip("#"), ""), node.path)
    elif node.name == "datelinedate":
        found.header("item.storydate", text_of(node), node.path)
    elif node.name == "property":
        name = attribute(node, "formalname").lower()
        header = "item.keyword" if name in ("keyword", "keywords") else f"newsml.property.{name}"
        found.header(header[:100], attribute(node, "value"), node.path)


def collect_subject(node: Node, topics: dict[str, str], found: Collector) -> None:
    """An IPTC subject code, with the name that a topic set of the item gives it; agencies' category becomes a section."""
    code = attribute(node, "formalname")
    scheme = attribute(node, "scheme", "vocabulary")
    is_iptc = re.fullmatch(r"\d{7,8}", code) is not None and (
        not scheme or "iptc" in scheme.lower() or scheme.startswith("#")
    )
    found.header(
        "item.subject", topics.get(code) or topics.get(attribute(node, "topic").lstrip("#"), ""), node.path
    )
    found.header(
        "item.subject.code", f"subj:{code.zfill(8)}" if is_iptc else f"{scheme}:{code}".lstrip(":"), node.path
    )
    category = attribute(node, "cat")
    if category and not any(
        header.name == "item.section" and header.value == category for header in found.headers
    ):
        found.header("item.section", category, f"{node.path}/@cat")


def collect_location(node: Node, found: Collector) -> None:
    """A place: `item.located` where the text comes from, else `item.place`."""
    properties = {
        attribute(each, "formalname").lower(): attribute(each, "value")
        for each in descend(node)
        if each.name == "property"
    }
    origin = re.search(r"origin|from|dateline", attribute(node, "howpresent"), re.I) is not None
    parts = [properties[name] for name in PLACES if properties.get(name)]
    value = parts[0] if parts and origin else ", ".join(parts[:3])
    found.header("item.located" if origin else "item.place", value or formal(node), node.path)


def read_topics(item: Node) -> dict[str, str]:
    """The names in the item's topic sets, by the topic's code and by its id in the document."""
    topics: dict[str, str] = {}
    for topic in (node for node in descend(item) if node.name == "topic"):
        parts = children(topic)
        described = [each for each in parts if each.name == "description"]
        names = [each for each in described if "name" in (attribute(each, "variant") or "name").lower()]
        english = [each for each in names if language_of(each.element).lower().startswith("en")]
        name = text_of((english or names)[0]) if names else ""
        codes = [text_of(each) for each in parts if each.name == "formalname"]
        for key in [*codes, attribute(topic, "duid", "id")]:
            if key and (name or codes) and len(topics) < 1_000:
                topics.setdefault(key, name or codes[0])
    return topics
