"""What search holds is what it would hold if load worked it out from the stored text, though staging has done so before."""

import json

import pytest

from newsfold.store.connection import connect

BODY = (
    "The ferry between Vik and Oppdal will not sail before Thursday, the harbour office said. "
    'A crack was found in the hull on Monday, and "nobody knows yet how deep it goes", said the harbour master.'
)
DIFFERENT = """
select article.uri
from news.search_document
join news.article using (article_id)
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
join news.content on content.content_id = version.content_id and content.month = version.content_month
where search_document.document is distinct from news.search_document(
  search_document.configuration, version.headline, version.byline, version.dateline_place, version.agency,
  version.slugline, version.keywords, content.body
)
"""


def item(uri: str, body: str, **fields: object) -> str:
    """One ninjs item."""
    values = {
        "uri": uri,
        "type": "text",
        "versioncreated": "2025-09-26T07:00:00Z",
        "headline": "No ferry",
        "language": "en",
    }
    return json.dumps({**values, "body_text": body, **fields})


@pytest.fixture
def loader(role_url):
    """A connection of the loader."""
    connection = connect(role_url("loader"))
    yield connection
    connection.close()


def ask(loader, text: str) -> list:
    with loader, loader.cursor() as cursor:
        cursor.execute(text)
        return cursor.fetchall()


def test_each_document_is_that_of_its_stored_text(newsroom, loader):
    newsroom.source("desk")
    newsroom.deliver("desk", "1.json", item("urn:x:1", BODY))
    newsroom.run()
    # The same text in other spelling is a copy: what is stored is the first one's.
    newsroom.deliver(
        "desk", "2.json", item("urn:x:2", BODY.replace("ferry between", "ferry -- between").upper())
    )
    newsroom.deliver("desk", "3.json", item("urn:x:3", "Другой текст о погоде и море. " * 8, language="ru"))
    newsroom.run()
    newsroom.deliver(
        "desk",
        "4.json",
        item("urn:x:1", BODY + " It was built in 1961.", versioncreated="2025-09-26T09:00:00Z"),
    )
    newsroom.run()
    assert [row.outcome for row in ask(loader, "select outcome from news.article order by uri")] == [
        "original",
        "copy",
        "original",
    ]
    assert len(ask(loader, "select from news.search_document")) == 3
    assert ask(loader, DIFFERENT) == []


def test_staging_has_the_words_of_what_is_normalized(newsroom, loader):
    with loader, loader.cursor() as cursor:
        cursor.execute(
            "insert into staging.article (run_id, file_id, record_position, batch, source_id, uri, uri_sha256, version_sha256,"
            " content_sha256, day, publisher, byline, agencies, keywords, set_aside, evidence, date_candidates, format, body,"
            " word_count, packed_terms, headline, language, place_sha256)"
            " values (1, 1, 0, 1, 1, 'urn:x', '', '', '', '2025-09-26', '', '{}', '[]', '{}', '[]', '[]', '[]', 'text',"
            " 'Ferries sail', 2, '', 'Harbours', 'en', '') returning search_document::text as words"
        )
        assert cursor.fetchone().words == "'ferri':2 'harbour':1A 'sail':3"
        loader.rollback()
