"""Formats are told by content; a name never decides."""

import gzip
import io
import tarfile
import zipfile

import pytest

from newsfold.formats.detection import recognize

TEXT = "Tallinn opened a tunnel for roe deer on Friday. It is 31 metres long."


def make_zip() -> bytes:
    """A zip archive with one member."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", TEXT)
    return file.getvalue()


def make_tar() -> bytes:
    """A tar archive with one empty member."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "format_name"),
    [
        (TEXT.encode(), "text"),
        (TEXT.encode("utf-16"), "text"),
        (TEXT.encode("utf-16-be"), "text"),
        (b"\x00\x00" + TEXT.encode() + b"\x00" * 9, "text"),
        (b"[Seoul] The talks go on.", "text"),
        (b"{sic} The talks go on.", "text"),
        (b"BZhania, a village, is cut off.", "text"),
        (b"WARC/ISO 28500 is being revised.", "text"),
        (b"From Seoul, at 10:00\nBy: Jane Doe\n\nThe talks go on.", "text"),
        (b"<SRD> shares rose on Friday.", "text"),
        (b"<b>Bridge closed</b>\n\nThe bridge is closed.", "text"),
        (b"From: desk\nSubject: Bridge\nDate: 2025-09-27\n\nThe bridge is closed.", "text"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "html"),
        (b"\xef\xbb\xbf\n <!-- saved --> <HTML><body>x", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html>', "html"),
        (b"<p>One.</p><p>Two.</p>", "html"),
        (b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html><head><title>x</title></head></html>", "html"),
        (b"", "empty"),
        (b" \n\t\x00\r\n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 20, "binary"),
        (bytes(range(32)) * 40, "binary"),
        (TEXT.encode().replace(b" ", b"\x00\x00\x00"), "binary"),
        (b"\xff\xfe" + b"\x32\xdb\x45\xde\xff\xdf" * 40 + b"\x00", "undecodable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_format_is_told_by_content(data: bytes, format_name: str) -> None:
    assert recognize(data).format == format_name


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (make_zip(), "zip"),
        (make_tar(), "tar"),
        (gzip.compress(TEXT.encode(), mtime=0), "gzip"),
        (b"%PDF-1.7\n", "pdf"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "calendar"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ms-office"),
        (b"{\\rtf1 x}", "rtf"),
        (b"WARC/1.0\r\n", "warc"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "feed"),
        (b"<?xml version='1.0'?><nitf><head/></nitf>", "nitf"),
        (b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"></newsItem>', "newsml-g2"),
        (b'<?xml version="1.0"?><letters><letter/></letters>', "xml <letters>"),
        (b'{"headline": "x"}', "json"),
        (b'{"headline": "x"}\n{"headline": "y"}\n', "json"),
        (b'[{"headline": "x"}]', "json"),
        (b"Received: from a\nMIME-Version: 1.0\nSubject: x\n\nText", "email"),
        (b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n", "mhtml"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_formats_without_a_reader_are_named(data: bytes, name: str) -> None:
    found = recognize(data)
    assert name in (found.format, found.detail)


@pytest.mark.parametrize(
    "text",
    [
        '{ /* the item */ "headline": "Ferry", "body": "x"}',
        '// of today\n{ "headline": "Ferry", "body": "x"}',
        '[ // one\n  { "headline": "Ferry" } ]',
    ],
)
def test_json_with_comments_is_no_text(text: str) -> None:
    assert recognize(text.encode()).format == "malformed"


def test_a_text_that_opens_with_strokes_is_text() -> None:
    assert recognize(b"/* OBAN */ The ferry sails again.\n\nIt was idle.").format == "text"
