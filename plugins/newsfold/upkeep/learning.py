"""Learning the boilerplate of each source from what is stored, and reading the texts anew that it stands in."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from newsfold import dedup
from newsfold.dedup.boilerplate import StoredSentences, find_boilerplate, quoted, sentence_keys
from newsfold.pipeline import event_settling, matching, sentence_origins
from newsfold.store import boilerplate, deduplication
from newsfold.store.connection import Connection

#: How many sentences a report names for each source.
EXAMPLES = 10
#: How many texts' terms one statement writes.
TEXTS_AT_ONCE = 1_000


def learn(connection: Connection, run_id: int, now: datetime) -> dict[str, Any]:
    """Learn what is boilerplate now, and bring terms and features of the texts that it concerns up to date.

    Gives how many sentences are new, how many are boilerplate no more, how many texts it concerns, and examples. Part of
    the caller's transaction, which must hold off loads.
    """
    version, before = boilerplate.current(connection)
    new, ended, examples = 0, 0, []
    for source_id, held in boilerplate.sources(connection).items():
        texts = boilerplate.source_texts(connection, source_id)
        found = find_boilerplate(StoredSentences(t.day, sentence_keys(t.body)) for t in texts)
        gone, fresh = held - found.keys(), found.keys() - held
        words = quoted((text.body for text in texts), fresh)
        if gone:
            boilerplate.end(connection, source_id, gone, run_id=run_id, now=now)
        if fresh:
            rows = {key: (words[key], found[key]) for key in fresh}
            boilerplate.add(connection, source_id, rows, run_id=run_id, now=now)
            examples += [words[key] for key in sorted(fresh, key=lambda key: -found[key])[:EXAMPLES]]
        new, ended = new + len(fresh), ended + len(gone)
    texts_read = 0
    if new or ended:
        _, after = boilerplate.current(connection)
        old = dedup.method_of(version, before)
        changed = refresh(connection, old, dedup.method_of(run_id, after))
        sentence_origins.settle(connection, changed, run_id, now)
        event_settling.settle_texts(connection, changed, run_id, now)
        texts_read = len(changed)
    return {"new": new, "ended": ended, "texts": texts_read, "examples": examples}


def refresh(connection: Connection, old: dedup.Method, method: dedup.Method) -> list[int]:
    """Compute again the terms of texts with a sentence that became boilerplate, or no longer is; the ids of these texts."""
    changed_keys = old.boilerplate ^ method.boilerplate
    changed = {
        content_id: content_sha256
        for content_id, content_sha256, body in boilerplate.contents(connection)
        if not changed_keys.isdisjoint(sentence_keys(body))
    }
    for part in portions(sorted(changed)):
        texts = deduplication.stored_texts(connection, [changed[content_id] for content_id in part])
        fresh = []
        for content_id in part:
            text = texts[changed[content_id]]
            found = dedup.fingerprint(matching.compared(text, method), text.language, with_meaning=True)
            fresh.append((content_id, found.packed_terms, found.crossing))
        boilerplate.refresh_terms(connection, fresh)
    boilerplate.keep_features(connection, old.name, method.name, changed)
    return sorted(changed)


def portions(ids: list[int]) -> Iterable[list[int]]:
    """The ids, some at a time."""
    return (ids[start : start + TEXTS_AT_ONCE] for start in range(0, len(ids), TEXTS_AT_ONCE))
