"""Documents of every kind with the same piece of news in them, written down by hand, part by part."""

# ruff: noqa: E501 - markup stands on one line, as programs write it

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

HEADLINE = "Ferry of Aldermoor runs again"
BYLINE = "By Ada Lund"
PARAGRAPHS = (
    "PORT SARANNE, Sept 26, 2025 (MNA) - The ferry of Aldermoor runs again after eleven weeks, harbour master Odo Lindqvist said.",
    "Nine mechanics had rebuilt its engine, and the crossing takes fourteen minutes.",
)
PROPERTIES = {
    "title": "Document1",
    "creator": "Odo Clerk",
    "created": "2025-09-25T07:00:00Z",
    "modified": "2025-09-26T07:00:00Z",
}


Content = str | bytes | Iterable[bytes]


def zipped(parts: Mapping[str, Content], stored: Sequence[str] = ("mimetype",)) -> bytes:
    """An archive whose bytes are the same each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2025, 9, 26, 8, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            with archive.open(info, "w") as part:
                for piece in [content] if isinstance(content, str | bytes) else content:
                    part.write(piece.encode() if isinstance(piece, str) else piece)
    return out.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word_paragraph(text: str, style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{more}</w:pPr>" if style or more else ""
    return f"<w:p>{properties}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def docx(
    body: str | None = None,
    properties: Mapping[str, str] = PROPERTIES,
    main: str = "word/document.xml",
    more: Mapping[str, Content] | None = None,
) -> bytes:
    """A document of Word; `body` is the markup in its body. The style with the id `Titel` is the built-in Title."""
    if body is None:
        body = word_paragraph(HEADLINE, "Titel") + "".join(map(word_paragraph, (BYLINE, *PARAGRAPHS)))
    stated = "".join(
        f"<{p}:{name}>{escape(value)}</{p}:{name}>"
        for name, value in properties.items()
        for p in ["dcterms" if name in ("created", "modified") else "dc"]
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (("Titel", "Title"), ("Untertitel", "Subtitle"), ("berschrift1", "heading 1"))
    )
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
            f' Type="{RELATION}/officeDocument" Target="{main}"/></Relationships>',
            main: f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/'
            f'markup-compatibility/2006"><w:body>{body}</w:body></w:document>',
            "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
            "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
            f' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{stated}</cp:coreProperties>',
            **(more or {}),
        }
    )


ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "style", "table", "meta")
)


def odt(body: str | None = None, more: Mapping[str, Content] | None = None) -> bytes:
    """A document of LibreOffice; the style P1 is derived from Title."""
    if body is None:
        paragraphs = "".join(f"<text:p>{escape(text)}</text:p>" for text in (BYLINE, *PARAGRAPHS))
        body = f'<text:p text:style-name="P1">{HEADLINE}</text:p>{paragraphs}'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODF}><office:automatic-styles><style:style'
            ' style:name="P1" style:family="paragraph" style:parent-style-name="Title"/></office:automatic-styles><office:body>'
            f"<office:text>{body}</office:text></office:body></office:document-content>",
            "meta.xml": f'<office:document-meta {ODF} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>Document1'
            "</dc:title><meta:initial-creator>Odo Clerk</meta:initial-creator><meta:creation-date>2025-09-25T07:00:00"
            "</meta:creation-date><dc:date>2025-09-26T07:00:00</dc:date></office:meta></office:document-meta>",
            **(more or {}),
        }
    )


def rtf(body: str | None = None, head: str = "") -> bytes:
    """A document in Rich Text Format; `body` is its markup, in ASCII."""
    if body is None:
        body = "\\par\n".join((HEADLINE, BYLINE, *PARAGRAPHS))
    return (
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}{\\f1\\fswiss\\fcharset204 Arial Cyr;}}"
        "{\\colortbl;\\red0\\green0\\blue0;}{\\info{\\title Document1}{\\author Odo Clerk}{\\creatim\\yr2025\\mo9\\dy25\\hr7\\min0}"
        f"{{\\revtim\\yr2025\\mo9\\dy26}}}}{{\\*\\generator Pencil 1.0;}}{head}\n\\viewkind4\\pard\\f0 {body}\\par\n}}\n"
    ).encode("ascii")


Printed = tuple[float, float, float, str]


def printed(
    *paragraphs: str, size: float = 10.0, width: int = 80, top: float = 780.0, left: float = 60.0
) -> list[Printed]:
    """Paragraphs as lines of a page: wrapped, with room between the paragraphs."""
    lines: list[Printed] = []
    for paragraph in paragraphs:
        text = ""
        for word in [*paragraph.split(), ""]:
            if text and (not word or len(text) + len(word) >= width):
                lines.append((left, top, size, text))
                top -= 1.2 * size
                text = ""
            text = f"{text} {word}".strip()
        top -= 0.8 * size
    return lines


def pdf(
    pages: Sequence[Sequence[Printed]] | None = None,
    *,
    title: str = "Document1",
    is_scan: bool = False,
    filters: str = "",
) -> bytes:
    """A PDF: each page a list of lines with left edge, height, size of type and text. `is_scan`: each page shows a picture."""
    if pages is None:
        pages = [[*printed(HEADLINE, size=20.0), *printed(BYLINE, *PARAGRAPHS, top=740.0)]]
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({title}) /Author (Odo Clerk) /CreationDate (D:20250925070000Z) /ModDate (D:20250926070000Z) >>".encode(),
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
        b"stream\n\x00\nendstream",
    ]
    kids = []
    for page in pages:
        strings = [
            f"BT /F1 {size:g} Tf 1 0 0 1 {x:g} {y:g} Tm (".encode()
            + text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            + b") Tj ET"
            for x, y, size, text in page
        ]
        content = b"\n".join([*strings, *([b"q 595 0 0 842 0 0 cm /P1 Do Q"] if is_scan else [])])
        packed = zlib.compress(content) if not filters else content
        objects.append(
            f"<< /Length {len(packed)} /Filter {filters or '/FlateDecode'} >>\nstream\n".encode()
            + packed
            + b"\nendstream"
        )
        shown = "/XObject << /P1 5 0 R >>" if is_scan else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >>"
            f" {shown} >> >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return of_objects(objects)


def of_objects(objects: Sequence[bytes]) -> bytes:
    """The file that these objects make, the first of them its catalog, the fourth its properties."""
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return bytes(
        out
        + f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    )


ROWS = (
    ("Aldermoor desk, export of 26 September",),
    ("Headline", "Author", "Published", "Text"),
    (HEADLINE, "Ada Lund", 45926, " ".join(PARAGRAPHS)),
    (
        "Council meets",
        "Olin Berg",
        45927.5,
        "The council of Saranne meets on Monday. It will hear what the yard has cost.",
    ),
)


def xlsx(
    rows: Sequence[Sequence[object]] = ROWS,
    more: Mapping[str, Content] | None = None,
    date_style: int = 1,
) -> bytes:
    """A workbook with one sheet; numbers are dates of the style `date_style`, texts are shared."""
    texts: list[str] = []
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for column, value in enumerate(row):
            place = f"{chr(65 + column)}{number}"
            if isinstance(value, str):
                texts.append(value)
                cells.append(f'<c r="{place}" t="s"><v>{len(texts) - 1}</v></c>')
            else:
                cells.append(f'<c r="{place}" s="{date_style}"><v>{value}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{RELATION}"><sheets><sheet name="Export" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/sharedStrings.xml": f'<sst xmlns="{main}">'
            + "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
            + "</sst>",
            "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[$-409]d\\ mmm\\ yyyy;@"/>'
            '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="2"/></cellXfs></styleSheet>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
            **(more or {}),
        }
    )


def ods(rows: Sequence[Sequence[object]] = ROWS) -> bytes:
    """The same of OpenDocument; numbers are days since 30 December 1899."""
    lines = []
    for row in rows:
        cells = [
            f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
            if isinstance(value, str)
            else '<table:table-cell office:value-type="date" office:date-value="2025-09-26"><text:p>26.09.25</text:p></table:table-cell>'
            for value in row
        ]
        lines.append(
            f'<table:table-row>{"".join(cells)}<table:table-cell table:number-columns-repeated="1020"/></table:table-row>'
        )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f'<office:document-content {ODF}><office:body><office:spreadsheet><table:table table:name="Export">'
            f"{''.join(lines)}</table:table></office:spreadsheet></office:body></office:document-content>",
        }
    )


def chapter(title: str, *paragraphs: str) -> str:
    text = "".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>'
        f"{title}</title></head><body><h1>{title}</h1>{text}</body></html>"
    )


CHAPTERS = {
    "ferry.xhtml": chapter(HEADLINE, BYLINE, *PARAGRAPHS, "Fishermen had carried 410 passengers a day in their own boats."),
    "council.xhtml": chapter("Council meets", "By Olin Berg", "The council of Saranne meets on Monday, its clerk said.",
                             "It will hear what the yard has cost, and who is to pay for it in the end."),
}  # fmt: skip


def epub(chapters: Mapping[str, str] = CHAPTERS, more: Mapping[str, Content] | None = None) -> bytes:
    """An issue of a newspaper as a book, with a list of contents that is no chapter."""
    items = "".join(
        f'<item id="c{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile'
            ' full-path="OEBPS/issue.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
            "OEBPS/issue.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            "<dc:title>The Harbour Courier, 27 September 2025</dc:title><dc:language>en</dc:language><dc:publisher>The Harbour Courier"
            '</dc:publisher><dc:date>2025-09-27</dc:date></metadata><manifest><item id="nav" href="nav.xhtml" properties="nav"'
            f' media-type="application/xhtml+xml"/>{items}</manifest><spine><itemref idref="nav"/>{spine}</spine></package>',
            "OEBPS/nav.xhtml": chapter("Contents", "Ferry of Aldermoor runs again", "Council meets"),
            **{f"OEBPS/{name}": content for name, content in chapters.items()},
            **(more or {}),
        }
    )


def parquet(rows: Sequence[Mapping[str, object]] | None = None) -> bytes:
    import pyarrow
    from pyarrow import parquet as files

    if rows is None:
        rows = [
            {"title": HEADLINE, "authors": ["Ada Lund"], "published_at": "2025-09-26", "text": " ".join(PARAGRAPHS), "words": 34},
            {"title": "Council meets", "authors": ["Olin Berg", "Ada Lund"], "published_at": "2025-09-27", "words": 15,
             "text": "The council of Saranne meets on Monday. It will hear what the yard has cost."},
        ]  # fmt: skip
    out = io.BytesIO()
    files.write_table(pyarrow.Table.from_pylist(list(rows)), out)
    return out.getvalue()


WIKI = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
<siteinfo><sitename>Open news</sitename><base>https://news.aldermoor.example/wiki/Main_Page</base></siteinfo>
{}</mediawiki>
"""
PAGE = """<page><title>{}</title><ns>{}</ns><id>1</id><revision><id>7</id><timestamp>2025-09-28T06:01:02Z</timestamp>
<contributor><username>Olin</username></contributor><text xml:space="preserve">{}</text></revision></page>
"""
MARKUP = """{{date|September 26, 2025}}
{{Transport}}
[[File:Ferry.jpg|thumb|The [[ferry]] in the yard]]
The '''ferry''' of {{w|Aldermoor (town)|Aldermoor}} runs again after [[eleven|eleven weeks]], harbour master Odo Lindqvist said.<ref>A {{cite}}</ref>

Nine mechanics had rebuilt its engine, and the crossing takes fourteen minutes.

== Sources ==
*{{source|url=https://aldermoor.example/|title=The ferry}}
[[Category:Transport]]
"""


def wiki(*pages: tuple[str, str, str]) -> bytes:
    """A dump; a page is its title, namespace and markup."""
    given = pages or ((HEADLINE, "0", MARKUP), ("Talk:Ferry", "1", "Is that true?"))
    return WIKI.format("".join(PAGE.format(escape(t), ns, escape(text)) for t, ns, text in given)).encode()


def wet() -> bytes:
    """Texts of pages as Common Crawl gives them."""
    text = f"{HEADLINE}\nHome\nNews\n{BYLINE}\n{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}\n".encode()
    info = b"Software-Info: none\r\n"
    records = [
        (b"warcinfo", b"", b"application/warc-fields", info),
        (
            b"conversion",
            b"WARC-Target-URI: https://courier.aldermoor.example/2025/09/26/ferry\r\n",
            b"text/plain",
            text,
        ),
    ]
    return b"".join(
        b"WARC/1.0\r\nWARC-Type: " + kind + b"\r\n" + address + b"WARC-Date: 2025-09-27T05:00:00Z\r\nContent-Type: " + media
        + b"\r\nContent-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"
        for kind, address, media, block in records
    )  # fmt: skip


MADE = {
    "docx": docx, "odt": odt, "rtf": rtf, "pdf": pdf, "xlsx": xlsx, "ods": ods, "parquet": parquet, "epub": epub,
    "mediawiki": wiki, "wet": wet,
}  # fmt: skip


def of_one_text(rows: int, text: str) -> bytes:
    """A spreadsheet each of whose rows names the same text."""
    cell = '<c t="s"><v>{}</v></c>'.format
    texts = "".join(f"<si><t>{each}</t></si>" for each in ("title", "text", text))
    lines = f"<row>{cell(0)}{cell(1)}</row>" + f"<row>{cell(0)}{cell(2)}</row>" * rows
    sheet = f"<worksheet><sheetData>{lines}</sheetData></worksheet>"
    return xlsx(more={"xl/sharedStrings.xml": f"<sst>{texts}</sst>", "xl/worksheets/sheet1.xml": sheet})


def of_one_value(rows: int, text: str) -> bytes:
    """A Parquet file with the same text in each row, which holds it once."""
    import pyarrow
    from pyarrow import parquet as files

    places = pyarrow.array([0] * rows, pyarrow.int32())
    values = {"title": "Harbour", "text": text}
    columns = {name: pyarrow.DictionaryArray.from_arrays(places, [value]) for name, value in values.items()}
    out = io.BytesIO()
    files.write_table(
        pyarrow.table(columns),
        out,
        compression="zstd",
        write_statistics=False,
        dictionary_pagesize_limit=200_000_000,
    )
    return out.getvalue()


def of_one_chapter(times: int, names: int) -> bytes:
    """A book that names one chapter again and again, under so many names."""
    items = "".join(
        f'<item id="c{number}" href="ferry.xhtml" media-type="application/xhtml+xml"/>'
        for number in range(names)
    )
    spine = "".join(f'<itemref idref="c{number % names}"/>' for number in range(times))
    contents = f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>"
    return epub(more={"OEBPS/issue.opf": contents})
