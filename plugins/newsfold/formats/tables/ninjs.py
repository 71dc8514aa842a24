"""One item of IPTC ninjs, 1.0 to 3.1 -> a record. Specification: https://iptc.org/std/ninjs/.

The versions differ in spelling: `versioncreated` became `versionCreated`, `subject` became `subjects`, `body_text` became
one of `bodies`. Property names are read without regard to case, and each pair of names as one.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from newsfold.formats.content_text import read_content
from newsfold.formats.tables.json_items import JsonItem, text_of_value
from newsfold.formats.tables.named_fields import collect_beside
from newsfold.formats.wire.withdrawn import text_of_withdrawn
from newsfold.model import HeaderPlace, Record, Rejection
from newsfold.text.raw_headers import Collector, as_place

MARKS = frozenset({
    "versioncreated", "firstcreated", "contentcreated", "pubstatus", "bodies", "headlines", "infosource", "infosources",
    "usageterms", "copyrightholder", "copyrightnotice", "slugline", "located", "ednote", "representationtype", "renditions",
    "altids",
})  # fmt: skip
# Property -> header, for the properties that hold one plain value.
PLAIN = {
    "uri": "uri", "type": "type", "version": "version", "profile": "profile", "firstcreated": "firstcreated",
    "versioncreated": "versioncreated", "contentcreated": "contentcreated", "embargoed": "embargoed",
    "embargoeduntil": "embargoed", "expires": "expires", "pubstatus": "pubstatus", "urgency": "urgency", "title": "title",
    "headline": "headline", "byline": "byline", "by": "byline", "slugline": "slugline", "located": "located",
    "language": "language", "copyrightholder": "copyrightholder", "copyrightnotice": "copyrightnotice",
    "usageterms": "usageterms", "ednote": "ednote",
    "signal": "signal",
}  # fmt: skip
# Property -> header, for lists of concepts: a name, and a code as one address or as scheme and code.
CONCEPTS = {
    "subject": "subject", "subjects": "subject", "place": "place", "places": "place", "person": "person", "people": "person",
    "organisation": "organisation", "organisations": "organisation", "event": "event", "events": "event", "object": "object",
    "objects": "object", "genre": "genre", "genres": "genre",
}  # fmt: skip
MAX_CONCEPTS = 60
MAIN_ROLES = (
    "main",
    "text",
    "body",
    "html",
    "xhtml",
    "richtext",
    "story",
    "article",
    "fulltext",
    "plain",
    "",
)
PART_ROLES = frozenset({
    "caption", "summary", "teaser", "lead", "short", "abstract", "description", "headline", "title", "notes", "ednote",
    "factbox", "facts", "related", "script", "shotlist", "push", "sms", "audio", "video", "image",
})  # fmt: skip
# Types whose text is a caption or an entry of a calendar, and no article.
WITHOUT_TEXT = frozenset(("picture", "graphic", "event", "planning", "component"))
# Role, media type, text and place.
PlacedText = tuple[str, str, str, HeaderPlace]


def is_ninjs(value: Mapping[str, Any]) -> bool:
    """True for an object that says it is ninjs, or has `uri` and a property that only ninjs has."""
    standard = value.get("standard", value.get("$standard"))
    if isinstance(standard, Mapping) and "ninjs" in str(standard.get("name", "")).lower():
        return True
    names = {name.lower() for name in value}
    return "uri" in names and (
        bool(names & MARKS) or any(name.startswith(("body_", "headline_", "description_")) for name in names)
    )


def read_ninjs(item: JsonItem, position: int) -> Record | Rejection:
    """Read one item. Rejection `no_article` where it has no text: pictures, events, plans.

    A text that is taken back is a record even without content (`text_of_withdrawn`).
    """
    properties = {name.lower(): value for name, value in item.value.items()}
    found = Collector()
    collect_headlines(properties, found)
    for name, value in properties.items():
        if name in PLAIN and (text := text_of_value(value)):
            found.header(f"item.{PLAIN[name]}", text, name)
    collect_beside(properties, found, but=PLAIN)
    collect_parties(properties, found)
    for name, header in CONCEPTS.items():
        if name in properties:
            collect_concepts(properties[name], name, header, found)
    collect_alternative_ids(properties.get("altids"), found)
    kind = str(properties.get("type") or "text")
    body = read_body(properties, kind, found) or (text_of_withdrawn(found) if kind == "text" else [])
    if not body:
        return Rejection(
            "no_article", f"a ninjs item of type {kind[:40]} without text", position, item.offset, "ninjs"
        )
    collect_captions(properties.get("associations"), found)
    return Record(
        position,
        "ninjs",
        tuple(found.headers),
        "\n\n".join(body),
        tuple(found.blocks),
        item.encoding,
        item.offset,
        item.length,
    )


def collect_headlines(properties: Mapping[str, Any], found: Collector) -> None:
    """The main one of several headlines as `item.headline`, the others as `item.headline.<role>`."""
    named = [(role, text, where) for role, _, text, where in texts(properties, "headlines", "headline_")]
    main = next((role for role, _, _ in named if role == "main"), named[0][0] if named else "")
    for role, text, where in named:
        found.header(
            "item.headline" if role == main and "headline" not in properties else f"item.headline.{role}",
            text,
            where,
        )


def texts(properties: Mapping[str, Any], many: str, prefix: str) -> Iterator[PlacedText]:
    """Role, media type, text and place of each text: objects in a list since ninjs 2.0, properties with a prefix before."""
    listed = properties.get(many)
    for number, entry in enumerate(listed[:MAX_CONCEPTS] if isinstance(listed, list) else []):
        where = f"{many}[{number}]"
        if isinstance(entry, str):
            yield "", "", entry, HeaderPlace(where)
        elif isinstance(entry, Mapping):
            parts = {name.lower(): value for name, value in entry.items()}
            role = text_of_value(parts.get("role")).lower()
            text = parts.get("value")
            if isinstance(text, str):
                yield (
                    role,
                    text_of_value(parts.get("contenttype")).lower(),
                    text,
                    HeaderPlace(where, role=role),
                )
    for name, value in properties.items():
        if name.startswith(prefix) and isinstance(value, str):
            role = name[len(prefix) :]
            yield role, "text/html" if "html" in role or "rich" in role else "", value, as_place(name)


def collect_parties(properties: Mapping[str, Any], found: Collector) -> None:
    """Who supplied the item: `item.infosource.<role>`, without the role where none is given.

    Roles: https://cv.iptc.org/newscodes/infosourcerole/.
    """
    for name in ("infosource", "infosources"):
        for number, entry in enumerate(as_list(properties.get(name))):
            role = re.split(r"[/:#]", text_of_value(entry.get("role") or entry.get("rel")).lower())[-1]
            party = text_of_value(entry.get("name")) or text_of_value(entry.get("literal"))
            found.header(f"item.infosource.{role}" if role else "item.infosource", party, f"{name}[{number}]")


def collect_concepts(value: Any, name: str, header: str, found: Collector) -> None:
    """`item.<header>` with each concept's name and `item.<header>.code` with its address, told together by `where`."""
    for number, entry in enumerate(as_list(value)):
        where = f"{name}[{number}]"
        relation = text_of_value(entry.get("rel"))
        note = f"{where}, {relation}" if relation else where
        found.header(f"item.{header}", text_of_value(entry.get("name")), note)
        code = text_of_value(entry.get("uri")) or text_of_value(entry.get("scheme")) + text_of_value(
            entry.get("code")
        )
        found.header(f"item.{header}.code", code or text_of_value(entry.get("literal")), note)


def as_list(value: Any) -> list[Mapping[str, Any]]:
    """The concepts in a property: objects, or bare names."""
    listed = value if isinstance(value, list) else [value]
    return [
        entry if isinstance(entry, Mapping) else {"name": entry} for entry in listed[:MAX_CONCEPTS] if entry
    ]


def collect_alternative_ids(value: Any, found: Collector) -> None:
    """`item.altid`, with the role in `where`: objects in a list, one object in ninjs 1."""
    if isinstance(value, Mapping):
        value = [{"role": role, "value": identifier} for role, identifier in value.items()]
    for number, entry in enumerate(as_list(value)):
        role = text_of_value(entry.get("role"))
        found.header(
            "item.altid",
            text_of_value(entry.get("value", entry.get("name"))),
            HeaderPlace(f"altids[{number}]", role=role),
        )


def read_body(properties: Mapping[str, Any], kind: str, found: Collector) -> list[str]:
    """The paragraphs of the main body; a text item that has none is told by its description. Descriptions are set aside else."""
    bodies = sorted(texts(properties, "bodies", "body_"), key=rank)
    descriptions = [
        (role, media, text, where)
        for role, media, text, where in texts(properties, "descriptions", "description_")
        if role not in PART_ROLES - {"summary"}
    ]
    chosen = None if kind in WITHOUT_TEXT else choose_body(bodies)
    if chosen is None and kind in ("text", "composite") and descriptions:
        chosen = max(descriptions, key=lambda entry: len(entry[2]))
    if chosen is None:
        return []
    _, media, text, where = chosen
    body = read_content(text, media, found, where)
    for entry in descriptions:
        if entry is not chosen and body:
            found.block(
                "synopsis",
                "\n".join(read_content(entry[2][:20_000], entry[1], Collector(), entry[3])),
                entry[3],
            )
    return body


def rank(entry: PlacedText) -> int:
    """The place of a body's role in the order in which we want them."""
    role = entry[0]
    return MAIN_ROLES.index(role) if role in MAIN_ROLES else len(MAIN_ROLES) + (role in PART_ROLES)


def choose_body(bodies: list[PlacedText]) -> PlacedText | None:
    """The main body; its form with paragraphs where the plain one has all text on one line."""
    whole = [entry for entry in bodies if entry[2].strip()]
    if not whole:
        return None
    best = whole[0]
    if "\n" in best[2].strip() or "html" in best[1]:
        return best
    for entry in whole[1:]:
        if (
            "html" in entry[1]
            and entry[0] not in PART_ROLES
            and entry[2].lower().count("<p") > 1
            and len(entry[2]) >= len(best[2])
        ):
            return entry
    return best


def collect_captions(value: Any, found: Collector) -> None:
    """The captions of associated pictures and films, set aside. Other associated items are records of their own, elsewhere."""
    entries = list(value.values()) if isinstance(value, Mapping) else value if isinstance(value, list) else []
    for number, entry in enumerate(entries[:MAX_CONCEPTS]):
        if isinstance(entry, Mapping) and entry.get("type") in ("picture", "graphic", "video"):
            properties = {name.lower(): each for name, each in entry.items()}
            for _, media, text, _ in list(texts(properties, "descriptions", "description_"))[:1]:
                found.block(
                    "caption",
                    "\n".join(read_content(text[:20_000], media, Collector(), "")),
                    f"associations[{number}]",
                )
