"""What waits for a person's review, what people decided lately, and one article with all that is known of it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows

#: How many of a run's near misses are kept, those with the highest scores.
KEPT_NEAR_MISSES = 500
#: How many of the least certain links, of the near misses and of the dates are ranked.
RANKED = 150


def stage_near_misses(
    connection: Connection, run_id: int, pairs: Iterable[tuple[bytes, bytes, float]]
) -> None:
    """Keep a run's pairs of texts just below the threshold. Part of the caller's transaction, after `stage_plan`."""
    kept = sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))[:KEPT_NEAR_MISSES]
    if kept:
        ones, others, scores = (list(column) for column in zip(*kept, strict=True))
        parameters = {"run_id": run_id, "ones": ones, "others": others, "scores": scores}
        execute(connection, "stage_near_misses", parameters)


def unsure_pairs(connection: Connection) -> list[Any]:
    """The least certain links and near misses that nobody has decided on, with both articles' stories and their sizes."""
    return fetch_rows(connection, "review_pairs", {"limit": RANKED})


def story_links(connection: Connection, story_ids: Iterable[int], limit: int) -> list[Any]:
    """The joining links within certain stories of at most `limit` articles: story, and the two articles of each."""
    return fetch_rows(connection, "review_links", {"story_ids": list(story_ids), "limit": limit})


def unsure_dates(connection: Connection) -> list[Any]:
    """The articles with a doubtful day that nobody has decided on, those first whose like are many."""
    return fetch_rows(connection, "review_dates", {"limit": RANKED})


def review_text(connection: Connection, article_id: int) -> Any:
    """One article as a person compares it: headline, day, source, text. None where it is not held."""
    return fetch_row(connection, "review_text", {"article_id": article_id})


def date_candidates(connection: Connection, article_id: int) -> list[Any]:
    """The readings of its dates in the version that is shown, in their order."""
    return fetch_rows(connection, "review_candidates", {"article_id": article_id})


def decided_lately(connection: Connection, limit: int = 20) -> list[Any]:
    """The last verdicts on pairs and days, those taken back too, the newest first."""
    return fetch_rows(connection, "decided_lately", {"limit": limit})


def labelled_pairs(connection: Connection) -> list[Any]:
    """The verdicts on pairs that hold, with both articles and texts."""
    return fetch_rows(connection, "labelled_pairs", {})


# --- the trace of one article ------------------------------------------------------------------------------------


def find_articles(connection: Connection, words: str, limit: int = 20) -> list[Any]:
    """Articles by id, by uri, or by words of their headline or text.

    Where no shown one has the words as they were typed: those that are hidden, then what has words that are spelled alike.
    """
    number = int(words) if words.isdecimal() and len(words) < 18 else None
    exact = fetch_rows(connection, "trace_find", {"article_id": number, "uri": words})
    if exact:
        return exact
    asked = {"words": words, "limit": limit}
    shown = fetch_rows(connection, "trace_search_shown", asked)
    if any(each.searched_as is None for each in shown):
        return shown
    return [*fetch_rows(connection, "trace_search", asked), *shown][:limit]


def articles_like(connection: Connection, article_id: int) -> list[Any]:
    """Shown articles of other stories that are most like one in meaning, the most alike first."""
    return fetch_rows(connection, "articles_like", {"article_id": article_id})


def has_vector(connection: Connection, article_id: int) -> bool:
    """Whether an article can be compared in meaning."""
    return bool(fetch_row(connection, "serve/has_vector", {"id": article_id}).has_vector)


def traced(connection: Connection, article_id: int) -> Any:
    """The article and its present state. None where it is not held."""
    return fetch_row(connection, "trace_article", {"article_id": article_id})


def traced_rows(connection: Connection, part: str, article_id: int) -> Sequence[Any]:
    """Rows of one part of the trace: versions, agencies, links, members, decisions, files, hiding, near_misses, candidates."""
    return fetch_rows(connection, f"trace_{part}", {"article_id": article_id})


def is_day(text: str) -> date | None:
    """The day that a form's field holds, as 2025-09-27; None for anything else."""
    try:
        return date.fromisoformat(text.strip()) if len(text.strip()) == 10 else None
    except ValueError:
        return None
