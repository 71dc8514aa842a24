"""COPY of any text into staging and back."""

import traceback
from contextlib import closing
from datetime import UTC, date, datetime

import psycopg2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsfold.model import AgencyRole, Article, Candidate, Evidence, Fingerprint, Rejection
from newsfold.store.connection import connect
from newsfold.store.staging import StagingWriter, copy_value, date_candidates, version_sha256

FETCHED = datetime(2025, 9, 27, 23, 30, tzinfo=UTC)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)
# What Postgres can't hold is replaced, never dropped.
HELD = str.maketrans({"\0": "\ufffd", **{chr(code): "?" for code in range(0xD800, 0xE000)}})


def article(**changes) -> Article:
    values = {
        "source": "s",
        "uri": "urn:x",
        "file_uri": "file:///x",
        "record_position": 0,
        "format": "text",
        "body": "Body.",
        "word_count": 1,
    }
    return Article(**(values | changes))


def fingerprint(packed_terms: bytes = b"", features: bytes | None = None) -> Fingerprint:
    return Fingerprint(b"\x00\x01", (), packed_terms, features)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_TEXT, names=st.lists(ANY_TEXT, max_size=3))
def test_any_text_survives_copy(database_url, text, names):
    evidence = Evidence("headline", text, text, "line 1", "rule", 1.0)
    made = article(headline=text, byline=tuple(names), body=text, evidence=(evidence,))
    with closing(connect(database_url)) as connection, StagingWriter(1, 1) as writer:
        writer.add_file(1, "text", 1)
        writer.add_article(1, 1, FETCHED, made, fingerprint(), text)
        assert writer.copy(connection).articles == 1
        with connection, connection.cursor() as cursor:
            cursor.execute("select headline, byline, body, evidence->0->>'raw' as raw from staging.article")
            row = cursor.fetchone()
    held = text.translate(HELD)
    assert (row.headline, row.body, row.raw) == (held, held, held)
    assert row.byline == [name.translate(HELD) for name in names]


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(terms=st.binary(max_size=300), features=st.none() | st.binary(max_size=5000))
def test_packed_terms_and_features_survive_copy(database_url, terms, features):
    with closing(connect(database_url)) as connection, StagingWriter(1, 1) as writer:
        writer.add_article(1, 1, FETCHED, article(), fingerprint(terms, features), "")
        writer.copy(connection)
        with connection, connection.cursor() as cursor:
            cursor.execute("select packed_terms, features from staging.article")
            row = cursor.fetchone()
    assert bytes(row.packed_terms) == terms
    assert (None if row.features is None else bytes(row.features)) == features


def test_copying_a_batch_again_replaces_it(database_url):
    with closing(connect(database_url)) as connection:
        for position in (0, 1):
            with StagingWriter(1, 1) as writer:
                writer.add_file(1, "text", 1)
                writer.add_rejection(1, position, Rejection("empty", "nothing"))
                writer.copy(connection)
        with connection.cursor() as cursor:
            cursor.execute("select record_position from staging.rejection")
            assert [row.record_position for row in cursor.fetchall()] == [1]


def test_a_row_that_postgres_refuses_is_not_quoted(postgres_server, database_url):
    with StagingWriter(1, 1) as writer, closing(connect(database_url)) as connection:
        told = article(uri="urn:Quarnwick", body="The mayor of Quarnwick said no.")
        writer.add_article(1, 1, FETCHED, told, fingerprint(), "")
        buffer = writer.articles.buffer
        buffer.seek(0)
        row = buffer.read()
        buffer.seek(0)
        buffer.truncate()
        buffer.write(row.rpartition(b"\t")[0] + b"\n")
        with pytest.raises(psycopg2.Error, match=r"copy into staging\.article: ") as refused:
            writer.copy(connection)
    assert "Quarnwick" not in "".join(traceback.format_exception(refused.value))
    log = (postgres_server.home / "logs" / "postgres.log").read_text(errors="replace")
    assert "missing data for column" in log
    assert "Quarnwick" not in log


def test_the_day_is_that_of_publication_else_of_the_fetch(database_url):
    dated = article(published_on=date(2025, 9, 25), published_precision="day")
    with closing(connect(database_url)) as connection, StagingWriter(1, 1) as writer:
        writer.add_article(1, 1, FETCHED, dated, fingerprint(), "")
        writer.add_article(1, 1, FETCHED, article(record_position=1), fingerprint(), "")
        writer.copy(connection)
        with connection.cursor() as cursor:
            cursor.execute("select day from staging.article order by record_position")
            assert [row.day for row in cursor.fetchall()] == [date(2025, 9, 25), date(2025, 9, 27)]


def test_null_and_empty_text_differ():
    assert copy_value(None) == "\\N"
    assert copy_value("") == ""
    assert copy_value("\\N") == "\\\\N"


def test_date_candidates_hold_the_chosen_one_first():
    other = Candidate("2024-09-27", "27 Sep 2024", "line 4", "day first", 0.2)
    evidence = Evidence("published_on", "2025-09-27", "Sep 27", "line 2", "dateline", 0.8, (other,))
    rows = date_candidates(article(evidence=(evidence,)))
    assert [(row["ordinal"], row["value"], row["chosen"]) for row in rows] == [
        (1, "2025-09-27", True),
        (2, "2024-09-27", False),
    ]


def test_what_a_reader_sees_makes_the_version():
    same = version_sha256(article(), fingerprint())
    assert (
        version_sha256(
            article(section="Sport", agencies=(AgencyRole("dpa", "origin", "dpa"),)), fingerprint()
        )
        == same
    )
    assert version_sha256(article(headline="New"), fingerprint()) != same
    assert version_sha256(article(byline=("Ada Lund",)), fingerprint()) != same
    assert version_sha256(article(), Fingerprint(b"other", ())) != same


def test_the_driver_is_psycopg2():
    assert psycopg2.__version__.startswith("2.")


class Refusing(StagingWriter):
    """A writer of rows of which some have a value that Postgres refuses, as none of today's fields has."""

    def add(self, file_id: int, position: int, words: int | str) -> None:
        """A row whose word count is what it is given as."""
        made = article(uri=f"urn:{file_id}:{position}", record_position=position, word_count=words)
        self.add_article(file_id, 1, FETCHED, made, fingerprint(), "")


HUGE = 10**30
ROWS = [
    (file_id, position, 7 if (file_id, position) not in {(1, 0), (2, 3), (3, 4)} else HUGE)
    for file_id in (1, 2, 3)
    for position in range(5)
]


@pytest.mark.parametrize(
    "rows",
    [ROWS, ROWS[:1], ROWS[:2], ROWS[-1:], [row for row in ROWS if row[2] == HUGE], ROWS[1:6]],
    ids=["some", "one", "first", "last", "all", "none"],
)
def test_a_value_that_postgres_refuses_costs_its_record_only(database_url, rows):
    with closing(connect(database_url)) as connection:
        for _ in range(2):
            with Refusing(1, 1) as writer:
                for file_id in sorted({row[0] for row in rows}):
                    writer.add_file(file_id, "text", sum(row[0] == file_id for row in rows))
                for row in rows:
                    writer.add(*row)
                counts = writer.copy(connection)
        bad = [row[:2] for row in rows if row[2] == HUGE]
        assert (counts.articles, counts.rejections, counts.found) == (
            len(rows) - len(bad),
            len(bad),
            len(rows),
        )
        with connection, connection.cursor() as cursor:
            cursor.execute("select file_id, record_position from staging.article order by 1, 2")
            assert [tuple(row) for row in cursor.fetchall()] == [row[:2] for row in rows if row[2] != HUGE]
            cursor.execute(
                "select file_id, record_position, reason_code, detail from staging.rejection order by 1, 2"
            )
            refused = cursor.fetchall()
    assert [tuple(row[:2]) for row in refused] == bad
    assert all(row.reason_code == "not_storable" and "out of range" in row.detail for row in refused)


WORDS = st.sampled_from(
    ["a", "é", "ß", "ﷺ", "Ω", "한", "漢", "\U00020000", "é", "ł", "&", "#", "++", " ", ".", "7"]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(st.tuples(WORDS, WORDS, st.integers(1, 3000)), max_size=12),
    language=st.sampled_from(["en", "de", "zh", None]),
)
def test_search_takes_words_of_any_length(database_url, pieces, language):
    body = "".join((one + other) * times for one, other, times in pieces) or "a"
    made = article(headline=body, byline=(body,), agency=body, keywords=(body,), body=body, language=language)
    with closing(connect(database_url)) as connection, StagingWriter(1, 1) as writer:
        writer.add_file(1, "text", 1)
        writer.add_article(1, 1, FETCHED, made, fingerprint(), body)
        assert writer.copy(connection).rejections == 0
