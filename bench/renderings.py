"""The same invented reports in each format that a reader exists for: one function a format, reports -> one file's bytes."""

import bz2
import csv
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from html import escape

from bench.invented_news import Report, as_page, as_text

Reports = Sequence[Report]


def address(report: Report) -> str:
    """Where a report is published."""
    return f"https://bench.invalid/{report.number}"


def as_ninjs(reports: Reports) -> bytes:
    """JSON Lines of ninjs 2 items."""
    return b"\n".join(
        json.dumps(
            {
                "uri": address(report),
                "type": "text",
                "language": "en",
                "pubStatus": "usable",
                "firstCreated": f"{report.day}T09:30:00Z",
                "versionCreated": f"{report.day}T10:30:00Z",
                "headlines": [{"role": "main", "value": report.headline}],
                "bodies": [{"contentType": "text/plain", "value": report.body}],
                "subjects": [
                    {"name": "transport", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000337"}
                ],
            }
        ).encode()
        for report in reports
    )


def as_csv(reports: Reports) -> bytes:
    """A table with a line of names."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["headline", "published", "url", "body"])
    writer.writerows([each.headline, each.day, address(each), each.body] for each in reports)
    return buffer.getvalue().encode()


def as_rss(reports: Reports) -> bytes:
    """RSS 2.0 with the whole text of each item."""
    items = "".join(
        f"<item><title>{escape(each.headline)}</title><link>{address(each)}</link>"
        f"<pubDate>{each.day:%a, %d %b %Y} 09:30:00 GMT</pubDate>"
        f"<content:encoded><![CDATA[{paragraphs(each)}]]></content:encoded></item>"
        for each in reports
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Bench</title><language>en</language>{items}</channel></rss>"
    ).encode()


def paragraphs(report: Report) -> str:
    """The text as `<p>` elements."""
    return "".join(f"<p>{escape(' '.join(sentences))}</p>" for sentences in report.paragraphs)


def as_nitf(reports: Reports) -> bytes:
    """NITF 3.6: one article a document, so the first report only."""
    report = reports[0]
    return (
        f'<?xml version="1.0"?><nitf><head><title>{escape(report.headline)}</title><docdata>'
        f'<doc-id id-string="b{report.number}"/><date.issue norm="{report.day:%Y%m%d}T093000Z"/></docdata></head><body>'
        f"<body.head><hedline><hl1>{escape(report.headline)}</hl1></hedline><byline>By Ada Benchmark</byline>"
        f"<dateline><location>{report.city}</location></dateline></body.head>"
        f"<body.content>{paragraphs(report)}</body.content></body></nitf>"
    ).encode()


def as_newsml_g2(reports: Reports) -> bytes:
    """A NewsML-G2 news message with a news item for each report."""
    items = "".join(
        f'<newsItem guid="urn:newsml:bench:{each.number}" version="1"><itemMeta><itemClass qcode="ninat:text"/><provider '
        f'literal="Bench"/><versionCreated>{each.day}T09:30:00Z</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>'
        f'<contentMeta><headline>{escape(each.headline)}</headline><language tag="en"/></contentMeta><contentSet><inlineXML '
        f'contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>{paragraphs(each)}</body></html>'
        "</inlineXML></contentSet></newsItem>"
        for each in reports
    )
    return (
        '<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2025-09-27T10:00:00Z</sent>'
        f"</header><itemSet>{items}</itemSet></newsMessage>"
    ).encode()


def as_newsml(reports: Reports) -> bytes:
    """NewsML 1.2 with a news item for each report."""
    items = "".join(
        f"<NewsItem><Identification><NewsIdentifier><ProviderId>bench.invalid</ProviderId><DateId>{each.day:%Y%m%d}</DateId>"
        f'<NewsItemId>{each.number}</NewsItemId><RevisionId PreviousRevision="0" Update="N">1</RevisionId><PublicIdentifier>'
        f"urn:newsml:bench.invalid:{each.day:%Y%m%d}:{each.number}:1</PublicIdentifier></NewsIdentifier></Identification>"
        f'<NewsManagement><NewsItemType FormalName="News"/><FirstCreated>{each.day:%Y%m%d}T093000Z</FirstCreated>'
        f'<ThisRevisionCreated>{each.day:%Y%m%d}T093000Z</ThisRevisionCreated><Status FormalName="Usable"/></NewsManagement>'
        f"<NewsComponent><NewsLines><HeadLine>{escape(each.headline)}</HeadLine></NewsLines><ContentItem><DataContent>"
        f"{paragraphs(each)}</DataContent></ContentItem></NewsComponent></NewsItem>"
        for each in reports
    )
    return (
        '<?xml version="1.0"?><NewsML><NewsEnvelope><DateAndTime>20250927T100000Z</DateAndTime></NewsEnvelope>'
        f"{items}</NewsML>"
    ).encode()


def as_sgml(reports: Reports) -> bytes:
    """SGML as the Reuters collection has it."""
    items = "".join(
        f'<REUTERS NEWID="{each.number}"><DATE>{each.day:%d-%b-%Y} 09:30:00.00</DATE><TEXT>&#2;<TITLE>{escape(each.headline)}'
        f"</TITLE><DATELINE>    {each.city.upper()}, {each.day:%b} {each.day.day} - </DATELINE><BODY>{escape(each.body)}\n"
        "&#3;</BODY></TEXT></REUTERS>\n"
        for each in reports
    )
    return f'<!DOCTYPE lewis SYSTEM "lewis.dtd">\n{items}'.encode()


def as_iptc_7901(reports: Reports) -> bytes:
    """IPTC 7901 messages, one after the other."""
    return b"".join(
        f"\x01bnc{each.number % 10_000:04} 4 pol {len(each.body.split())} bench-story\r\n\x02{each.headline}\r\n\r\n"
        f"{each.city}, {each.day:%b} {each.day.day} (Bench) - {each.body}\r\n\x03{each.day:%d}0930 {each.day:%b %y}\x04".encode()
        for each in reports
    )


def as_anpa(reports: Reports) -> bytes:
    """ANPA 1312 messages, one after the other."""
    return b"".join(
        f"\x16\x16\x01a{each.number % 10_000:04} r i BC-Bench-Story {each.day:%m-%d} 0{len(each.body.split())}\r\n\x02"
        f"{each.headline}\r\n   {each.city}, {each.day:%b} {each.day.day} (Bench) - {each.body}\r\n\x03".encode()
        for each in reports
    )


def as_mbox(reports: Reports) -> bytes:
    """A mailbox of messages in plain text."""
    return b"".join(
        b"From bench@bench.invalid Sat Sep 27 09:30:00 2025\n" + as_mail(each) + b"\n" for each in reports
    )


def as_mail(report: Report) -> bytes:
    """One message."""
    message = EmailMessage()
    message["From"] = "Bench Desk <desk@bench.invalid>"
    message["Subject"] = report.headline
    message["Date"] = f"{report.day:%a, %d %b %Y} 09:30:00 +0000"
    message["Message-ID"] = f"<{report.number}@bench.invalid>"
    message.set_content(report.body)
    return message.as_bytes()


def as_warc(reports: Reports) -> bytes:
    """A WARC with a response for each page, each a gzip member."""
    buffer = io.BytesIO()
    for report in reports:
        page = as_page(report, address(report))
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address(report)}\r\nWARC-Date: 2025-09-27T10:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{report.number:012}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        buffer.write(gzip.compress(head.encode() + answer + b"\r\n\r\n", 1))
    return buffer.getvalue()


def as_zip(reports: Reports) -> bytes:
    """An archive of text files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for report in reports:
            archive.writestr(f"{report.number}.txt", as_text(report))
    return buffer.getvalue()


def as_tar(reports: Reports) -> bytes:
    """The same, not compressed."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for report in reports:
            data = as_text(report)
            member = tarfile.TarInfo(f"{report.number}.txt")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


#: Name -> (rendering, whether one file holds all the reports).
FORMATS: dict[str, tuple[Callable[[Reports], bytes], bool]] = {
    "text": (lambda reports: as_text(reports[0]), False),
    "HTML": (lambda reports: as_page(reports[0], address(reports[0])), False),
    "ninjs": (as_ninjs, True),
    "CSV": (as_csv, True),
    "RSS": (as_rss, True),
    "NITF": (as_nitf, False),
    "NewsML 1.2": (as_newsml, True),
    "NewsML-G2": (as_newsml_g2, True),
    "Reuters SGML": (as_sgml, True),
    "IPTC 7901": (as_iptc_7901, True),
    "ANPA 1312": (as_anpa, True),
    "mail": (lambda reports: as_mail(reports[0]), False),
    "mbox": (as_mbox, True),
    "WARC": (as_warc, True),
    "zip of text": (as_zip, True),
    "tar of text": (as_tar, True),
    "tar.gz of text": (lambda reports: gzip.compress(as_tar(reports), 1), True),
    "tar.bz2 of text": (lambda reports: bz2.compress(as_tar(reports)), True),
    "tar.xz of text": (lambda reports: lzma.compress(as_tar(reports), preset=1), True),
}
