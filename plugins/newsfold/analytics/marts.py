"""The marts of schema `analytics`: what analysts ask every day, computed in advance.

A refresh looks again only at the articles that loads, refolds, decisions, kills and ended embargoes have touched since the
last one, at their stories, and at the days of these. It is one transaction: readers see the marts of before or of after,
and never wait. Doing it again changes nothing; a full refresh gives the same as all the small ones.
"""

import contextlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from newsfold.analytics.opening_terms import OPENING_CHARACTERS, opening_terms
from newsfold.analytics.text_names import MOST_CHARACTERS, TextName, text_names
from newsfold.store import deduplication, marts
from newsfold.store.connection import Connection, connect

#: To be raised with every change of what the marts hold: the next refresh then rebuilds all of them.
DEFINITION = "5"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did. `kind` is full, incremental or none, where nothing had changed. `seconds` are by part."""

    kind: str
    load_number: int
    articles: int = 0
    stories: int = 0
    days: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The same, ready for JSON."""
        return asdict(self)


def refresh(connection: Connection, *, now: datetime, full: bool = False) -> Refreshed:
    """Bring the marts up to what is held; with `full`, or under another definition, build all of them anew.

    Waits for another refresh that is going on. `connection` is the loader's, and in no transaction.
    """
    watch = marts.Stopwatch()
    with marts.refreshing(connection):
        state = marts.mart_state(connection)
        load_number = deduplication.last_load(connection)
        full = full or state.definition != DEFINITION
        with watch.part("touch"):
            touched = marts.touch(connection, None if full else state.load_number)
        if not full and not touched and load_number == state.load_number:
            return Refreshed("none", load_number)
        marts.refresh_facts(connection, watch, full=full)
        marts.refresh_counts(connection, watch)
        with watch.part("terms"):
            count_terms(connection)
            if full:
                marts.analyze(connection, full=True)
        with watch.part("names"):
            read_names(connection)
        with watch.part("rising terms"):
            marts.refresh_rising_terms(connection)
        with watch.part("places"):
            marts.insert_places(connection, look_up_places(marts.unknown_places(connection)))
        done = marts.note_refresh(
            connection, watch, full=full, definition=DEFINITION, load_number=load_number, now=now
        )
    kind = "full" if full else "incremental"
    return Refreshed(kind, load_number, done.articles, done.stories, done.days, watch.seconds)


def refresh_database(database_url: str, *, now: datetime, full: bool = False) -> Refreshed:
    """The same with a connection of its own. Raises DatabaseError where the database can't be reached."""
    with contextlib.closing(connect(database_url, application_name="newsfold marts")) as connection:
        return refresh(connection, now=now, full=full)


def count_terms(connection: Connection) -> None:
    """Read the names and rare words that open each touched story, and count those of their days."""
    marts.clear_terms(connection)
    for portion in marts.openings(connection, OPENING_CHARACTERS):
        marts.copy_terms(connection, (term_row(*story) for story in portion))
    marts.refresh_terms(connection)


def term_row(story_id: int, day: date, language: str, opening: str) -> dict[str, object]:
    """The row of `marts.story_term` by column: names come first."""
    found = opening_terms(opening, None if language == "und" else language)
    names = sorted(term for term, kind in found.items() if kind == "name")
    words = sorted(term for term, kind in found.items() if kind == "word")
    return {
        "story_id": story_id,
        "day": day,
        "language": language,
        "names": len(names),
        "terms": [*names, *words],
    }


def read_names(connection: Connection) -> None:
    """Read the names in the texts of touched articles that were not read yet. A text never changes, so each is read once."""
    for portion in marts.unread_texts(connection, MOST_CHARACTERS):
        marts.copy_names(
            connection,
            (
                {"content_id": content_id, **name_row(name)}
                for content_id, language, body in portion
                for name in text_names(body, language)
            ),
        )
    marts.note_search_words(connection)


def name_row(name: TextName) -> dict[str, object]:
    """The row of `marts.text_name` by column, without its text."""
    return {
        "name": name.name,
        "kind": name.kind,
        "mentions": name.mentions,
        "first_position": name.first,
        "geoname_id": name.geoname_id,
    }


def look_up_places(places: Iterable[tuple[str, str]]) -> list[tuple[object, ...]]:
    """Rows of `marts.place`. The gazetteer is read only where there is something to look up."""
    rows: list[tuple[object, ...]] = []
    for name, country in places:
        from newsfold.text import places as gazetteer

        found = gazetteer.look_up(name, country=country or None)
        if found is None or (country and found.country != country):
            rows.append((name, country, None, None, None, None, None))
            continue
        latitude, longitude = gazetteer.coordinates().get(found.geoname_id or 0, (None, None))
        rows.append((name, country, found.name, found.kind, found.geoname_id, latitude, longitude))
    return rows
