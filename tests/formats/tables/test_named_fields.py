"""Names of columns and properties: the usual ones in any spelling, the source's own before them."""

from typing import Any

import pytest

from newsfold.config.sources import COLUMN_FIELDS
from newsfold.formats.tables.json_items import JsonItem
from newsfold.formats.tables.named_fields import HEADERS, USUAL_NAMES, known_fields, read_fields
from newsfold.model import Record, Rejection


def read_item(**item: Any) -> Record | Rejection:
    return read_fields(JsonItem(item, 0, 0, "utf-8"), known_fields(item, {}), 0, "json")


def test_every_field_that_a_source_can_map_is_read() -> None:
    assert set(USUAL_NAMES) == set(COLUMN_FIELDS)
    assert set(HEADERS) | {"body", "summary"} == set(COLUMN_FIELDS)


@pytest.mark.parametrize("name", ["published_at", "publishedAt", "Published at", "PUBLISHED-AT"])
def test_spelling_does_not_matter(name: str) -> None:
    assert known_fields([name], {}) == {"published": [name]}


def test_the_surest_name_comes_first() -> None:
    assert known_fields(["date", "title", "datePublished", "headline"], {}) == {
        "published": ["datePublished", "date"],
        "headline": ["headline", "title"],
    }


def test_a_mapped_field_is_found_there_and_nowhere_else() -> None:
    fields = known_fields(
        ["text", "kop", "title", "extra"], {"headline": "kop", "body": "missing", "byline": "a.b"}
    )
    assert fields == {"headline": ["kop"], "byline": ["a.b"]}


def test_names_of_authors_come_out_of_lists_and_objects() -> None:
    record = read_item(
        text="One.", authors=[{"name": "Jane Doe"}, "John Roe", {"firstName": "Ann", "lastName": "Poe"}, 17]
    )
    assert isinstance(record, Record)
    assert [header.value for header in record.headers if header.name == "author"] == [
        "Jane Doe",
        "John Roe",
        "Ann Poe",
    ]


def test_the_longest_text_is_the_body_and_the_summary_is_set_aside() -> None:
    record = read_item(text="Short.", content="The whole of it.", excerpt="In short.")
    assert isinstance(record, Record)
    assert record.body == "The whole of it."
    assert [(block.kind, block.text) for block in record.set_aside] == [("synopsis", "In short.")]


def test_a_time_under_a_gmt_name_is_in_utc() -> None:
    record = read_item(text="One.", date_gmt="2025-09-22T10:00:00", date="2025-09-22T12:00:00")
    assert isinstance(record, Record)
    assert {header.where: header.value for header in record.headers} == {
        "date_gmt": "2025-09-22T10:00:00Z",
        "date": "2025-09-22T12:00:00",
    }


def test_nested_without_end_is_read_to_a_depth() -> None:
    nested: Any = "deep"
    for _ in range(50):
        nested = {"name": [nested]}
    record = read_item(text="One.", author=nested)
    assert isinstance(record, Record)
    assert record.headers == ()


TEXT = "".join(
    f"<p>In hut {number} the wardens counted {number * 7} boots that kea had carried away.</p>"
    for number in range(9)
)


@pytest.mark.parametrize("name", ["article_html", "storyBody", "nachricht_lang", "main_block", "x7"])
def test_a_text_under_a_name_in_no_list_goes_before_the_teaser(name: str) -> None:
    record = read_item(headline="Kea carry boots away", teaser="Boots are gone.", **{name: TEXT})
    assert isinstance(record, Record)
    assert "counted 56 boots" in record.body


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("author_bio", TEXT),
        ("caption", TEXT),
        ("tracking", "a1b2" * 200),
        ("settings", " ".join(f"{number}=on" for number in range(200))),
        ("note", "Not long. At all. Really."),
    ],
)
def test_what_is_no_text_stays_out_of_the_body(name: str, text: str) -> None:
    record = read_item(
        headline="Kea carry boots away", teaser="Kea have carried the boots away.", **{name: text}
    )
    assert isinstance(record, Record)
    assert record.body == "Kea have carried the boots away."


def test_a_urn_and_the_time_of_a_version_identify_and_date_an_agencys_object() -> None:
    record = read_item(
        urn="urn:newsml:kea.example:20250304:1", version_created="2025-03-04T12:05:52+01:00", body=TEXT
    )
    assert isinstance(record, Record)
    stated = {header.name: header.value for header in record.headers}
    assert (stated["id"], stated["published"]) == (
        "urn:newsml:kea.example:20250304:1",
        "2025-03-04T12:05:52+01:00",
    )


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("news_body", "body"),
        ("articleTitle", "headline"),
        ("story_author", "byline"),
        ("post date", "published"),
        ("created_utc", "published"),
    ],
)  # fmt: skip
def test_a_name_may_say_what_the_thing_is_called(name, field):
    assert known_fields([name], {}) == {field: [name]}


@pytest.mark.parametrize("name", ["newsroom", "articles", "storyline", "postcode", "documentary"])
def test_other_names_are_no_fields(name):
    assert known_fields([name], {}) == {}
