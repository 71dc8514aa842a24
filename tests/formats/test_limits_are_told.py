"""What is longer or more than is read ends in a refusal that says so, in each format: nothing is left out in silence."""

import json
import re
from collections.abc import Callable
from html import escape

import pytest

from newsfold.formats import article_limits, read
from newsfold.model import Record, Rejection
from tests.formats.documents import making

OPENING = "The harbour of Lindow opened on Friday, its master said, after eleven weeks."
CLOSING = "The council of Lindow meets on Monday, and its members want to hear the harbour master."
BOAT = re.compile(r"Boat (\d+)\b")
HEAD = "From: desk@lindow.example\nMessage-ID: <1@lindow.example>\nSubject: Harbour opens\n"
TITLE = "Harbour opens again"
PAGE = f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>{{}}</article></body></html>"
WIKI = (
    '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" xml:lang="en"><page><title>Harbour</title><ns>0</ns><id>1</id>'
    "<revision><id>1</id><timestamp>2025-09-26T10:00:00Z</timestamp><text>{}</text></revision></page></mediawiki>"
)


def boats(count: int) -> list[str]:
    """So many different sentences."""
    return [f"Boat {number} of Lindow was counted by the harbour master." for number in range(count)]


#: One article whose text is given as lines of plain text and as markup.
ONE: dict[str, Callable[[str, str], str | bytes]] = {
    "text": lambda text, _: f"Harbour opens\n\n{text}",
    "page": lambda _, markup: PAGE.format(markup),
    "JSON, text": lambda text, _: json.dumps({"title": "Harbour", "text": text}),
    "JSON, markup": lambda _, markup: json.dumps({"title": "Harbour", "text": markup}),
    "schema.org": lambda text, _: json.dumps(
        {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Harbour", "articleBody": text}
    ),
    "ninjs": lambda text, _: json.dumps(
        {"uri": "u", "type": "text", "headline": "Harbour", "body_text": text}
    ),
    "table": lambda text, _: f'title,text\nHarbour,"{text}"\n',
    "RSS": lambda _, markup: (
        f"<rss version='2.0'><channel><title>T</title><item><title>Harbour</title><description>{escape(markup)}</description>"
        "</item></channel></rss>"
    ),
    "Atom": lambda _, markup: (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><title>Harbour</title><id>a</id>"
        f"<content type='html'>{escape(markup)}</content></entry></feed>"
    ),
    "JSON Feed": lambda _, markup: json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "T",
            "items": [{"id": "1", "title": "Harbour", "content_html": markup}],
        }
    ),
    "NITF": lambda _, markup: (
        "<nitf><body><body.head><hedline><hl1>Harbour</hl1></hedline></body.head>"
        f"<body.content>{markup}</body.content></body></nitf>"
    ),
    "NewsML": lambda _, markup: (
        f"<NewsML><NewsItem><NewsComponent><ContentItem><DataContent>{markup}</DataContent></ContentItem></NewsComponent></NewsItem>"
        "</NewsML>"
    ),
    "NewsML-G2": lambda _, markup: (
        "<newsItem guid='a'><contentMeta><headline>Harbour</headline></contentMeta><contentSet><inlineXML><html><body>"
        f"{markup}</body></html></inlineXML></contentSet></newsItem>"
    ),
    "Reuters": lambda text, _: (
        f"<!DOCTYPE lewis SYSTEM 'l.dtd'><REUTERS><TEXT><TITLE>Harbour</TITLE><BODY>{text}</BODY></TEXT></REUTERS>"
    ),
    "TREC": lambda text, _: f"<DOC><DOCNO>1</DOCNO><HEADLINE>Harbour</HEADLINE><TEXT>{text}</TEXT></DOC>",
    "ANPA": lambda text, _: f"\x16\x16\x01a0123\x1f\nr i Harbour 09-26 0123\nHarbour, 123\n\x02{text}\x03",
    "IPTC 7901": lambda text, _: f"\x01AAA0123 4 POL 123\r\nHarbour\r\n\x02{text}\r\n\x03",
    "mail": lambda text, _: f"{HEAD}\n{text}",
    "mail, markup": lambda _, markup: f"{HEAD}Content-Type: text/html\n\n<html><body>{markup}</body></html>",
    "wiki": lambda text, _: WIKI.format(text),
    "Word": lambda text, _: making.docx("".join(map(making.word_paragraph, text.split("\n\n")))),
    "OpenDocument": lambda text, _: making.odt(
        "".join(f"<text:p>{each}</text:p>" for each in text.split("\n\n"))
    ),
    "RTF": lambda text, _: "{\\rtf1\\ansi " + "\\par ".join(text.split("\n\n")) + "}",
    "book": lambda _, markup: making.epub(more={"OEBPS/ferry.xhtml": PAGE.format(markup)}),
    "spreadsheet": lambda text, _: making.xlsx(
        more={
            "xl/sharedStrings.xml": f"<sst><si><t>title</t></si><si><t>text</t></si><si><t>{text}</t></si></sst>",
            "xl/worksheets/sheet1.xml": '<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
            '<row><c t="s"><v>0</v></c><c t="s"><v>2</v></c></row></sheetData></worksheet>',
        }
    ),
}
#: Where much text may stand in an article.
PLACES: dict[str, Callable[[list[str]], tuple[str, str]]] = {
    "paragraphs": lambda lines: ("\n\n".join(lines), "".join(f"<p>{line}</p>" for line in lines)),
    "one paragraph": lambda lines: (" ".join(lines), f"<p>{' '.join(lines)}</p>"),
    "loose": lambda lines: (" ".join(lines), f"{' '.join(lines)}<br/><br/>"),
    "list": lambda lines: (
        "\n".join(f"- {line}" for line in lines),
        f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>",
    ),
    "one item of a list": lambda lines: (
        f"- {' '.join(lines)}\n- One more.",
        f"<ul><li>{' '.join(lines)}</li><li>One more.</li></ul>",
    ),
    "rows": lambda lines: (
        "\n\n".join(lines),
        f"<table>{''.join(f'<tr><td>{line}</td></tr>' for line in lines)}</table>",
    ),
    "one cell": lambda lines: (
        " ".join(lines),
        f"<table><tr><td>{' '.join(lines)}</td><td>One more.</td></tr></table>",
    ),
    "a quotation": lambda lines: (" ".join(lines), f"<blockquote><p>{' '.join(lines)}</p></blockquote>"),
}


def found_in(data: str | bytes) -> tuple[set[int], list[str]]:
    """The boats in the texts and in what was set aside, and the reasons of what was refused."""
    items = list(read(data.encode() if isinstance(data, str) else data, name="long"))
    texts = [
        text
        for item in items
        if isinstance(item, Record)
        for text in (item.body, *(block.text for block in item.set_aside))
    ]
    numbers = {int(number) for text in texts for number in BOAT.findall(text)}
    return numbers, [item.reason_code for item in items if isinstance(item, Rejection)]


def article(form: str, place: str, count: int) -> str | bytes:
    text, markup = PLACES[place](boats(count))
    return ONE[form](f"{OPENING}\n\n{text}\n\n{CLOSING}", f"<p>{OPENING}</p>{markup}<p>{CLOSING}</p>")


@pytest.mark.parametrize("form", ONE)
def test_an_article_of_many_parts_is_read_whole(form: str) -> None:
    lost = {}
    for place in PLACES:
        count = 6_000 if place == "paragraphs" else 1_500
        numbers, _ = found_in(article(form, place, count))
        if len(numbers) < count:
            lost[place] = count - len(numbers)
    assert lost == {}


@pytest.mark.parametrize("form", ONE)
def test_an_article_that_is_too_long_is_refused_as_such(form: str, monkeypatch) -> None:
    whole, _ = found_in(article(form, "paragraphs", 400))
    assert len(whole) == 400
    monkeypatch.setattr(article_limits, "MAX_CHARACTERS", 20_000)
    numbers, reasons = found_in(article(form, "paragraphs", 400))
    assert (numbers, set(reasons)) == (set(), {"too_large"})


def message(number: int, text: str) -> str:
    return f"\x01AAA{number % 10_000:04d} 4 POL 12\r\nHarbour\r\n\x02{text}\r\n\x03\r\n"


def attachment(number: int, text: str) -> str:
    head = f'--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="{number}.txt"\n'
    return f"{head}\nHarbour opens\n\n{text}\n"


def sheets(lines: list[str]) -> bytes:
    """A workbook with a sheet for each line."""
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'.format
    names = range(len(lines))
    parts: dict[str, making.Content] = {
        "xl/workbook.xml": "<workbook xmlns:r='r'><sheets>"
        + "".join(f'<sheet name="{n}" r:id="r{n}"/>' for n in names)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        + "".join(f'<Relationship Id="r{n}" Target="worksheets/s{n}.xml"/>' for n in names)
        + "</Relationships>",
    }
    for number, line in enumerate(lines):
        rows = f"<row>{cell('title')}{cell('text')}</row><row>{cell('Harbour')}{cell(line)}</row>"
        parts[f"xl/worksheets/s{number}.xml"] = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    return making.xlsx(more=parts)


#: Files that hold many, and how many are more than once were read.
MANY: dict[str, tuple[int, Callable[[list[str]], str | bytes]]] = {
    "IPTC 7901": (20_100, lambda lines: "".join(message(n, line) for n, line in enumerate(lines))),
    "attachments": (
        1_100,
        lambda lines: (
            f'{HEAD}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
            + "".join(attachment(n, line) for n, line in enumerate(lines))
            + "--b--\n"
        ),
    ),
    "sheets": (210, sheets),
}


@pytest.mark.parametrize("form", [pytest.param("IPTC 7901", marks=pytest.mark.long), "attachments", "sheets"])
def test_more_than_is_read_of_a_file_is_told(form: str) -> None:
    count, make = MANY[form]
    numbers, reasons = found_in(make(boats(count)))
    assert len(numbers) == count or "too_large" in reasons


@pytest.mark.parametrize("form", MANY)
def test_what_is_not_more_than_is_read_is_read(form: str) -> None:
    numbers, reasons = found_in(MANY[form][1](boats(50)))
    assert (len(numbers), reasons) == (50, [])
