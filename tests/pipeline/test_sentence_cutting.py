"""What is cut before the load and what is cut in it are the same."""

from contextlib import closing

import pytest

from bench.reused_news import day_sources, printed_day, write_day
from newsfold.config.sources import Settings
from newsfold.pipeline import running, sentence_cutting, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.raw_store import RawStore
from newsfold.store import origins as store
from newsfold.store.connection import connect

ROWS = """
select body, spans, words, prints
from news.sentence_text
join news.content using (content_id, month)
"""


@pytest.mark.parametrize("most", [sentence_cutting.MOST_HELD, 5_000, 0])
def test_the_rows_are_the_same_however_many_are_cut_before_the_load(
    database_url, tmp_path, monkeypatch, most
):
    monkeypatch.setattr(sentence_cutting, "MOST_HELD", most)
    monkeypatch.setattr(store, "STAGED_PORTION", 3)
    write_day(tmp_path / "inbox", printed_day(12, 3))
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
    for row in rows:
        text = sentence_cutting.cut(row.body, "en")
        assert (list(text.spans), list(text.words), text.prints) == (row.spans, row.words, bytes(row.prints))
