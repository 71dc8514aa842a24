"""What is cut by those who read a text and what is cut in the load are the same."""

from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.reused_news import day_sources, printed_day, write_day
from newsfold.config.sources import Settings
from newsfold.pipeline import running, sentence_cutting, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.raw_store import RawStore
from newsfold.store import origins as store
from newsfold.store.connection import connect

ARTICLES = 12
ROWS = """
select body, spans, words, prints
from news.sentence_text
join news.content using (content_id, month)
"""


@pytest.mark.parametrize(
    ("most", "are_staged", "cut_again"),
    [
        (sentence_cutting.MOST_HELD, True, False),
        (5_000, True, True),
        (0, True, True),
        (sentence_cutting.MOST_HELD, False, True),
    ],
)
def test_the_rows_are_the_same_whoever_cut_the_texts(
    database_url, tmp_path, monkeypatch, most, are_staged, cut_again
):
    cut, bodies = sentence_cutting.cut, []
    monkeypatch.setattr(
        sentence_cutting, "cut", lambda body, language: bodies.append(body) or cut(body, language)
    )
    monkeypatch.setattr(sentence_cutting, "MOST_HELD", most)
    if not are_staged:  # as by an older version
        monkeypatch.setattr(sentence_cutting, "pack_cut", lambda text: None)
    monkeypatch.setattr(store, "STAGED_PORTION", 3)
    write_day(tmp_path / "inbox", printed_day(ARTICLES, 3))
    with closing(connect(database_url)) as connection:
        work = Workspace(
            connection, RawStore(tmp_path / "raw"), Settings(), day_sources(tmp_path / "inbox"), tmp_path
        )
        running.run(
            work,
            "test",
            "command",
            lambda run_id: steps.fetch(work, run_id, list(work.sources), [], steps.utc_now()),
            processes=0,
            checked=False,
            decisions=False,
            counted=False,
        )
        with connection, connection.cursor() as cursor:
            cursor.execute(ROWS)
            rows = cursor.fetchall()
    assert len(rows) >= 8
    assert (len(bodies) > ARTICLES) == cut_again
    for row in rows:
        text = cut(row.body, "en")
        assert (list(text.spans), list(text.words), text.prints) == (row.spans, row.words, bytes(row.prints))


@given(st.lists(st.text(), max_size=5).map(". ".join))
def test_packed_they_are_the_same(body):
    text = sentence_cutting.cut(body, None)
    assert sentence_cutting.unpack_cut(sentence_cutting.pack_cut(text)) == text
