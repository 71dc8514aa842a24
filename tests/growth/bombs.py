"""Every reader by every kind of bomb that its format can hold: small files that are deep, wide, repeated or never closed.

What unpacks to more than it is stands in `tests/formats/containers/measure_bombs.py`.
"""

import bz2
import gzip
import io
import lzma
import tarfile
import warnings
import zipfile
from collections.abc import Callable, Iterator

from newsfold.formats.containers.compressed import zstd

#: What fills a file up to about a number of bytes.
Bomb = Callable[[int], bytes]

#: Where markup may stand in each format of markup: what is before it, and behind it.
MARKUP = {
    "html": (
        "<html><head><title>Harbour</title></head><body><article><h1>Harbour</h1><p>It opened.</p>",
        "</article></body></html>",
    ),
    "html head": (
        "<html><head>",
        "</head><body><article><h1>Harbour</h1><p>The harbour of Lindow opened.</p></article></body></html>",
    ),
    "feed": (
        "<rss version='2.0'><channel><title>T</title><item><title>Harbour</title><description>It opened.",
        "</description></item></channel></rss>",
    ),
    "feed item": ("<rss version='2.0'><channel><title>T</title><item>", "</item></channel></rss>"),
    "Atom": (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Harbour</title><content type='xhtml'>",
        "</content></entry></feed>",
    ),
    "sitemap": ("<urlset><url><loc>https://a.example/1</loc>", "</url></urlset>"),
    "nitf": ("<nitf><body><body.content><p>It opened.</p>", "</body.content></body></nitf>"),
    "nitf head": (
        "<nitf><head>",
        "</head><body><body.content><p>It opened.</p></body.content></body></nitf>",
    ),
    "newsml": (
        "<NewsML><NewsItem><NewsComponent><ContentItem><DataContent>It opened.",
        "</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>",
    ),
    "newsml item": ("<NewsML><NewsItem><NewsComponent>", "</NewsComponent></NewsItem></NewsML>"),
    "newsml-g2": (
        "<newsItem guid='a'><contentSet><inlineXML><html><body><p>It opened.</p>",
        "</body></html></inlineXML></contentSet></newsItem>",
    ),
    "newsml-g2 head": (
        "<newsItem guid='a'><contentMeta>",
        "</contentMeta><contentSet><inlineData>It opened.</inlineData></contentSet></newsItem>",
    ),
    "sgml": (
        "<!DOCTYPE lewis SYSTEM 'l.dtd'><REUTERS><TEXT><TITLE>Harbour</TITLE><BODY>It opened.",
        "</BODY></TEXT></REUTERS>",
    ),
}
#: Markup that goes on and on, by kind.
PIECES = {
    "depth": "<b>",
    "depth of blocks": "<div>",
    "depth of lists": "<ul><li>",
    "depth of tables": "<table><tr><td>",
    "depth of items": "<item>",
    "depth of documents": "<nitf><body>",
    "depth in a prefix": "<x:y>",
    "width": "<b>a</b>",
    "width of paragraphs": "<p>a</p>",
    "empty elements": "<br/>",
    "rows": "<tr><td>a</td></tr>",
    "links": "<a href='/a'>a</a>",
    "metas": "<meta name='a' content='b'>",
    "times": "<time>2025-09-26</time>",
    "headings": "<h2>a</h2>",
    "scripts": "<script>a</script>",
    "JSON-LD": '<script type="application/ld+json">{"@type":"NewsArticle"}</script>',
    "closing tags": "</b>",
    "closing tags of others": "</p></div></body>",
    "items": "<item><title>a</title></item>",
    "documents": "<nitf><body><p>a</p></body></nitf>",
    "open tags": "<b ",
    "open comments": "<!--",
    "open sections": "<![CDATA[",
    "open instructions": "<?a ",
    "open declarations": "<!a ",
    "open entities": "&",
    "open quotes": "<a b='",
    "character references": "&#65;",
    "long references": "&#0000000065;",
    "named references": "&amp;",
    "unknown references": "&abc;",
    "nested escapes": "&amp;lt;",
    "less than": "<",
    "greater than": ">",
}
JSON = {
    "depth of lists": ('{"title": "a", "text": "b", "x": ', "[", ""),
    "depth of objects": ('{"title": "a", "text": "b", "x": ', '{"a":', ""),
    "depth of bodies": ('{"title": "a", "body": ', '{"body":', ""),
    "width of lists": ('{"title": "a", "text": "b", "x": [', "1,", "1]}"),
    "width of objects": ("{", '"a%d":1,', '"text": "b"}'),
    "one property again and again": ("{", '"text":"a",', '"title": "b"}'),
    "items": ("[", '{"title":"a","text":"b"},', "{}]"),
    "lines": ("", '{"title":"a","text":"b"}\n', ""),
    "broken items": ("[", '{"title":"a" "text":"b"},', "{}]"),
    "quotes": ('[{"title":', '"', ""),
    "escaped quotes": ('[{"title":"', '\\"', '"}]'),
    "backslashes": ('[{"title":"', "\\", '"}]'),
    "escapes": ('[{"title":"', "\\u0041", '", "text": "b"}]'),
    "halves of characters": ('[{"title":"', "\\ud800", '", "text": "b"}]'),
    "digits": ('[{"text": "b", "date": ', "9", "}]"),
    "digits behind the point": ('[{"text": "b", "date": 0.', "9", "}]"),
    "commas": ("[", ",", "]"),
    "open braces": ("", "{", ""),
    "closing braces": ('{"title":"a","text":"b"}', "}", ""),
    "white space": ('{"title":"a"', " \n", ',"text":"b"}'),
}
TABLES = {
    "columns": ("title,text", ",a%d", "\na,b\n"),
    "the same column": ("title,text", ",text", "\na,b\n"),
    "cells": ("title,text\na,b", ",", "\n"),
    "rows": ("title,text\n", "a,b\n", ""),
    "short rows": ("title,text\n", "a\n", ""),
    "empty rows": ("title,text\n", "\n", ""),
    "quotes": ("title,text\n", '"', ""),
    "open quotes": ("title,text\n", 'a,"b\n', ""),
    "quotes within": ("title,text\n", 'a,b"c\n', ""),
    "doubled quotes": ('title,text\na,"', '""', '"\n'),
    "lines within a cell": ('title,text\na,"', "b\n", '"\n'),
    "dividers of all kinds": ("title,text\n", ",;\t|", ""),
    "titles above": ("", "A table of the harbour\n", "title,text\na,b\n"),
}
TEXTS = {
    "lines": ("Harbour\n\n", "It opened.\n", ""),
    "paragraphs": ("Harbour\n\n", "It opened.\n\n", ""),
    "headers": ("", "Author: Anna\n", "\nIt opened.\n"),
    "headers of other names": ("", "A%d: b\n", "\nIt opened.\n"),
    "bullets": ("Harbour\n\n", "- It opened.\n", ""),
    "headings of a synopsis": ("Harbour\n\n", "Key points\n\n- It opened.\n\n", ""),
    "captions": ("Harbour\n\n", "1/9 It opened.\n\n", ""),
    "links": ("Harbour\n\n", "Read more: it opened\n\n", ""),
    "rules": ("Harbour\n\n", "-----\n", ""),
    "datelines": ("Harbour\n\n", "LINDOW, Sept 26 (NPA) - ", "It opened."),
    "days": ("Harbour\n\n", "26 September 2025, ", "It opened."),
    "header blocks": ("", "Title: a\nAuthor: b\n\nIt opened.\n\n", ""),
    "documents": ("", "Document 1 of 2\n\nIt opened.\n\nEnd of Document\n\n", ""),
    "front matter": ("---\n", "a%d: b\n", "---\nIt opened.\n"),
    "front matter in depth": ("---\n", "- ", "\n---\nIt opened.\n"),
    "line ends": ("Harbour", "\r", "It opened."),
    "line ends of Unicode": ("Harbour", "\u2028", "It opened."),
    "messages of IPTC 7901": ("", "\x01AAA0123 4 POL 12\r\n\x02It opened.\r\n\x03\r\n", ""),
    "starts of IPTC 7901": ("\x01AAA0123 4 POL 12\r\n", "\x01", "It opened."),
    "messages of ANPA 1312": ("", "\x16\x16\x01a0123\x1f\nr i Harbour 09-26 0123\n\x02It opened.\x03\n", ""),
    "starts of ANPA 1312": ("\x16\x16\x01a0123\x1f\nr i Harbour 09-26 0123\n", "\x16\x01", "It opened."),
    "marks of ANPA 1312": ("\x16\x16\x01a0123\x1f\nr i Harbour 09-26 0123\n\x02It opened.", "=\n<", "\x03\n"),
    "a telex": ("ZCZC\n", "NNNN\nZCZC\n", "It opened."),
}
HEAD = "From: desk@lindow.example\nSubject: Harbour\nMessage-ID: <1@lindow.example>\nMIME-Version: 1.0\n"
MULTIPART = HEAD + 'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nIt opened.\n'
MAILS = {
    "headers": (HEAD, "X-A: b\n", "\nIt opened.\n"),
    "one header in many lines": (HEAD + "Keywords: a", "\n b", "\n\nIt opened.\n"),
    "encoded words": (HEAD + "Keywords: a", " =?utf-8?q?a?=", "\n\nIt opened.\n"),
    "encoded words side by side": (HEAD + "Keywords: a", "=?utf-8?q?a?=", "\n\nIt opened.\n"),
    "addresses": (HEAD + "To: a@b.example", ", a <a@b.example>", "\n\nIt opened.\n"),
    "comments in addresses": (HEAD + "To: ", "(", "\n\nIt opened.\n"),
    "quotes in addresses": (HEAD + "To: ", '"', "\n\nIt opened.\n"),
    "parameters": (HEAD + "Content-Type: text/plain", "; a=b", "\n\nIt opened.\n"),
    "numbered parameters": (HEAD + "Content-Type: text/plain", "; a*%d=b", "\n\nIt opened.\n"),
    "parts": (MULTIPART, "--b\n\nIt opened.\n", "--b--\n"),
    "parts of nothing": (MULTIPART, "--b\n", "--b--\n"),
    "attachments": (
        MULTIPART,
        "--b\nContent-Disposition: attachment; filename=a.txt\n\nIt opened.\n",
        "--b--\n",
    ),
    "parts within parts": (
        HEAD,
        'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n',
        "\nIt opened.\n",
    ),
    "mails within mails": (HEAD, "Content-Type: message/rfc822\n\nFrom: a@b.example\n", "\n\nIt opened.\n"),
    "quoted lines": (HEAD + "\nIt opened.\n", "> It opened.\n", ""),
    "quoted-printable": (HEAD + "Content-Transfer-Encoding: quoted-printable\n\n", "=41=\n", ""),
    "base64": (HEAD + "Content-Transfer-Encoding: base64\n\n", "QUJD\n", ""),
    "mails of a folder": ("", "From a@b.example Mon Sep 29 10:00:00 2025\n" + HEAD + "\nIt opened.\n\n", ""),
    "starts of a folder": (
        "From a@b.example Mon Sep 29 10:00:00 2025\n" + HEAD + "\n",
        "From a@b.example Mon Sep 29\n",
        "",
    ),
    "parts of a saved page": (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/\nSubject: Harbour\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n--b\nContent-Type: text/html\n\n<p>It opened.</p>\n',
        "--b\nContent-Type: text/html\n\n<p>a</p>\n",
        "--b--\n",
    ),
}
WARC = "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://b.example/x\r\n"
ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
ARC = "filedesc://x.arc 0.0.0.0 20250929100000 text/plain 62\n1 0 x\nURL IP-address Archive-date Content-type Archive-length\n\n"
ARCHIVES_OF_THE_WEB = {
    "records": ("", WARC + "Content-Length: 0\r\n\r\n\r\n\r\n", ""),
    "headers of a record": (WARC, "X-A: b\r\n", "Content-Length: 0\r\n\r\n\r\n\r\n"),
    "starts": (WARC + "Content-Length: 0\r\n\r\n\r\n\r\n", "WARC/1.1\r\n", ""),
    "empty lines": (WARC + "Content-Length: 0\r\n\r\n", "\r\n", ""),
    "headers of an answer": (
        WARC + "Content-Length: 9000000\r\n\r\n" + ANSWER,
        "X-A: b\r\n",
        "\r\n<p>It opened.</p>",
    ),
    "chunks": (
        WARC + "Content-Length: 9000000\r\n\r\n" + ANSWER + "Transfer-Encoding: chunked\r\n\r\n",
        "1\r\na\r\n",
        "0\r\n\r\n",
    ),
    "codings": (
        WARC + "Content-Length: 9000000\r\n\r\n" + ANSWER + "Content-Encoding: gzip",
        ", gzip",
        "\r\n\r\na",
    ),
    "records of ARC": (ARC, "https://b.example/x 1.2.3.4 20250929100000 text/html 1\na\n", ""),
    "starts of ARC": (ARC, "https://b.example/x\n", ""),
}


def repeated(opening: str, piece: str, ending: str) -> Bomb:
    """A file of one piece again and again; `%d` in it is its number."""

    def make(size: int) -> bytes:
        count = max(1, size // len(piece))
        pieces = (
            "".join(piece.replace("%d", str(number)) for number in range(count))
            if "%d" in piece
            else piece * count
        )
        return (opening + pieces + ending).encode("utf-8", "surrogatepass")

    return make


def one_tag(opening: str, ending: str, attribute: str) -> Bomb:
    """An element whose one tag has attribute after attribute."""

    def make(size: int) -> bytes:
        text = "".join(attribute.replace("%d", str(number)) for number in range(size // (len(attribute) + 4)))
        return f"{opening}<b {text}>It opened.</b>{ending}".encode()

    return make


def entities(opening: str, ending: str) -> Bomb:
    """Declared entities that name one another, and are named again and again."""

    def make(size: int) -> bytes:
        nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
        return f'<!DOCTYPE x [<!ENTITY e0 "aaaaaaaaaa">{nested}]>{opening}{"&e11;" * (size // 5)}{ending}'.encode()

    return make


def declarations(opening: str, ending: str) -> Bomb:
    """A document type that declares without end."""

    def make(size: int) -> bytes:
        declared = "".join(f'<!ENTITY e{n} "a">' for n in range(size // 20))
        return f"<!DOCTYPE x [{declared}]>{opening}&e0;{ending}".encode()

    return make


def zipped(name: Callable[[int], str]) -> Bomb:
    """An archive of members that are empty."""

    def make(size: int) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # a name that is there already
            for number in range(max(1, size // (90 + 2 * len(name(0))))):
                archive.writestr(zipfile.ZipInfo(name(number)), b"")
        return file.getvalue()

    return make


def tarred(name: Callable[[int], str], type_: bytes = tarfile.REGTYPE) -> Bomb:
    """An archive of members that are empty."""

    def make(size: int) -> bytes:
        file = io.BytesIO()
        with tarfile.open(fileobj=file, mode="w") as archive:
            for number in range(max(1, size // (512 + (1024 + len(name(0)) if len(name(0)) > 100 else 0)))):
                info = tarfile.TarInfo(name(number))
                info.type = type_
                info.linkname = "a.txt"
                archive.addfile(info)
        return file.getvalue()

    return make


def nested(wrap: Callable[[bytes], bytes]) -> Bomb:
    """A file in a file in a file."""

    def make(size: int) -> bytes:
        data = b"It opened.\n"
        while len(data) < size:
            data = wrap(data)
        return data

    return make


def in_zip(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a", data)
    return file.getvalue()


STREAMS = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd.compress,
}
#: A frame that holds nothing for the reader (RFC 8878, section 3.1.2).
SKIPPED = b"\x50\x2a\x4d\x18\x00\x00\x00\x00"


def bombs() -> Iterator[tuple[str, Bomb]]:
    """All of them, by name: the reader, then the kind."""
    for form, (opening, ending) in MARKUP.items():
        for kind, piece in PIECES.items():
            yield f"{form}: {kind}", repeated(opening, piece, ending)
        for kind, attribute in {
            "attributes": "a%d='b' ",
            "the same attribute": "a='b' ",
            "attributes without value": "a%d ",
            "namespaces": "xmlns:a%d='b' ",
        }.items():
            yield f"{form}: {kind}", one_tag(opening, ending, attribute)
        yield f"{form}: entities", entities(opening, ending)
        yield f"{form}: declarations", declarations(opening, ending)
    tables = {"json": JSON, "csv": TABLES, "text": TEXTS, "mail": MAILS, "web archive": ARCHIVES_OF_THE_WEB}
    for form, kinds in tables.items():
        for kind, parts in kinds.items():
            yield f"{form}: {kind}", repeated(*parts)
    for kind, name in {
        "members": lambda n: f"{n}.txt",
        "one name": lambda n: "a.txt",
        "long names": lambda n: "a" * 900 + str(n),
        "deep names": lambda n: "a/" * 400 + str(n),
    }.items():
        yield f"zip: {kind}", zipped(name)
        yield f"tar: {kind}", tarred(name)
    for kind, type_ in {
        "links": tarfile.SYMTYPE,
        "hard links": tarfile.LNKTYPE,
        "folders": tarfile.DIRTYPE,
        "devices": tarfile.CHRTYPE,
    }.items():
        yield f"tar: {kind}", tarred(lambda n: f"{n}.txt", type_)
    yield "zip: in one another", nested(in_zip)
    for form, pack in STREAMS.items():
        yield (
            f"{form}: streams of nothing",
            (lambda size, pack=pack: pack(b"It opened.\n") + pack(b"") * (size // len(pack(b"")))),
        )
        yield f"{form}: in one another", nested(pack)
        yield f"{form}: padding", (lambda size, pack=pack: pack(b"It opened.\n") + bytes(size))
    yield "zstd: frames that are skipped", lambda size: SKIPPED * (size // 8) + zstd.compress(b"It opened.\n")
