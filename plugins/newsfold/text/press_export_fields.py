"""Lines of exports of press databases: what divides their articles, and the fields that stand around each text.

The words are in `press_exports.toml`. How Nexis, Factiva, ProQuest and their like lay out an article was read off their
own exports as users have published them.
"""

import re
from dataclasses import dataclass
from functools import cache

from newsfold.text.characters import fold
from newsfold.text.data_files import read

# Within a line: what also took the lines below would go through all of them again from each.
SPACES = r"[^\S\n]*"
DOCUMENT = r"(?:documents?|dokumente?n?|documentos?|documenti|articles?|artikel)"
OF = r"(?:of|von|de|di|sur|van|из|/)"
# `1 of 3 DOCUMENTS`, `Document 2 of 3`: the line above an article.
NUMBERED = rf"[ \t]*(?:{DOCUMENT}[ \t]+\d{{1,6}}[ \t]?{OF}[ \t]?\d{{1,6}}|\d{{1,6}}[ \t]{OF}[ \t]\d{{1,6}}[ \t]+{DOCUMENT})[ \t]*"
# The line below one: Nexis Uni in its languages, Factiva's number of the document.
CLOSING = (
    r"[ \t]*(?:end of document|ende des dokuments|fin du document|fin del documento|fine del documento"
    r"|einde (?:van het )?document)[ \t]*"
    r"|(?:AN[ \t]{2,})?(?:document|dokument|documento)[ \t]+[A-Z0-9]{2,12}\d{12}\w{4,24}[ \t]*"
)
NUMBERED_LINE = re.compile(NUMBERED, re.I)
CLOSING_LINE = re.compile(CLOSING, re.I)
COUNT = r"\d[\d.,]{0,8}\s{1,3}(?:words?|wörter|mots|palabras|parole|woorden)"
COUNT_LINE = re.compile(COUNT, re.I)
# `De Courant, zaterdag 27 september 2025, p. 1, 57w.`: where an article of a numbered list is from (GoPress).
LISTED_SOURCE = re.compile(
    r"(?P<publisher>[^,\n]{2,60}),\s(?P<date>[^\n]{6,40}?),\s(?:p|blz|pag|s)\.?\s?\d{1,4}(?:,\s\d{1,6}\s?w\.?)?"
    + SPACES,
    re.I,
)
LISTED_HEADLINE = re.compile(r"(?P<number>\d{1,4})\.\s+(?P<headline>\S.{3,250})")
# `"Altenfurter Zeitung" vom 27.09.2025     Seite: 4` (GBI-GENIOS).
QUOTED_SOURCE = re.compile(
    SPACES
    + r"[\"„“](?P<publisher>[^\"“”\n]{2,60})[\"“”]\s{1,20}vom\s{1,20}(?P<date>\d\d?\.\d\d?\.\d{4})\b.{0,120}"
)
# `Source: AlNA news agency, Aldenport, in English 1015 gmt 27 Sep 25` (BBC Monitoring).
MONITORED = re.compile(
    SPACES
    + r"Source: .{2,120}\bin [A-Z]\w{1,40} (?P<clock>\d{4}) gmt (?P<date>\d{1,2} [A-Z][a-z]{2,8} \d{2,4})"
    + SPACES
)


def unnamed(pattern: re.Pattern[str]) -> str:
    """A pattern as a part of another one: its groups without their names."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern)


# Signs by which a text is known as an export. One is enough.
SIGN = re.compile(
    rf"^(?:{NUMBERED}|{CLOSING}|[ \t]*(?:length|länge|longueur|longitud|lunghezza|lengte)[ \t]?:[ \t]*{COUNT}[ \t]*"
    r"|[ \t]*load-date[ \t]?:.{0,60}|[ \t]*publication-type[ \t]?:.{0,60}|DIALOG\(R\).{0,100}"
    r"|[ \t]*proquest document id[ \t]?:.{0,40}"
    r"|[ \t]*index terms:.{0,500}|news[·.]\d{8}[·.][\w·.-]{1,30}[ \t]*"
    rf"|{unnamed(LISTED_SOURCE)}|{unnamed(QUOTED_SOURCE)}|{unnamed(MONITORED)})$",
    re.I | re.M,
)
COPYRIGHT = re.compile(
    r"\s*(?:©|\(c\)|copyright\s|all rights reserved|alle rechte vorbehalten|tous droits réservés)", re.I
)
EXPORT_ID = re.compile(r"\s*(?:news[·.]\d{8}[·.][\w·.-]{1,30}|BBC Mon\b.{0,40}|DIALOG\(R\).{0,100})\s*", re.I)
PLACED = re.compile(r"\s*https?://\S+\s*|[\s\d:.,/-]*|[\s_=*·-]*")
EDITION = re.compile(
    r"(?:final|first|late|early|\d(?:st|nd|rd|th)|main|national|all|online)[\s-](?:\w+\s)?edition", re.I
)
FIELD = re.compile(r"\s{0,40}(?P<key>[^\W\d_][^:：\n]{0,40}?)\s?[:：]\s*(?P<value>.*)")
NEXT_FIELD = re.compile(r"(?:(?<!\s)\s{2,}+|,\s)(?=[A-Z][\w ]{2,20}:\s)")
CODE = re.compile(r"(?P<code>[A-Z]{2,3})(?:[ \t]{1,8}(?P<value>\S.*))?\s*")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an export: the header that it stands for (`export` for none), its name as written, its value."""

    name: str
    key: str
    value: str


@cache
def names_of(table: str) -> dict[str, str]:
    """The keys of a table of `press_exports.toml`, with the header that each stands for."""
    return {
        key: name
        for name, keys in read("press_exports")[table].items()
        if name not in ("foot", "closing")
        for key in keys
    }


@cache
def listed(name: str) -> frozenset[str]:
    """The keys of one list of the table of names."""
    return frozenset(read("press_exports")["names"][name])


def fields_of(line: str) -> list[Field]:
    """The fields that a line holds, empty where it is none: `LENGTH: 57 words`, `Edition: Final  Section: News  Page: 4`."""
    found = []
    for part in NEXT_FIELD.split(line):
        match = FIELD.fullmatch(part)
        name = names_of("names").get(key_of(match["key"])) if match else None
        if match is None or name is None:
            return []
        found.append(Field(name, match["key"].strip(), fold(match["value"])))
    return found


def key_of(text: str) -> str:
    """A key as the lists have it: small letters, single spaces."""
    return " ".join(text.casefold().split())


def code_of(line: str) -> Field | None:
    """The field of Factiva's that a line opens (`HD  Harbour opens`), None where it opens none."""
    match = CODE.fullmatch(line)
    name = names_of("codes").get(match["code"]) if match else None
    return Field(name, match["code"], fold(match["value"] or "")) if match and name else None


def has_codes(lines: list[str]) -> bool:
    """Whether an article is written in Factiva's fields: a headline, a day and a text among them."""
    found = {field.name for line in lines[:400] if (field := code_of(line))}
    return {"headline", "published", "text"} <= found


def opens_text(line: str) -> str | None:
    """What stands behind the mark of the text on its own line, perhaps nothing; None where `line` is no such mark."""
    key, _, rest = line.strip().partition(":")
    return fold(rest) if key_of(key) in listed("text") else None


def opens_foot(line: str) -> bool:
    """Whether what stands below an article begins with `line`."""
    fields = fields_of(line)
    return (
        key_of(line.strip(" :")) in listed("closing")
        or any(key_of(field.key) in listed("foot") | listed("closing") for field in fields)
        or COPYRIGHT.match(line) is not None
        or is_mark(line)
    )


def is_mark(line: str) -> bool:
    """Whether a line is a mark of the export alone: the number of the document, its end, its id, where it was heard."""
    return any(
        pattern.fullmatch(line.rstrip()) for pattern in (NUMBERED_LINE, CLOSING_LINE, EXPORT_ID, MONITORED)
    )


def says_nothing(line: str) -> bool:
    """Whether a line above the text is no headline, outlet or name: counts, numbers, addresses, rights, editions, marks."""
    text = line.strip()
    return bool(
        COUNT_LINE.fullmatch(text)
        or PLACED.fullmatch(text)
        or COPYRIGHT.match(text)
        or EDITION.fullmatch(text)
        or is_mark(text)
    )
