"""The stock of sentences: as many texts as it is asked for, in an index that finds them, grown more than once."""

from contextlib import closing

import numpy as np
import pytest

from bench import sentence_stock
from newsfold.dedup.sentence_prints import keys_of, prints_of
from newsfold.pipeline import sentence_index
from newsfold.store.connection import connect


def test_it_grows_and_its_texts_are_found(database_url, monkeypatch):
    monkeypatch.setattr(sentence_stock, "MODELS", 20)
    stock = sentence_stock.SentenceStock(1)
    for total in (30, 70):
        stock.grow(database_url, total)
    with closing(connect(database_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(
            "select count(*)::int as texts, count(distinct content_id)::int as ids from news.sentence_text"
        )
        row = cursor.fetchone()
        assert (row.texts, row.ids) == (70, 70)
        key = int(stock.keys(np.array([0]), sentence_stock.MONTHS[0])[0][0])
        assert sentence_index.look_up(connection, [key]).keys() <= {key}
    assert sentence_stock.bytes_of_sentences(database_url)["index"] > 0


@pytest.mark.parametrize(
    "text", ["Mayor Tamsin Varga of Ostrel said 48,500 euros would be paid to the divers of Kalder."]
)
def test_keys_are_made_as_those_of_real_sentences(text):
    (sentence,) = prints = prints_of(text, "en")
    terms = np.array([sorted(list(sentence.terms)[:3])], dtype=np.uint64)
    pairs = [(0, 1), (0, 2), (1, 2)]
    made = {int(sentence_stock.mixed(terms[:, one], terms[:, other])[0]) for one, other in pairs}
    assert made == set(keys_of(prints))
