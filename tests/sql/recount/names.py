"""Names in articles: those of each text that is shown."""

from collections.abc import Iterator
from typing import Any

from newsfold.analytics.text_names import text_names
from tests.sql.recount.held import Held


def names_of_articles(held: Held) -> Iterator[dict[str, Any]]:
    for piece in held.shown:
        for name in text_names(piece.content.body, piece.version.language):
            yield {
                "article_id": piece.id,
                "story_id": piece.story_id,
                "name": name.name,
                "kind": name.kind,
                "mentions": name.mentions,
                "first_position": name.first,
                "geoname_id": name.geoname_id,
            }
