"""What may be asked, and the answers: rows of the views for analysts, each with where it was read.

An answer is a dict of plain values, ready for JSON. Lists of rows come as `rows`, `count` and `is_cut` (there are more). A row
that comes from an article has a `citation`: `article_id, source, headline, published_on, uri, file_uri, record_position, version,
run_id, licence`, the file and the record in it (from 0).
"""

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from newsfold.analytics.questions import Question, questions
from newsfold.dedup import meaning
from newsfold.store.connection import Connection, fetch_row, fetch_rows

#: Rows of an answer, unless fewer are asked for; no answer has more than the second.
USUAL_ROWS, MOST_ROWS = 20, 1000
CITED = (
    "article_id", "source", "headline", "published_on", "uri", "file_uri", "record_position", "version", "run_id", "licence",
)  # fmt: skip
NO_VECTOR = "this article has no vector: its language is none of those that have vectors, or it was loaded while they were off"
Answer = dict[str, Any]


class NotHeld(Exception):
    """There is nothing with this id or name that analysts may see. Says what became of it."""


class NotAskable(Exception):
    """A text that Postgres takes in no question. Says why."""


def search(
    connection: Connection,
    query: str,
    *,
    language: str | None = None,
    source: str | None = None,
    from_day: date | None = None,
    to_day: date | None = None,
    one_per_story: bool = False,
    one_per_event: bool = False,
    limit: int = USUAL_ROWS,
) -> Answer:
    """Articles by words, best and newest first; see `analytics.search` for how a query is written.

    `searched_also` names the queries that were asked in the place of words that few or no articles have; rows found so say it
    in `searched_as`.
    """
    parameters = {
        "query": query,
        "language": language,
        "source": source,
        "from_day": from_day,
        "to_day": to_day,
        "one_per_story": one_per_story,
        "one_per_event": one_per_event,
    }
    found = asked(connection, "serve/search", parameters, limit)
    other = dict.fromkeys(row["searched_as"] for row in found["rows"] if row["searched_as"])
    return {**found, "searched_also": list(other)}


def search_by_meaning(
    connection: Connection,
    words: str,
    *,
    language: str | None = None,
    from_day: date | None = None,
    to_day: date | None = None,
    limit: int = USUAL_ROWS,
) -> Answer:
    """Articles whose first sentences mean most what the words do, in whatever language: one of each story.

    Raises NotAskable where this process makes no vectors.
    """
    askable({"words": words, "language": language})
    try:
        vector = meaning.vector_of_words(words)
    except meaning.MeaningIsOff as error:
        raise NotAskable(str(error)) from error
    if not vector:
        return cut([], limit)
    parameters = {"vector": vector, "language": language, "from_day": from_day, "to_day": to_day}
    return asked(connection, "serve/search_by_meaning", parameters, limit)


def more_like(
    connection: Connection,
    article_id: int,
    *,
    days: int = 45,
    language: str | None = None,
    limit: int = USUAL_ROWS,
) -> Answer:
    """Articles of other stories that are most like one in meaning, so many days before or after it. Raises NotHeld.

    `note` says why where none can be told.
    """
    article(connection, article_id)
    parameters = {"id": article_id, "days": days, "language": language}
    found = asked(connection, "serve/more_like", parameters, limit)
    has_vector = fetch_row(connection, "serve/has_vector", {"id": article_id}).has_vector
    return {**found, "note": None if has_vector else NO_VECTOR}


def article(connection: Connection, article_id: int) -> Answer:
    """One article with its text. Raises NotHeld."""
    row = fetch_row(connection, "serve/article", {"id": article_id})
    if row is None:
        raise NotHeld(became(connection, article_id))
    return cited(row)


def became(connection: Connection, article_id: int) -> str:
    """Why an article is not shown."""
    row = fetch_row(connection, "serve/became", {"id": article_id})
    return f"article {article_id} " + ("was never held" if row is None else f"is {row.state}")


def story(connection: Connection, story_id: int, *, limit: int = MOST_ROWS) -> Answer:
    """The story that an id leads to now, with its articles but their texts. Raises NotHeld."""
    row = fetch_row(connection, "serve/story", {"id": story_id})
    if row is None:
        raise NotHeld(f"story {story_id} was never held, or nothing of it is shown")
    return {
        **plain(row._asdict()),
        "articles": asked(connection, "serve/story_articles", {"id": row.story_id}, limit),
    }


def event(connection: Connection, event_id: int, *, limit: int = MOST_ROWS) -> Answer:
    """The event that an id leads to now, with its stories, each as the article that stands for it. Raises NotHeld."""
    row = fetch_row(connection, "serve/event", {"id": event_id})
    if row is None:
        raise NotHeld(f"event {event_id} was never held, or nothing of it is shown")
    return {
        **plain(row._asdict()),
        "stories": asked(connection, "serve/event_stories", {"id": row.event_id}, limit),
    }


def sources(connection: Connection) -> Answer:
    """What each source is, and how it does."""
    return asked(connection, "serve/sources", {}, MOST_ROWS)


def changes(connection: Connection, since: str | None = None, *, limit: int = MOST_ROWS) -> Answer:
    """What changed since a token, else all that is held; the `token` of the last row is what to go on from."""
    return asked(connection, "serve/changes", {"since": since}, limit)


def explain(connection: Connection, article_id: int) -> Answer:
    """Why an article has its headers, and why it is in its story. Raises NotHeld."""
    shown = article(connection, article_id)
    parameters = {"id": article_id, "limit": MOST_ROWS}
    return {
        "citation": shown["citation"],
        "evidence": [plain(row._asdict()) for row in fetch_rows(connection, "serve/evidence", parameters)],
        "links": [plain(row._asdict()) for row in fetch_rows(connection, "serve/links", parameters)],
    }


def all_questions() -> Answer:
    """The questions of the cookbook, by name."""
    rows = [{"name": each.name, "question": each.question, "theme": each.theme} for each in questions()]
    return {"rows": rows, "count": len(rows), "is_cut": False}


def question(connection: Connection, name: str, *, limit: int = MOST_ROWS) -> Answer:
    """One question of the cookbook with its statement and its answer. Raises NotHeld."""
    found: Question | None = next((each for each in questions() if each.name == name), None)
    if found is None:
        raise NotHeld(f"no question is called {name}")
    return {
        "question": found.question,
        "note": found.note,
        "sql": found.sql,
        **rows_of(connection, found.sql, limit=limit),
    }


def rows_of(connection: Connection, statement: str, *, limit: int = MOST_ROWS) -> Answer:
    """The rows of one statement, with the analyst's rights."""
    parameters = askable({"statement": statement.rstrip().rstrip(";")})
    rows = fetch_rows(connection, "serve/rows", {**parameters, "limit": bounded(limit) + 1})
    return cut([row.row for row in rows], limit)


def asked(connection: Connection, name: str, parameters: Mapping[str, Any], limit: int) -> Answer:
    """The rows of a statement file."""
    rows = fetch_rows(connection, name, {**askable(parameters), "limit": min(bounded(limit) + 1, MOST_ROWS)})
    return cut([cited(row) if hasattr(row, "file_uri") else plain(row._asdict()) for row in rows], limit)


def askable(parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parameters, if Postgres takes their texts. Raises NotAskable."""
    for name, value in parameters.items():
        if isinstance(value, str) and (
            "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value)
        ):
            raise NotAskable(f"{name} has a null character, or half of a surrogate pair")
    return parameters


def cut(rows: list[Any], limit: int) -> Answer:
    """At most so many rows, and whether there are more."""
    shown = rows[: bounded(limit)]
    return {"rows": shown, "count": len(shown), "is_cut": len(rows) > len(shown) or len(shown) == MOST_ROWS}


def bounded(limit: int) -> int:
    """So many rows as are asked for, within what an answer may have."""
    return min(max(limit, 0), MOST_ROWS)


def cited(row: Any) -> Answer:
    """A row of an article, with its citation; none where the article is not shown any more."""
    values = row._asdict()
    citation = {name: values[name] for name in CITED} if values["file_uri"] is not None else None
    return {name: plain(value) for name, value in {**values, "citation": citation}.items()}


def plain(value: Any) -> Any:
    """The same in what JSON knows: times by ISO 8601, every number as one, what is none as null."""
    match value:
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case str() | bool() | int() | None:
            return value
        case Decimal() | float():
            return float(value) if math.isfinite(value) else None
        case datetime() | date():
            return value.isoformat()
        case Iterable():
            return [plain(each) for each in value]
    return str(value)
