"""NewsML 1 items: which text of the tree is the article, whose metadata hold, and what is no article."""

import base64

import pytest

from newsfold.formats import detect, read
from newsfold.model import Record, Rejection


def items_of(*items: str) -> list[Record | Rejection]:
    whole = "".join(f"<NewsItem>{item}</NewsItem>" for item in items)
    return list(
        read(
            f"<NewsML><NewsEnvelope><Priority FormalName='3'/></NewsEnvelope>{whole}</NewsML>".encode(),
            name="x",
        )
    )


def record_of(item: str) -> Record:
    (found,) = items_of(item)
    assert isinstance(found, Record), found
    assert found.format == "newsml"
    return found


def values(record: Record, name: str) -> list[str]:
    return [header.value for header in record.headers if header.name == f"item.{name}"]


def component(content: str, role: str = "", inside: str = "") -> str:
    stated = f"<Role FormalName='{role}'/>" if role else ""
    return f"<NewsComponent>{stated}{inside}<ContentItem><MediaType FormalName='Text'/>{content}</ContentItem></NewsComponent>"


def data(text: str) -> str:
    return f"<DataContent>{text}</DataContent>"


@pytest.mark.parametrize(
    "opening",
    [
        "<NewsML Version='1.2'>",
        "<n:NewsML xmlns:n='http://x'>",
        "<!DOCTYPE NewsML SYSTEM 'NewsML_1.2.dtd'><NewsML>",
    ],
)
def test_files_are_known_by_their_root(opening: str) -> None:
    assert detect(f"{opening}<NewsItem/>".encode(), "x.txt") == "newsml"


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (data("One.\n\nTwo."), "One.\n\nTwo."),
        (data("<![CDATA[<p>One.</p><p>Two.</p>]]>"), "One.\n\nTwo."),
        (data("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;"), "One.\n\nTwo."),
        (data("<html><head><title>T</title></head><body><p>One.</p><p>Two.</p></body></html>"), "One.\n\nTwo."),
        (data("<p>One.</p><p>Two.</p>"), "One.\n\nTwo."),
        ("<Format FormalName='NITF'/>" + data("<p>One.</p><p>Two.</p>"), "One.\n\nTwo."),
        (data("<nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>"), "One.\n\nTwo."),
        (data("<![CDATA[<nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>]]>"), "One.\n\nTwo."),
        ("<Encoding Notation='Base64'>" + data(base64.b64encode(b"One.\n\nTwo.").decode()) + "</Encoding>", "One.\n\nTwo."),
    ],
)  # fmt: skip
def test_each_way_to_carry_the_text_is_read(content: str, body: str) -> None:
    assert record_of(component(content)).body == body


def test_the_main_text_is_taken_and_the_others_are_set_aside() -> None:
    record = record_of(
        "<NewsComponent>"
        + component(data("A long summary of all that happened on this day."), "Summary")
        + component(data("The text."), "Main")
        + component(data("A boat."), "Caption")
        + component(data("Another story."), "Supporting")
        + "</NewsComponent>"
    )
    assert record.body == "The text."
    kinds = {block.text: block.kind for block in record.set_aside}
    assert kinds == {
        "A long summary of all that happened on this day.": "synopsis",
        "A boat.": "caption",
        "Another story.": "synopsis",
    }


def test_the_nearest_statement_holds() -> None:
    outer = "<NewsLines><HeadLine>Outer</HeadLine><ByLine>By Jane Doe</ByLine></NewsLines>"
    inner = component(data("The text."), "Main", "<NewsLines><HeadLine>Inner</HeadLine></NewsLines>")
    beside = component(data("A boat."), "Caption", "<NewsLines><HeadLine>Boat</HeadLine></NewsLines>")
    record = record_of(f"<NewsComponent>{outer}{beside}{inner}</NewsComponent>")
    assert values(record, "headline") == ["Inner"]
    assert values(record, "byline") == ["By Jane Doe"]


@pytest.mark.parametrize(
    ("identifier", "revision", "uri"),
    [
        ("urn:newsml:a.example:20250927:17:3", "3", "urn:newsml:a.example:20250927:17"),
        ("urn:newsml:a.example:20250927:17:3N", "3", "urn:newsml:a.example:20250927:17"),
        ("urn:newsml:a.example:20250927:17:3U", "", "urn:newsml:a.example:20250927:17"),
        ("urn:newsml:a.example:20250927:17", "1", "urn:newsml:a.example:20250927:17"),
        ("", "", "urn:newsml:a.example:20250927:17"),
    ],
)
def test_all_revisions_share_one_identifier(identifier: str, revision: str, uri: str) -> None:
    record = record_of(
        "<Identification><NewsIdentifier><ProviderId>a.example</ProviderId><DateId>20250927</DateId><NewsItemId>17</NewsItemId>"
        f"<RevisionId>{revision}</RevisionId><PublicIdentifier>{identifier}</PublicIdentifier></NewsIdentifier></Identification>"
        + component(data("Text."))
    )
    assert values(record, "uri") == [uri]
    assert values(record, "version") == ([revision] if revision else [])


@pytest.mark.parametrize(
    ("status", "change", "embargo", "expires"),
    [
        ("Embargoed", "Usable", ["20250928T060000Z"], []),
        ("Usable", "Canceled", [], ["20250928T060000Z"]),
    ],
)
def test_a_change_of_status_to_come_ends_an_embargo_or_the_use(
    status: str, change: str, embargo: list[str], expires: list[str]
) -> None:
    record = record_of(
        f"<NewsManagement><Status FormalName='{status}'/><StatusWillChange><FutureStatus FormalName='{change}'/>"
        "<DateAndTime>20250928T060000Z</DateAndTime></StatusWillChange></NewsManagement>"
        + component(data("Text."))
    )
    assert values(record, "pubstatus") == [status]
    assert (values(record, "embargoed"), values(record, "expires")) == (embargo, expires)


def test_an_instruction_says_more_than_the_kind_of_revision() -> None:
    record = record_of(
        "<Identification><NewsIdentifier><RevisionId Update='U'>2</RevisionId></NewsIdentifier></Identification>"
        "<NewsManagement><Status FormalName='Canceled'/><Instruction FormalName='kill'/></NewsManagement>"
        "<NewsComponent><NewsLines><HeadLine>KILL: Bridge</HeadLine></NewsLines></NewsComponent>"
    )
    assert values(record, "signal") == ["kill", "update"]
    assert record.body == "KILL: Bridge"


def test_packages_are_pointers_and_pictures_no_articles() -> None:
    package, picture, empty = items_of(
        "<NewsComponent><NewsItemRef NewsItem='urn:x:1'/><NewsItemRef NewsItem='urn:x:2'/></NewsComponent>",
        "<NewsComponent><ContentItem Href='a.jpg'><MediaType FormalName='Photo'/></ContentItem></NewsComponent>",
        "",
    )
    assert isinstance(package, Rejection)
    assert package.reason_code == "pointer"
    assert "urn:x:2" in package.detail
    for item in (picture, empty):
        assert isinstance(item, Rejection)
        assert item.reason_code == "no_article"


def test_subject_codes_get_the_names_of_the_items_topics() -> None:
    record = record_of(
        "<TopicSet><Topic><FormalName>04001002</FormalName><Description Variant='Name'>fishing</Description></Topic></TopicSet>"
        "<NewsComponent><DescriptiveMetadata><SubjectCode><SubjectMatter FormalName='04001002' cat='ECO'/>"
        "<SubjectDetail FormalName='F7' Scheme='KST'/></SubjectCode></DescriptiveMetadata>"
        f"<ContentItem>{data('Text.')}</ContentItem></NewsComponent>"
    )
    assert values(record, "subject") == ["fishing"]
    assert values(record, "subject.code") == ["subj:04001002", "KST:F7"]
    assert values(record, "section") == ["ECO"]
