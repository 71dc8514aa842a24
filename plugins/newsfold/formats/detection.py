"""Which format a file has, by its first bytes. Its name is a hint at most: feeds and agencies misname files
daily.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from newsfold.formats.containers.compressed import STREAM_STARTS
from newsfold.formats.containers.mail_folder import is_mail_folder
from newsfold.formats.containers.tar_archive import is_tar
from newsfold.formats.containers.zip_package import find_package
from newsfold.formats.tables.csv_table import find_table, find_unknown_head
from newsfold.formats.tables.json_shapes import is_python, unwrapped
from newsfold.formats.wire.anpa_1312 import is_anpa_1312
from newsfold.formats.wire.iptc_7901 import is_iptc_7901
from newsfold.text.charsets import find_codec, find_declared_charset
from newsfold.text.decoding import Decoded, decode
from newsfold.text.feed_forms import SITEMAP_ROOTS
from newsfold.text.json_front_matter import find_json_front

NO_COLUMNS: Mapping[str, str] = MappingProxyType({})
HEAD_BYTES = 4096
# What is neither white space nor padding nor a byte order mark. A search, because stripping 60 MB of zeros takes a second.
SOMETHING = re.compile(rb"[^\x00 \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe]")
# Control characters other than those of white space, of the end of a file and of an escape; what could not be decoded.
NO_TEXT = re.compile("[\x01-\x08\x0e-\x19\x1c-\x1f\x80-\x84\x86-\x9f\ufffd]")
MAX_JSON_BYTES = 4_000_000
MAX_SHOWN_NAMES = 400

# First bytes of formats that are not text to us.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    *((b"BZh%d1AY&SY" % level, "bzip2") for level in range(1, 10)),
    *((b"BZh%d\x17rE8P\x90" % level, "bzip2") for level in range(1, 10)),  # nothing, compressed
    (b"\xfd7zXZ\x00", "xz"),
    *((start, "zstd") for start in STREAM_STARTS["zstd"]),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"PAR1", "parquet"),
    (b"WARC/0.", "warc"),
    (b"WARC/1.", "warc"),
    (b"filedesc://", "arc"),
    (b"\xd0\xcf\x11\xe0", "ms-office"),
    (b"BEGIN:VCALENDAR", "calendar"),
    (b"BEGIN:VCARD", "address card"),
)
# Those of them that no reader is there for; the others have one in `containers.containers` or `documents.documents`.
UNREAD = frozenset({"7z", "rar", "ms-office", "calendar", "address card"})
# What a document of an office program is wrapped in where it has a password ([MS-OFFCRYPTO] 1.3.2).
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
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
    "rss": "feed", "rdf:rdf": "feed", "feed": "feed", **dict.fromkeys(SITEMAP_ROOTS, "sitemap"), "nitf": "nitf",
    "newsml": "newsml", "newsitem": "newsml-g2", "packageitem": "newsml-g2", "newsmessage": "newsml-g2", "lewis": "sgml",
    "reuters": "sgml", "conceptitem": "newsml-g2", "knowledgeitem": "newsml-g2", "planningitem": "newsml-g2",
    "catalogitem": "newsml-g2", "entry": "feed",
    "doc": "trec", "mediawiki": "mediawiki",
}  # fmt: skip
XML_READERS = {"feed", "sitemap", "nitf", "newsml", "newsml-g2", "sgml", "trec", "mediawiki"}
# Header lines in angle brackets: `<TITLE> Storm hits`, `<DATE> 2025-09-27`.
ANGLE_LINES = re.compile(r"(?:\s*<([A-Za-z][\w -]{1,30})>[ \t]*[^<>\n]{1,500}\n){2}")
FEED_INSIDE = re.compile(
    r"<(?:rss|rdf:RDF|feed)\s[^<>]{0,5000}>\s{0,1000}<(?:channel|item|title|id|link|atom:)", re.I
)
# An object that opens with a name, perhaps in an array: no text begins so.
JSON_START = re.compile(r'(?:\[\s{0,100})?\{\s{0,100}(?:"(?:[^"\\]|\\.){0,200}"\s{0,100}:|\})', re.S)
# The same with comments, which JSON doesn't have; it is no text, though.
COMMENT = r"(?:/\*(?:(?!\*/).){0,4000}\*/|//[^\n]{0,4000}\n)\s{0,100}"
COMMENTS = rf"\s{{0,100}}(?:{COMMENT}){{0,20}}"
JSON_WITH_COMMENTS = re.compile(
    rf'{COMMENTS}(?:\[{COMMENTS})?\{{{COMMENTS}"(?:[^"\\\n]|\\.){{0,200}}"\s{{0,100}}:', re.S
)
MAIL_HEAD_BYTES = 16_384
MAIL_START = re.compile(r"\s{0,20}[A-Za-z][A-Za-z0-9-]{1,40}:[ \t\r\n]")
# Headers that only mail has: `From:` and `Subject:` also stand over agency copy.
MAIL = re.compile(
    r"^(?:received|message-id|mime-version|return-path|x-mailer|delivered-to|dkim-signature)[ \t]*:",
    re.I | re.M,
)
SENT = re.compile(r"^(?:received|message-id|return-path|delivered-to|to|cc)[ \t]*:", re.I | re.M)
RELATED = re.compile(r"^content-type[ \t]*:\s*multipart/related", re.I | re.M)
SAVED = re.compile(r"^(?:snapshot-content-location[ \t]*:|from[ \t]*:[ \t]*\"?<?saved by )", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Detected:
    """What a file is. `format` names a reader (`text`, `html`, `json`, …) or a reason of rejection; `detail` is for a
    person.
    """

    format: str
    detail: str
    decoded: Decoded | None = None


def recognize(data: bytes, columns: Mapping[str, str] = NO_COLUMNS, charset: str | None = None) -> Detected:
    """Tell the format of `data` and decode it where it is text. Never raises.

    `columns`: the names that the source gives its columns (`newsfold.config.sources.Source.columns`).
    `charset`: what the mail or the web server that the bytes came with declares; it goes before what the bytes
    declare (HTML standard, 13.2.3.2).
    """
    if SOMETHING.search(data) is None:
        return Detected("empty", f"{len(data)} bytes, and none of them is text")
    known = find_signature(data) or find_mail(data)
    if known:
        return known
    decoded = decode(data, charset if find_codec(charset) else find_declared_charset(data))
    if decoded is None:
        return Detected("undecodable", "no known encoding fits the bytes")
    head = decoded.text[:HEAD_BYTES]
    wire = find_wire_copy(decoded)
    if wire is not None:
        return wire
    if is_binary(head):
        return Detected("binary", "too many control characters for text")
    return recognize_text(decoded, head, columns)


def find_wire_copy(decoded: Decoded) -> Detected | None:
    """Agency copy between control characters. A first byte of the kind is not enough: the header behind it must be one."""
    if is_anpa_1312(decoded.text):
        return Detected("anpa-1312", "ANPA 1312", decoded)
    if is_iptc_7901(decoded.text):
        return Detected("iptc-7901", "IPTC 7901", decoded)
    return None


def find_signature(data: bytes) -> Detected | None:
    """The formats that are known by their first bytes, or by the mark in a tar header."""
    for magic, name in SIGNATURES:
        if data.startswith(magic):
            package = find_package(data) if name == "zip" else None
            if package is not None:
                return Detected(*package)
            if name == "ms-office" and ENCRYPTED_PACKAGE in data:
                return Detected("encrypted", "a document of an office program, needs a password")
            return Detected("unsupported_format" if name in UNREAD else name, name)
    if data.startswith(IMAGES) or data[4:8] == b"ftyp":
        return Detected("binary", "an image, a sound, a film, a database or a program")
    return Detected("tar", "tar") if is_tar(data) else None


def find_mail(data: bytes) -> Detected | None:
    """E-mail, mail folders and saved pages, by their headers. A mail's parts may have several charsets: it is not decoded."""
    head = data[:MAIL_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf")
    if is_mail_folder(head):
        return Detected("mbox", "a mail folder")
    text = head.decode("latin-1")
    if MAIL_START.match(text) is None:
        return None
    headers = re.split(r"\n[ \t]*\r?\n", text.lstrip(), maxsplit=1)[0]
    if MAIL.search(headers) is None:
        return None
    if RELATED.search(headers) and (SAVED.search(headers) or SENT.search(headers) is None):
        return Detected("mhtml", "a saved page")
    return Detected("email", "e-mail")


def is_binary(head: str) -> bool:
    """True where more than 1 character in 20 is a control character or could not be decoded.

    Zero bytes are padding at the ends of a file. Where they stand between the words, and no encoding explains them, something
    else is lost, too.
    """
    inside = head.strip("\x00 \t\r\n")
    if inside.count("\x00") * 20 > len(inside):
        return True
    kept = head.replace("\x00", "")
    bad = len(NO_TEXT.findall(kept))
    return bad * 20 > len(kept) or len(kept) * 4 < len(head)


def recognize_text(decoded: Decoded, head: str, columns: Mapping[str, str]) -> Detected:
    """Tell HTML, XML, JSON and tables from plain text."""
    start = head.lstrip("\ufeff\x00\x1e \t\r\n")
    if start.startswith("<"):
        found = recognize_markup(start, decoded)
        if found:
            return found
    if start[:1] in ("{", ";") and find_json_front(decoded.text) is not None:
        return Detected("text", "plain text below headers in JSON", decoded)
    if start[:1] in ("{", "[") and is_json(start, decoded.text):
        return Detected("json", "JSON or JSON Lines", decoded)
    if unwrapped(decoded.text) is not None or is_python(head):
        return Detected("json", "JSON inside a call or a variable, or Python's writing", decoded)
    if start[:1] in ("{", "[", "/") and JSON_WITH_COMMENTS.match(start):
        return Detected("malformed", "JSON with comments, which JSON doesn't have")
    # A page behind a few lines of something else (a printed HTTP header, a comment): its own words say so.
    if re.search(r"<!doctype html|<html[\s>]", head, re.I) and re.search(
        r"<(?:head|body|meta|title)[\s>]", head, re.I
    ):
        return Detected("html", "HTML page", decoded)
    if FEED_INSIDE.search(head):  # behind the warnings of a program
        return Detected("feed", "a feed below something else", decoded)
    if find_table(decoded.text, columns) is not None:
        return Detected("csv", "a table with a line of names", decoded)
    names = find_unknown_head(decoded.text)
    if names is not None:
        shown = ", ".join(names)[:MAX_SHOWN_NAMES]
        return Detected(
            "unsupported_format", f"a table, and none of its columns is known to hold the text: {shown}"
        )
    return Detected("text", "plain text", decoded)


def recognize_markup(start: str, decoded: Decoded) -> Detected | None:
    """The format of a text that begins with `<`, by its first element. None: it isn't markup after all."""
    match = MARKUP.match(start)
    if match is None:
        # Only comments and declarations so far, or a lone bracket.
        is_page = re.search(r"<(?:!doctype\s+html|html|head|body)\b", decoded.text[:65_536], re.I)
        return Detected("html", "HTML page", decoded) if is_page else None
    if ANGLE_LINES.match(start):
        return None
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
        return Detected("xml", f"xml <{root[:40]}>", decoded)
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
