"""Which format a file has, by its first bytes. Its name is a hint at most: feeds and agencies misname files
daily.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from newsfold.formats.csv_table import find_table
from newsfold.formats.decoding import Decoded, decode, find_declared_charset

NO_COLUMNS: Mapping[str, str] = MappingProxyType({})
HEAD_BYTES = 4096
MAX_JSON_BYTES = 4_000_000

# First bytes of formats that are not text to us, or have no reader yet.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"WARC/", "warc"),
    (b"filedesc://", "arc"),
    (b"\xd0\xcf\x11\xe0", "ms-office"),
    (b"\x01", "iptc-7901"),
    (b"\x16\x16\x01", "anpa-1312"),
)
IMAGES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"ID3",
    b"OggS",
    b"\x7fELF",
    b"MZ\x90",
    b"SQLite format 3",
)
# The atomic groups keep a chain of comments from being tried in every possible division.
MARKUP = re.compile(r"(?>(?:<!--.*?-->|<\?[^>]*>)\s*)*+<(!doctype\s+)?([\w:.-]+)", re.I | re.S)
HTML_ROOTS = {"html", "head", "body", "title", "meta", "link", "script", "style", "base"}
FRAGMENT_ROOTS = {
    "article", "main", "section", "div", "p", "h1", "h2", "header", "span", "table", "ul", "ol", "center", "figure", "a", "b",
    "strong", "em", "i", "br", "img", "font", "blockquote", "hr",
}  # fmt: skip
HTML_TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|article|section|span|li|td|a|html|body|head|title|meta)\b[^<>]{0,500}>", re.I
)
XML_ROOTS = {
    "rss": "feed", "rdf:rdf": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "sitemap", "nitf": "nitf",
    "newsml": "newsml", "newsitem": "newsml-g2", "packageitem": "newsml-g2", "newsmessage": "newsml-g2", "lewis": "sgml",
    "reuters": "sgml",
}  # fmt: skip
XML_READERS = {"feed", "sitemap"}
FEED_INSIDE = re.compile(
    r"<(?:rss|rdf:RDF|feed)\s[^<>]{0,5000}>\s{0,1000}<(?:channel|item|title|id|link|atom:)", re.I
)
# An object that opens with a name, perhaps in an array: no text begins so.
JSON_START = re.compile(r'(?:\[\s{0,100})?\{\s{0,100}(?:"(?:[^"\\]|\\.){0,200}"\s{0,100}:|\})', re.S)
EMAIL = re.compile(r"(?:^|\n)(?:received|message-id|mime-version|return-path|x-mailer)[ \t]*:", re.I)
EMAIL_START = re.compile(r"(?:From \S+.*\n)?[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]")


@dataclass(frozen=True, slots=True)
class Detected:
    """What a file is. `format` names a reader (`text`, `html`, `json`, …) or a reason of rejection; `detail` is for a
    person.
    """

    format: str
    detail: str
    decoded: Decoded | None = None


def recognize(data: bytes, columns: Mapping[str, str] = NO_COLUMNS) -> Detected:
    """Tell the format of `data` and decode it where it is text. Never raises.

    `columns`: the names that the source gives its columns (`newsfold.sources.Source.columns`).
    """
    if not data.strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe"):
        return Detected("empty", f"{len(data)} bytes, and none of them is text")
    known = find_signature(data)
    if known:
        return known
    decoded = decode(data, find_declared_charset(data))
    if decoded is None:
        return Detected("undecodable", "no known encoding fits the bytes")
    head = decoded.text[:HEAD_BYTES]
    if is_binary(head):
        return Detected("binary", "too many control characters for text")
    return recognize_text(decoded, head, columns)


def find_signature(data: bytes) -> Detected | None:
    """The formats that are known by their first bytes, or by the mark in a tar header."""
    for magic, name in SIGNATURES:
        if data.startswith(magic):
            return Detected("unsupported_format", name)
    if data.startswith(IMAGES) or data[4:8] == b"ftyp":
        return Detected("binary", "an image, a sound, a film, a database or a program")
    if data[257:262] == b"ustar":
        return Detected("unsupported_format", "tar")
    return None


def is_binary(head: str) -> bool:
    """True where more than 1 character in 20 is a control character or could not be decoded.

    Zero bytes are padding at the ends of a file. Where they stand between the words, and no encoding explains them, something
    else is lost, too.
    """
    inside = head.strip("\x00 \t\r\n")
    if inside.count("\x00") * 20 > len(inside):
        return True
    kept = head.replace("\x00", "")
    bad = sum(
        1
        for character in kept
        if (character < " " and character not in "\t\n\r\x0b\x0c\x1a\x1b") or character == "\ufffd"
    )
    bad += sum(1 for character in kept if "\x80" <= character <= "\x9f" and character != "\x85")
    return bad * 20 > len(kept) or len(kept) * 4 < len(head)


def recognize_text(decoded: Decoded, head: str, columns: Mapping[str, str]) -> Detected:
    """Tell HTML, XML, JSON, tables and e-mail from plain text."""
    start = head.lstrip("\ufeff\x00 \t\r\n")
    if start.startswith("<"):
        found = recognize_markup(start, decoded)
        if found:
            return found
    if start[:1] in ("{", "[") and is_json(start, decoded.text):
        return Detected("json", "JSON or JSON Lines", decoded)
    if EMAIL_START.match(start) and EMAIL.search(start):
        multipart = re.search(r"content-type:\s*multipart/related", start, re.I)
        return Detected("unsupported_format", "mhtml" if multipart else "email")
    # A page behind a few lines of something else (a printed HTTP header, a comment): its own words say so.
    if re.search(r"<!doctype html|<html[\s>]", head, re.I) and re.search(
        r"<(?:head|body|meta|title)[\s>]", head, re.I
    ):
        return Detected("html", "HTML page", decoded)
    if FEED_INSIDE.search(head):  # behind the warnings of a program
        return Detected("feed", "a feed below something else", decoded)
    if find_table(decoded.text, columns) is not None:
        return Detected("csv", "a table with a line of names", decoded)
    return Detected("text", "plain text", decoded)


def recognize_markup(start: str, decoded: Decoded) -> Detected | None:
    """The format of a text that begins with `<`, by its first element. None: it isn't markup after all."""
    match = MARKUP.match(start)
    if match is None:
        # Only comments and declarations so far, or a lone bracket.
        is_page = re.search(r"<(?:!doctype\s+html|html|head|body)\b", decoded.text[:65_536], re.I)
        return Detected("html", "HTML page", decoded) if is_page else None
    root = match[2].lower()
    if root in HTML_ROOTS:
        return Detected("html", "HTML page", decoded)
    kind = XML_ROOTS.get(root) or XML_ROOTS.get(root.rpartition(":")[2])
    if kind in XML_READERS:
        return Detected(kind, f"xml <{root[:40]}>", decoded)
    if kind:
        return Detected("unsupported_format", kind)
    if root in FRAGMENT_ROOTS and not match[1]:
        # `<p>` or `<b>` at the start of a text makes no page: it takes closing tags or several blocks.
        return Detected("html", "HTML fragment", decoded) if len(HTML_TAG.findall(start)) >= 3 else None
    if start.startswith("<?xml") or match[1] or f"</{match[2]}>" in decoded.text[-HEAD_BYTES:]:
        return Detected("unsupported_format", f"xml <{root[:40]}>")
    return None


def is_json(start: str, text: str) -> bool:
    """True for a JSON document or JSON Lines; a text that opens with a bracket (`[Seoul] ...`) is none."""
    if JSON_START.match(start):
        return True
    if not re.match(r'\{\s*"|\[\s*(?:[\["\]\d-]|true|false|null)', start) or len(text) > MAX_JSON_BYTES:
        return False
    try:
        return isinstance(json.loads(text.strip("\ufeff\x00 \r\n\t")), dict | list)
    except (ValueError, RecursionError):
        return False
