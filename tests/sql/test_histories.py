"""After each step of random histories analysts see what a second implementation, in plain Python, finds.

`HISTORIES=300 pytest tests/sql/test_histories.py` tries so many.
"""

import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from newsfold.analytics import brief, export, marts
from newsfold.pipeline import sentence_origins, steps
from newsfold.store.connection import connect
from tests.sql.histories import History
from tests.sql.recount.briefs import brief_differences
from tests.sql.recount.compared import differences
from tests.sql.recount.followers import Evening, Mirror
from tests.sql.recount.held import Held

HISTORIES = int(os.environ.get("HISTORIES", "0"))
#: In CI two histories that found faults, and another one.
SEEDS = range(HISTORIES) if HISTORIES else (0, 3, 41)
STEPS = 8 if HISTORIES else 6
ORIGINS = "select * from news.sentence_origin order by content_id, sentence_number, audience"
NO_ORIGINS = """
truncate news.sentence_text, news.sentence_match, news.sentence_origin, news.sentence_posting, news.sentence_index
"""


@pytest.mark.parametrize("seed", SEEDS)
def test_what_analysts_see_is_what_a_second_count_finds(newsroom, ask, seed):
    """After small refreshes of the marts and after a full one; a mirror that follows holds it, and evenings stay as they were."""
    history = History(newsroom, seed)
    mirror, evenings = Mirror(ask, portion=1 + seed % 7), []
    for number in range(STEPS):
        history.load() if number == 0 else history.step()
        refresh(newsroom)
        assert_as_recounted(newsroom, history)
        assert_origins_as_anew(newsroom, history)
        mirror.read()
        assert not mirror.differences(), history.told
        if number % 3 == 0:
            exported(newsroom, "kept")
        evenings.append(Evening.now(ask))
        evening = history.chance.choice(evenings)
        assert not evening.differences(ask), (history.told, evenings.index(evening))
    refresh(newsroom, full=True)
    assert_as_recounted(newsroom, history)
    anew = Mirror(ask, portion=1000)
    anew.read()
    assert not anew.differences(), history.told
    assert exported(newsroom, "kept") == exported(newsroom, "anew"), history.told


def exported(newsroom, folder: str) -> dict[str, tuple[int, str]]:
    """The folder brought up to now: rows and hash of each day's file."""
    path = newsroom.root / "exports" / folder
    with closing(connect(newsroom.role_url("analyst"))) as connection:
        export.export(connection, path, export.Wanted("csv"), now=steps.utc_now())
    files = json.loads((path / export.MANIFEST).read_text())["files"]
    return {each["path"]: (each["rows"], each["sha256"]) for each in files}


def refresh(newsroom, *, full: bool = False) -> None:
    with newsroom.workspace() as work:
        marts.refresh(work.connection, now=steps.utc_now(), full=full)


def assert_as_recounted(newsroom, history: History) -> None:
    with one_moment(newsroom) as (connection, query):
        held = Held(query)
        assert not differences(query, held), history.told
        assert_as_sent(held, history)
        days = sorted({piece.version.published_on for piece in held.shown if piece.version.published_on})
    if days:
        with closing(connect(newsroom.role_url("analyst"))) as connection:
            day = history.chance.choice(days)
            assert not brief_differences(brief.collect(connection, day), held, day), (day, history.told)


def assert_as_sent(held: Held, history: History) -> None:
    """What came in is there, as it was sent last; what is held back, killed or gone is not."""
    shown = {(piece.slug, piece.article.uri): piece for piece in held.shown}
    assert shown.keys() == {name for name, sent in history.sent.items() if sent.is_shown}, history.told
    assert not {(piece.slug, piece.article.uri) for piece in held.all.values()} & history.gone
    for name, piece in shown.items():
        item = history.sent[name].item
        assert piece.version.headline == item["headline"]
        assert piece.version.language == item["language"]
        assert " ".join(item["body_text"].split()).endswith(" ".join(piece.content.body.split()))


def assert_origins_as_anew(newsroom, history: History) -> None:
    """Whatever came, left and was decided: who carried which sentence first is what a count from nothing finds."""
    with closing(connect(newsroom.role_url("owner"))) as connection, connection.cursor() as cursor:
        cursor.execute(ORIGINS)
        kept = cursor.fetchall()
        cursor.execute(NO_ORIGINS)
        cursor.execute("select run_id, loaded_at from ops.run order by loaded_at desc nulls last limit 1")
        run = cursor.fetchone()
        sentence_origins.settle_all(connection, run.run_id, run.loaded_at)
        cursor.execute(ORIGINS)
        anew = cursor.fetchall()
        connection.rollback()
    assert kept == anew, history.told


@contextmanager
def one_moment(newsroom) -> Iterator[Any]:
    with (
        closing(connect(newsroom.role_url("owner"))) as connection,
        connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("set transaction isolation level repeatable read, read only")

        def query(text: str) -> list[Any]:
            cursor.execute(text)
            return list(cursor.fetchall())

        yield connection, query
