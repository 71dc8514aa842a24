"""XML whose root nobody laid down: articles by what their elements hold, in many shapes; what holds none is refused by name."""

import itertools

import pytest

from newsfold.formats import detect, read
from newsfold.model import Record, Rejection

TEXT = "The ferry to Lund sails at noon again, the harbour master Ada Lund said on Friday. Boats were checked after the storm."
MORE = "Bakers, butchers and growers from four islands come to the square at eight, said Jan Roe."
PARTS = {
    "en": ("headline", "pubdate", "author", "body"),
    "de": ("titel", "datum", "autor", "inhalt"),
    "fr": ("titre", "date_publication", "auteur", "texte"),
    "es": ("titulo", "fecha", "autor", "contenido"),
    "camel": ("articleTitle", "publishedAt", "byline", "articleBody"),
    "upper": ("HEADLINE", "DATE", "BYLINE", "TEXT"),
}


def elements(names: tuple[str, ...], number: int) -> list[str]:
    values = (f"Ferry {number} sails", "2025-09-26", "Jane Roe", f"<p>{TEXT}</p><p>It was trip {number}.</p>")
    return [f"<{name}>{value}</{name}>" for name, value in zip(names, values, strict=True)]


def attributes(names: tuple[str, ...], number: int) -> str:
    values = (f"Ferry {number} sails", "2025-09-26", "Jane Roe")
    return "".join(f' {name}="{value}"' for name, value in zip(names, values, strict=False))


def flat(names, number):
    return f"<piece>{''.join(elements(names, number))}</piece>"


def grouped(names, number):
    head, rest = elements(names, number)[:3], elements(names, number)[3:]
    return f"<piece><head>{''.join(head)}</head><content-part>{''.join(rest)}</content-part></piece>"


def in_attributes(names, number):
    return f"<piece{attributes(names, number)}>{elements(names, number)[3]}</piece>"


def escaped(names, number):
    return flat(names, number).replace("<p>", "&lt;p&gt;").replace("</p>", "&lt;/p&gt;")


def in_cdata(names, number):
    return (
        flat(names, number)
        .replace("<p>", "<![CDATA[<p>", 1)
        .replace(f"trip {number}.</p>", f"trip {number}.</p>]]>")
    )


def in_paragraphs(names, number):
    return f"<piece{attributes(names, number)}><para>{TEXT}</para><para>It was trip {number}.</para></piece>"


SHAPES = (flat, grouped, in_attributes, escaped, in_cdata, in_paragraphs)
WRAPPED = {
    "alone": "{0}",
    "several": "<export><date>2025-10-01</date>{0}{1}{2}</export>",
    "deep": '<newsroom xmlns="urn:x"><day><edition>{0}{1}</edition></day></newsroom>',
    "below a document type": '<!DOCTYPE export SYSTEM "export.dtd"><export>{0}{1}</export>',
}


def file_of(shape, language, wrapping) -> bytes:
    text = WRAPPED[wrapping].format(*(shape(PARTS[language], number) for number in range(3)))
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}'.encode()


@pytest.mark.parametrize(("shape", "language"), list(itertools.product(SHAPES, PARTS)))
@pytest.mark.parametrize("wrapping", WRAPPED)
def test_articles_are_found_by_what_their_elements_hold(shape, language, wrapping):
    data = file_of(shape, language, wrapping)
    found = list(read(data, name="a.xml"))
    count = sum(mark in WRAPPED[wrapping] for mark in ("{0}", "{1}", "{2}"))
    assert [type(each) for each in found] == [Record] * count, found
    for number, record in enumerate(found):
        assert record.format == "xml"
        assert record.body == f"{TEXT}\n\nIt was trip {number}."
        headers = {header.name: header.value for header in record.headers}
        assert headers["headline"] == f"Ferry {number} sails"
        assert (headers["published"], headers["author"]) == ("2025-09-26", "Jane Roe")
        assert data[record.offset :].startswith(b"<piece")


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ('<config><setting name="a">1</setting></config>', "<config>"),
        (f"<product><name>Boat</name><description>{TEXT}</description><price>3</price></product>", "price"),
        (f"<letter><to>Ada</to><text>{TEXT}</text></letter>", "text"),
        ("<svg><title>Boat</title><path d='M0 0'/></svg>", "<svg>"),
        ("<stock><item><date>2025-09-26</date><value>7</value></item></stock>", "value"),
        (
            f"<list><row><titel>Fähre</titel><datum>2025-09-26</datum><summary>{MORE[:40]}</summary></row></list>",
            "summary",
        ),
        ("<broken", "broken"),
    ],
)
def test_what_holds_no_article_is_refused_with_its_names(data, named):
    (found,) = read(f'<?xml version="1.0"?>{data}'.encode(), name="a.xml")
    assert isinstance(found, Rejection)
    assert found.reason_code in ("unsupported_format", "malformed")
    if found.format == "xml":
        assert named in found.detail


def test_a_summary_counts_beside_a_headline_and_a_date():
    data = (
        f"<list><row><title>Ferry</title><date>2025-09-26</date><summary>{TEXT} {MORE}</summary></row></list>"
    )
    (found,) = read(f'<?xml version="1.0"?>{data}'.encode(), name="a.xml")
    assert isinstance(found, Record)


def test_a_source_may_say_what_its_elements_are_called():
    data = f'<?xml version="1.0"?><x><rec><k1>Ferry sails</k1><k2>2025-09-26</k2><k3>{TEXT}</k3></rec></x>'.encode()
    assert isinstance(next(iter(read(data, name="a.xml"))), Rejection)
    columns = {"headline": "k1", "published": "k2", "body": "k3"}
    (found,) = read(data, name="a.xml", columns=columns)
    assert isinstance(found, Record)
    assert found.body == TEXT


@pytest.mark.parametrize(
    ("start", "form"),
    [
        ("<rss version='2.0'><channel/></rss>", "feed"),
        ("<nitf/>", "nitf"),
        ("<urlset/>", "sitemap"),
        ("<html></html>", "html"),
    ],
)
def test_what_is_known_by_its_root_stays_with_its_reader(start, form):
    assert detect(f'<?xml version="1.0"?>{start}'.encode()) == form
