"""NewsML-G2 items: their metadata, their content, messages, and what is no article."""

import pytest

from newsfold.formats import detect, read
from newsfold.model import Record, Rejection

TEXT = "<contentSet><inlineData contenttype='text/plain'>Text.</inlineData></contentSet>"
CANCELED = "<itemMeta><pubStatus qcode='stat:canceled'/></itemMeta>"
PICTURE = "<itemMeta><itemClass qcode='ninat:picture'/></itemMeta>"


def read_one(markup: str) -> Record | Rejection:
    (item,) = read(markup.encode(), name="x")
    return item


def record_of(meta: str = "", content: str = TEXT, head: str = "") -> Record:
    item = read_one(
        f"<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:x:1'>{head}{meta}{content}</newsItem>"
    )
    assert isinstance(item, Record), item
    assert item.format == "newsml-g2"
    return item


def pairs(record: Record, name: str) -> list[tuple[str, str]]:
    return [(header.value, header.where) for header in record.headers if header.name == f"item.{name}"]


def values(record: Record, name: str) -> list[str]:
    return [value for value, _ in pairs(record, name)]


@pytest.mark.parametrize(
    "root",
    [
        "newsItem",
        "n:newsItem",
        "packageItem",
        "newsMessage",
        "conceptItem",
        "knowledgeItem",
        "planningItem",
        "catalogItem",
    ],
)
def test_files_are_known_by_their_root(root: str) -> None:
    assert detect(f"<?xml version='1.0'?><{root} guid='a'></{root}>".encode(), "x.txt") == "newsml-g2"


@pytest.mark.parametrize("kind", ["conceptItem", "knowledgeItem", "planningItem", "catalogItem"])
def test_concepts_knowledge_and_plans_are_no_articles(kind: str) -> None:
    item = read_one(f"<{kind} guid='urn:x:9'><p>Text.</p></{kind}>")
    assert isinstance(item, Rejection)
    assert (item.reason_code, item.format) == ("no_article", "newsml-g2")
    assert kind in item.detail


@pytest.mark.parametrize(
    "content",
    [
        "<inlineData contenttype='text/plain'>One.\n\nTwo.</inlineData>",
        "<inlineData contenttype='text/html'>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</inlineData>",
        "<inlineXML contenttype='application/xhtml+xml'><h:html xmlns:h='http://www.w3.org/1999/xhtml'>"
        "<h:head><h:title>T</h:title></h:head>"
        "<h:body><h:header><h:h1>T</h:h1></h:header><h:p>One.</h:p><h:p>Two.</h:p></h:body></h:html></inlineXML>",
        "<inlineXML><nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf></inlineXML>",
        "<inlineXML><wrapper><nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf></wrapper></inlineXML>",
        "<inlineData>Less.</inlineData><inlineXML><html><body><p>One.</p><p>Two.</p></body></html></inlineXML>",
        "<remoteContent href='a.html'/><inlineData>One.\n\nTwo.</inlineData>",
    ],
)
def test_each_way_to_carry_the_text_is_read(content: str) -> None:
    assert record_of(content=f"<contentSet>{content}</contentSet>").body == "One.\n\nTwo."


@pytest.mark.parametrize("element", ["<embargoed/>", "<embargoed></embargoed>", "<embargoed> </embargoed>"])
def test_an_empty_embargo_is_one_without_end(element: str) -> None:
    assert values(record_of(f"<itemMeta>{element}</itemMeta>"), "embargoed") == ["indefinite"]


def test_codes_keep_their_alias_unless_the_item_says_what_it_stands_for() -> None:
    head = (
        "<catalog><scheme alias='mt' uri='http://cv.iptc.org/newscodes/mediatopic/'/>"
        "<scheme alias='own' uri='http://cv.example/own/'/></catalog>"
    )
    record = record_of(
        "<contentMeta><subject qcode='medtop:20000213'><name>fishing</name></subject><subject qcode='mt:20000500'/>"
        "<subject qcode='own:7'/><subject uri='http://cv.example/8'/><subject literal='free'/></contentMeta>",
        head=head,
    )
    codes = {where: value for value, where in pairs(record, "subject.code")}
    assert codes == {
        "newsItem/contentMeta/subject[1]": "medtop:20000213",
        "newsItem/contentMeta/subject[2]": "medtop:20000500",
        "newsItem/contentMeta/subject[3]": "http://cv.example/own/7",
        "newsItem/contentMeta/subject[4]": "http://cv.example/8",
    }
    assert pairs(record, "subject") == [
        ("fishing", "newsItem/contentMeta/subject[1]"),
        ("free", "newsItem/contentMeta/subject[5]"),
    ]


def test_subjects_are_told_apart_by_their_kind_and_named_by_assertions() -> None:
    record = record_of(
        "<contentMeta><subject type='cpnat:person' qcode='p:4'/><subject type='cpnat:organisation' literal='Board'/>"
        "<subject type='cpnat:geoArea' qcode='g:1'><name>Kyle</name></subject></contentMeta>"
        "<assert qcode='p:4'><name>Jane Doe</name></assert>"
    )
    assert (values(record, "person"), values(record, "organisation"), values(record, "place")) == (
        ["Jane Doe"],
        ["Board"],
        ["Kyle"],
    )


@pytest.mark.parametrize(
    ("relation", "name"),
    [
        ("irel:previousVersion", "previous"),
        ("irel:supersedes", "previous"),
        ("http://cv.iptc.org/newscodes/itemrelation/derivedFrom", "derivedfrom"),
        ("irel:seeAlso", "associated"),
    ],
)
def test_links_to_other_items_are_told_apart(relation: str, name: str) -> None:
    record = record_of(f"<itemMeta><link rel='{relation}' residref='urn:x:0'/></itemMeta>")
    assert values(record, name) == ["urn:x:0"]


def test_the_main_headline_stands_before_the_others() -> None:
    record = record_of(
        "<contentMeta><headline role='hld:subHeadline'>Below</headline><headline>Above</headline>"
        "<headline xml:lang='de'>Oben</headline></contentMeta>"
    )
    assert values(record, "headline") == ["Above"]
    assert (values(record, "headline.sub"), values(record, "headline.de")) == (["Below"], ["Oben"])


def test_a_creator_of_one_word_is_a_login() -> None:
    record = record_of(
        "<contentMeta><creator literal='desk7'/><creator><name>Jane Doe</name></creator></contentMeta>"
    )
    assert (values(record, "creator"), values(record, "creator.code")) == (["Jane Doe"], ["desk7"])


@pytest.mark.parametrize(
    ("meta", "body"),
    [
        (CANCELED + "<itemMeta><edNote>Kill it.</edNote></itemMeta>", "Kill it."),
        (CANCELED + "<contentMeta><headline>A</headline><description>B.</description></contentMeta>", "B."),
        ("<itemMeta><pubStatus qcode='stat:withheld'/></itemMeta><contentMeta><headline>A</headline></contentMeta>", "A"),
        ("<contentMeta><headline>A</headline><description>B.</description></contentMeta>", "B."),
    ],
)  # fmt: skip
def test_what_is_taken_back_has_its_note_description_or_headline_as_text(meta: str, body: str) -> None:
    assert record_of(meta, "<contentSet/>").body == body


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<newsItem/>", "no_article"),
        ("<newsItem><itemMeta><pubStatus qcode='stat:canceled'/></itemMeta></newsItem>", "no_article"),
        ("<newsItem><contentMeta><headline>A</headline></contentMeta></newsItem>", "no_article"),
        ("<newsItem><contentSet><remoteContent href='http://a.example/1'/></contentSet></newsItem>", "pointer"),
        (f"<newsItem>{PICTURE}<contentSet><remoteContent href='1.jpg'/></contentSet></newsItem>", "no_article"),
        ("<newsItem><contentMeta><headline>A", "truncated"),
        ("<packageItem/>", "no_article"),
        ("<newsMessage><header/></newsMessage>", "no_article"),
        ("<newsMessage><header>", "truncated"),
    ],
)  # fmt: skip
def test_items_without_text_are_refused_with_the_reason(markup: str, reason: str) -> None:
    item = read_one(markup)
    assert isinstance(item, Rejection)
    assert item.reason_code == reason


def test_a_package_that_holds_itself_is_one_pointer() -> None:
    item = read_one(
        "<packageItem guid='urn:x:p'><groupSet root='a'>"
        "<group id='a'><groupRef idref='b'/></group><group id='b'><groupRef idref='a'/>"
        "<itemRef residref='urn:x:p'/><itemRef residref='urn:x:1'/></group></groupSet></packageItem>"
    )
    assert isinstance(item, Rejection)
    assert item.reason_code == "pointer"
    assert "urn:x:1" in item.detail


def test_the_header_of_the_message_dates_each_of_its_items() -> None:
    item = f"<newsItem>{TEXT}</newsItem>"
    items = list(
        read(
            f"<newsMessage><header><sent>2025-09-27T09:00:00Z</sent></header>{item * 2}</newsMessage>".encode(),
            name="x",
        )
    )
    assert len(items) == 2
    for each in items:
        assert isinstance(each, Record)
        assert pairs(each, "sent") == [("2025-09-27T09:00:00Z", "newsMessage/header/sent")]


def test_items_of_the_reuters_corpus_share_only_the_name() -> None:
    item = read_one(
        "<newsitem itemid='2286' date='1996-08-20' xml:lang='en'><title>UK: Barley.</title><headline>Barley up.</headline>"
        "<dateline>LEITH 1996-08-20</dateline><text>\n<p>Barley rose.</p>\n<p>Rye fell.</p>\n</text><copyright>(c) A</copyright>"
        "<metadata><codes class='bip:countries:1.0'><code code='UK'/></codes></metadata></newsitem>"
    )
    assert isinstance(item, Record)
    assert item.body == "Barley rose.\n\nRye fell."
    assert (values(item, "uri"), values(item, "headline"), values(item, "issued")) == (
        ["2286"],
        ["Barley up."],
        ["1996-08-20"],
    )
    assert values(item, "place.code") == ["UK"]


def test_what_is_taken_back_without_a_word_reaches_its_article_by_its_id() -> None:
    markup = f"<newsItem guid='urn:x:1' version='2'>{CANCELED}</newsItem>"
    (record,) = read(markup.encode(), name="x.xml")
    assert isinstance(record, Record)
    assert record.body == "stat:canceled urn:x:1"
    assert values(record, "uri") == ["urn:x:1"]
