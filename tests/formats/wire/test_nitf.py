"""NITF documents: their heads, their text, and what is no text."""

import pytest

from newsfold.formats import detect, read
from newsfold.model import Record, Rejection


def read_one(markup: str) -> Record | Rejection:
    (item,) = read(markup.encode(), name="x")
    return item


def record_of(content: str, head: str = "", body_head: str = "") -> Record:
    item = read_one(
        f"<nitf><head>{head}</head><body><body.head>{body_head}</body.head><body.content>{content}</body.content></body></nitf>"
    )
    assert isinstance(item, Record), item
    assert item.format == "nitf"
    return item


def values(record: Record, name: str) -> list[str]:
    return [header.value for header in record.headers if header.name == f"item.{name}"]


@pytest.mark.parametrize(
    "opening",
    [
        "",
        "\ufeff<?xml version='1.0'?>",
        "<?xml version='1.0'?><?note a?><!-- a > b -->\n",
        "<!DOCTYPE nitf SYSTEM 'nitf-3-6.dtd'>",
        "<!DOCTYPE nitf PUBLIC '-//IPTC//DTD NITF 3.6//EN' 'nitf.dtd' [<!ENTITY a '<nitf>]>'> <!-- it's --> ]>",
    ],
)
def test_a_document_is_known_by_its_root_whatever_stands_in_front(opening: str) -> None:
    data = f"{opening}<nitf><body><body.content><p>Text.</p></body.content></body></nitf>"
    assert detect(data.encode(), "page.html") == "nitf"
    item = read_one(data)
    assert isinstance(item, Record)
    assert item.body == "Text."


@pytest.mark.parametrize(
    "root",
    ["nitf xmlns='http://iptc.org/std/NITF/2006-10-18/'", "n:nitf xmlns:n='http://x'", "NITF", "n:nitf"],
)
def test_namespaces_and_case_do_not_matter(root: str) -> None:
    item = read_one(f"<{root}><body><body.content><p>Text.</p></body.content></body></{root.split()[0]}>")
    assert isinstance(item, Record)
    assert item.body == "Text."


def test_heads_and_ends_are_no_text() -> None:
    record = record_of(
        "<hedline><hl1>Above</hl1></hedline><byline>By Jane Doe</byline><p>Text.</p>",
        body_head="<abstract><p>In short.</p></abstract><note><p>Take care.</p></note>",
    )
    assert record.body == "Text."
    assert values(record, "headline") == ["Above"]
    assert values(record, "ednote") == ["Take care."]
    assert [(block.kind, block.text) for block in record.set_aside] == [("synopsis", "In short.")]


@pytest.mark.parametrize(
    ("block", "kind", "text"),
    [
        ("<media><media-caption>A boat.</media-caption></media>", "caption", "A boat."),
        ("<note>Adds name.</note>", "notice", "Adds name."),
        ("<fn>Since 2019.</fn>", "notice", "Since 2019."),
    ],
)
def test_what_is_no_running_text_is_set_aside(block: str, kind: str, text: str) -> None:
    for content in (f"<p>One.</p>{block}<p>Two.</p>", f"<block><p>One.{block}</p><p>Two.</p></block>"):
        record = record_of(content)
        assert record.body == "One.\n\nTwo."
        assert [(each.kind, each.text) for each in record.set_aside] == [(kind, text)]


@pytest.mark.parametrize(
    ("block", "text"),
    [
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a | b"),
        (
            "<block><hl2>Ports</hl2><table><tr><th/><th>a</th></tr><tr><td>b</td></tr></table></block>",
            "Ports\n\na\n\nb",
        ),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n\n- b"),
        ("<ol><li>a</li></ol>", "- a"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "- a\n\n- b"),
    ],
)
def test_tables_and_lists_stay_where_they_stand(block: str, text: str) -> None:
    for content in (f"<p>One.</p>{block}<p>Two.</p>", f"<block><p>One.{block}</p><p>Two.</p></block>"):
        record = record_of(content)
        assert record.body == f"One.\n\n{text}\n\nTwo."
        assert record.set_aside == ()


def test_a_document_of_nothing_but_tables_has_them_as_its_text() -> None:
    record = record_of(
        "<table><tr><td>Gull</td><td>4:02</td></tr><tr><td>Heron</td><td>4:09</td></tr></table>"
    )
    assert record.body == "Gull | 4:02\n\nHeron | 4:09"
    assert record.set_aside == ()


def test_inline_elements_stay_in_their_sentence() -> None:
    record = record_of(
        "<p>The <org>Roads Board<alt-code idsrc='a' value='b'/></org> of <location><city>Kyle</city></location>"
        " took <num>3</num>&nbsp;pounds,<br/>on <chron norm='20250927'>Saturday</chron>.</p>"
    )
    assert record.body == "The Roads Board of Kyle took 3 pounds, on Saturday."


@pytest.mark.parametrize(
    ("released", "embargo"),
    [("20250927T120000Z", []), ("20250928T060000Z", ["20250928T060000Z"])],
)
def test_a_release_after_the_issue_is_an_embargo(released: str, embargo: list[str]) -> None:
    head = f"<docdata><date.release norm='{released}'/><date.issue norm='20250927T120000Z'/></docdata>"
    record = record_of("<p>Text.</p>", head)
    assert values(record, "embargoed") == embargo
    assert values(record, "issued") == ["20250927T120000Z"]
    assert values(record, "release") == [released]


def test_a_correction_names_what_it_corrects_and_an_empty_one_is_a_template() -> None:
    record = record_of(
        "<p>Text.</p>", "<docdata><correction id-string='a.1' info='Name.' regsrc='a'/></docdata>"
    )
    assert (values(record, "signal"), values(record, "previous")) == (["correction"], ["a.1"])
    assert values(record, "ednote") == ["Name."]
    empty = record_of("<p>Text.</p>", "<docdata><correction id-string='' info=''/></docdata>")
    assert values(empty, "signal") == []


def test_numbers_of_subjects_are_the_iptcs_unless_said_otherwise() -> None:
    record = record_of(
        "<p>Text.</p>",
        "<tobject><tobject.subject tobject.subject.refnum='4015001' tobject.subject.matter='Roads'/>"
        "<tobject.subject tobject.subject.ipr='KST' tobject.subject.refnum='04015001'/></tobject>",
    )
    assert values(record, "subject") == ["Roads"]
    assert values(record, "subject.code") == ["subj:04015001", "KST:04015001"]


@pytest.mark.parametrize(
    ("extra", "body"),
    [
        ("<ed-msg info='KILL it.'/>", "KILL it."),
        ("", "In short."),
    ],
)
def test_a_kill_without_text_is_a_record_all_the_same(extra: str, body: str) -> None:
    item = read_one(
        f"<nitf><head><docdata management-status='canceled' management-doc-idref='a.1'>{extra}</docdata></head>"
        "<body><body.head><hedline><hl1>Bridge</hl1></hedline><abstract><p>In short.</p></abstract></body.head>"
        "<body.content/></body></nitf>"
    )
    assert isinstance(item, Record)
    assert item.body == body
    assert values(item, "previous") == ["a.1"]


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<nitf><head><title>A</title></head><body><body.content/></body></nitf>", "no_article"),
        ("<nitf/>", "no_article"),
        ("<nitf><head><title>A</title>", "truncated"),
        ("<!DOCTYPE nitf SYSTEM 'x'><nitfs/>", "no_article"),
    ],
)
def test_documents_without_text_are_refused(markup: str, reason: str) -> None:
    item = read_one(markup)
    assert isinstance(item, Rejection)
    assert (item.reason_code, item.format) == (reason, "nitf")


def test_a_missing_end_tag_in_the_head_does_not_hide_the_text() -> None:
    item = read_one(
        "<nitf><head><docdata><doc-id id-string='a'></head><body><body.content><p>Rice & tea.</p></body></nitf>"
    )
    assert isinstance(item, Record)
    assert item.body == "Rice & tea."
    assert [header.where for header in item.headers] == ["nitf/head/docdata/doc-id/@id-string"]


def test_a_broken_document_costs_only_itself() -> None:
    text = "<nitf><body><body.content><p>{}</p></body.content></body></nitf>"
    items = list(read(f"{text.format('One.')}<nitf><body><{text.format('Three.')}".encode(), name="x"))
    assert [item.body if isinstance(item, Record) else item.reason_code for item in items] == [
        "One.",
        "truncated",
        "Three.",
    ]
