"""An index of sentences as a large archive has it: keys of invented texts, written without the texts.

Keys are pairs of heavy terms. The terms of each sentence are drawn from those that sentences of invented reports have, so that
frequent ones meet by chance as often as in an archive. Each text has the prints of some report, to be compared with.
"""

from contextlib import closing
from datetime import date

import numpy as np

from bench.invented_news import Newsroom
from newsfold.dedup.sentence_postings import LEAST_BITS, packed_table
from newsfold.dedup.sentence_prints import KEY_TERMS, SentencePrint, pack_prints, prints_of
from newsfold.pipeline import sentence_index
from newsfold.store import sentence_index as store
from newsfold.store.connection import Connection, connect
from newsfold.store.staging import Rows

MODELS = 1_500
PORTION = 50_000
#: Ids of texts that are not there; those of a bench's real articles are smaller.
FIRST_ID = 1_000_000_000
MONTHS = [date(2025, month, 1) for month in range(1, 13)]
FILL = """
insert into news.sentence_text (content_id, month, spans, words, prints)
select number, %s, spans, words, prints
from generate_series(%s::bigint, %s) as number
join sentence_model on sentence_model.model = number %% %s
"""
SIZES = """
select
  (select count(*) from news.sentence_text) as texts,
  (select sum(pg_total_relation_size(relid)) from pg_partition_tree('news.sentence_posting')) as postings,
  (select sum(pg_total_relation_size(relid)) from pg_partition_tree('news.sentence_text')) as texts_bytes
"""


class SentenceStock:
    """Fills the index of sentences, twelve months of it."""

    def __init__(self, seed: int) -> None:
        newsroom, self.random = Newsroom(seed), np.random.default_rng(seed)
        self.models = [prints_of(newsroom.report(number, MONTHS[0]).body, "en") for number in range(MODELS)]
        heavy = [list(each.terms)[:KEY_TERMS] for model in self.models for each in model]
        self.terms = np.array([terms for terms in heavy if len(terms) == KEY_TERMS], dtype=np.uint64)
        self.per_text = round(sum(map(len, self.models)) / len(self.models))
        self.stored = 0

    def grow(self, owner_url: str, total: int) -> None:
        """Bring the number of stored texts to `total`, evenly over the months."""
        with closing(connect(owner_url)) as connection:
            self.prepare(connection)
            for first in range(self.stored, total, PORTION):
                last = min(first + PORTION, total)
                month = MONTHS[(first // PORTION) % len(MONTHS)]
                ids = np.arange(first, last) + FIRST_ID
                with connection:
                    self.add(connection, self.keys(ids, month))
                    with connection.cursor() as cursor:
                        cursor.execute(FILL, (month, int(ids[0]), int(ids[-1]), MODELS))
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("vacuum (analyze) news.sentence_posting, news.sentence_text")
        self.stored = max(self.stored, total)

    def prepare(self, connection: Connection) -> None:
        """The months, and for this connection the sentences that all texts have."""
        with connection, connection.cursor() as cursor:
            for month in MONTHS:
                cursor.execute("select ops.create_sentence_partitions(%s)", (month,))
            cursor.execute(
                "create temp table sentence_model (model integer, spans integer[], words integer[], prints bytea)"
            )
            with Rows("sentence_model") as rows:
                for number, model in enumerate(self.models):
                    rows.add(model_row(number, model))
                rows.copy(connection)

    def add(self, connection: Connection, postings: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
        """Add keys, days and texts to the index, as loads do."""
        young = store.tiers(connection).get(store.YOUNG, store.Tier(store.YOUNG, LEAST_BITS))
        rows = list(packed_table(*postings, young.bits))
        sentence_index.add_packed(connection, rows, len(postings[0]))

    def keys(self, ids: np.ndarray, month: date) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Keys, days and texts of new postings."""
        texts = np.repeat(ids, self.per_text)
        drawn = np.stack(
            [self.random.choice(self.terms[:, place], len(texts)) for place in range(KEY_TERMS)], axis=1
        )
        drawn.sort(axis=1)
        days = month.toordinal() - date(1970, 1, 1).toordinal() + texts % 28
        pairs = [(0, 1), (0, 2), (1, 2)]
        keys = [mixed(drawn[:, one], drawn[:, other]) for one, other in pairs]
        return np.concatenate(keys), np.tile(days, len(pairs)), np.tile(texts, len(pairs))


def mixed(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The keys of pairs of terms, as `sentence_pairs` makes them."""
    with np.errstate(over="ignore"):
        value = one * np.uint64(0x9E3779B1) + other * np.uint64(0x85EBCA6B)
        value ^= value >> np.uint64(29)
        return ((value * np.uint64(0xC2B2AE35)) & np.uint64(0xFFFFFFFF)).astype(np.int64) - (1 << 31)


def model_row(number: int, model: tuple[SentencePrint, ...]) -> dict[str, object]:
    """The row of a text whose sentences others have, too."""
    return {
        "model": number,
        "spans": [place for each in model for place in (each.start, each.end)],
        "words": [each.words for each in model],
        "prints": pack_prints(model),
    }


def bytes_of_sentences(owner_url: str) -> dict[str, int]:
    """Bytes for each text: of the index, and of what is kept of its sentences; with the indexes of both."""
    with closing(connect(owner_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(SIZES)
        row = cursor.fetchone()
    return {
        "index": round(row.postings / max(1, row.texts)),
        "sentences": round(row.texts_bytes / max(1, row.texts)),
    }
