"""Which column holds which field of an article. `newsfold.model.Article` is the declaration: a field of it is staged under its
own name, and goes on into `news.version` with every statement that says `:stated_columns`. Only what stands elsewhere is listed.
"""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import get_args, get_type_hints

from newsfold.model import Article

#: Fields that the keys of a staged record stand for: `source_id`, `file_id`, `record_position`; `place_sha256` and its like.
KEYS = frozenset({"source", "file_uri", "record_position", "known_by", "encoding"})
#: Fields that are held beside `news.version`, each with the table that holds it.
HELD_ELSEWHERE = {
    "uri": "news.article",
    "body": "news.content",
    "word_count": "news.content",
    "agencies": "news.version_agency",
    "amends_uri": "news.amendment",
    "amends_slugline_key": "news.amendment",
}
#: Fields of `news.version` that a person's decision on the day of an article changes: statements name each of them.
DATED = frozenset({"published_on", "published_at", "published_precision", "evidence"})


def media_topics(article: Article) -> list[str]:
    """The subjects that are IPTC Media Topics, by their codes."""
    return [subject.code for subject in article.subjects if subject.code.startswith("medtop:")]


#: Columns of `news.version` that are worked out from fields.
WORKED_OUT: dict[str, Callable[[Article], object]] = {"media_topics": media_topics}

STAGED = tuple(field.name for field in fields(Article) if field.name not in KEYS)
STATED = (*(name for name in STAGED if name not in HELD_ELSEWHERE and name not in DATED), *WORKED_OUT)
#: `:stated_columns`, or `a.:stated_columns` for those of a table that is called `a`. `::text` is none.
PLACEHOLDER = re.compile(r"(?:\b(\w+)\.)?(?<!:):stated_columns\b")


@cache
def nested_fields() -> frozenset[str]:
    """The fields that hold dataclasses: they are `jsonb` in the tables."""
    hints = get_type_hints(Article)
    return frozenset(name for name, hint in hints.items() if any(map(is_dataclass, get_args(hint))))


def with_columns(statement: str) -> str:
    """The statement with `:stated_columns` spelled out. One that is misspelled stays, and Postgres refuses it."""
    return PLACEHOLDER.sub(lambda found: ", ".join(prefixed(found[1], name) for name in STATED), statement)


def prefixed(table: str | None, name: str) -> str:
    """A column's name, qualified with a table where one is given."""
    return f"{table}.{name}" if table else name
