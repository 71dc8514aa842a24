"""The views of analysts against the second count."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.sql.recount import articles, counts, names, novelty, origins, stories
from tests.sql.recount.held import Held

Rows = Callable[[Held], Iterator[dict[str, Any]]]
#: By view; all columns but those that only the database can know.
VIEWS: dict[str, Rows] = {
    each.__name__: each
    for each in (
        articles.articles, articles.hidden_articles, articles.article_facts, articles.versions, articles.evidence,
        articles.date_candidates, articles.agencies_of_articles, articles.links, articles.sources, articles.refusals,
        articles.amendments,
        stories.stories, stories.story_spread, stories.unique_articles, stories.events, stories.event_members,
        counts.daily_volume, counts.places, counts.carriage, counts.date_quality, counts.corrections, counts.rising_terms,
        counts.source_activity, origins.sentence_origins, origins.reuse, origins.daily_reuse, origins.daily_shares,
        novelty.novelty,
        names.names_of_articles,
    )
}  # fmt: skip
#: What is asked of a view in place of a column.
INSTEAD = {
    "has_confidence": "confidence is not null",
}


def differences(query: Callable[[str], list[Any]], held: Held) -> dict[str, Any]:
    """By view the rows that only one side has: what the view shows, and what it should."""
    found = {}
    for name, recount in VIEWS.items():
        expected = list(recount(held))
        if not expected:
            rows = query(f"select * from analytics.{name}")
            if rows:
                found[name] = ([tuple(row) for row in rows], [])
            continue
        columns = list(expected[0])
        asked = ", ".join(
            f"{INSTEAD.get(f'{name}.{column}', INSTEAD.get(column, column))} as {column}"
            for column in columns
        )
        text = f"select {asked} from analytics.{name}"
        shown = counted(tuple(row) for row in query(text))
        wanted = counted(tuple(row[column] for column in columns) for row in expected)
        if shown != wanted:
            found[name] = (columns, list(shown - wanted)[:5], list(wanted - shown)[:5])
    return found


def counted(rows: Iterable[tuple[Any, ...]]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(map(plain, row)) for row in rows)


def plain(value: Any) -> str:
    """A value in words, the same for what Postgres and Python write in two ways."""
    match value:
        case Decimal() | float():
            # A half that floats miss by their last bit goes up on both sides.
            return f"{float(value) * (1 + 1e-12):.6g}"
        case datetime():
            return f"{value.timestamp():.6f}"
        case dict() | list():
            return json.dumps(value, sort_keys=True, default=str)
    return str(value)
