"""In which encoding a document says that it is: byte order marks, declarations in HTML and XML, Content-Type."""

import codecs
import re

from resiliparse.parse.encoding import map_encoding_to_html5

BYTE_ORDER_MARKS = (  # the longer ones first: UTF-32 LE begins with the mark of UTF-16 LE
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How markup begins in an encoding of 16 bits without a mark.
WIDE_STARTS = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
DECLARED_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{1,40})"""
    rb"""|<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}["']([\w.:-]{1,40})""",
    re.I,
)
CONTENT_TYPE = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.I)
# Codecs of Python that are no encodings of documents.
NOT_FOR_DOCUMENTS = frozenset({
    "idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7",
})  # fmt: skip


def find_declared_charset(data: bytes) -> str | None:
    """The charset that an HTML or XML document declares in its first 4,096 bytes (the HTML standard asks for
    1,024).
    """
    match = DECLARED_CHARSET.search(data[:4096])
    return (match[1] or match[2]).decode("ascii", "ignore").lower() if match else None


def find_codec(declared: str | None) -> str | None:
    """Python's name of a declared charset, read as browsers do (`iso-8859-1` means windows-1252); None if
    unknown, no encoding of documents, or UTF-8.
    """
    codec = known_codec(declared)
    return codec if codec != "utf-8" else None


def known_codec(declared: str | None) -> str | None:
    """`find_codec` with UTF-8 among the answers."""
    if not declared:
        return None
    try:
        codec = codecs.lookup(map_encoding_to_html5(declared, False) or declared)
        b"<".decode(codec.name)
    except (LookupError, ValueError):
        return None
    return codec.name if codec.name not in NOT_FOR_DOCUMENTS else None


def find_stream_encoding(start: bytes, content_type: str) -> str:
    """The encoding of a document that is read in pieces, by how it begins: its byte order mark, else what it declares, else
    what Content-Type says, else UTF-8. A declared encoding of 16 or 32 bits would have been seen by the first bytes.
    """
    for mark, encoding in (*BYTE_ORDER_MARKS, *WIDE_STARTS):
        if start.startswith(mark):
            return encoding
    header = CONTENT_TYPE.search(content_type)
    for name in (find_declared_charset(start), header and header[1]):
        codec = known_codec(name)
        if codec is not None and not codec.startswith(("utf-16", "utf-32")):
            return codec
    return "utf-8"
