"""What a load looks at grows with what it loads, and no faster: no statement pairs all texts of a publisher's day.

Nobody has counted the rows of a run that is being loaded, so that the planner may choose what only few rows can bear.
"""

from collections.abc import Iterator
from typing import Any

from newsfold.store import loading, novelty
from newsfold.store.connection import statement
from tests.end_to_end.test_retention import item

TEXT = "The mill at Ostrand{0} ground {0} sacks of barley for miller Runa Feld{0} on {1} mornings, she told Harbour Post {0}."
TEXTS = 160
#: A text has some tens of marks; a pair of all with all would be TEXTS rows for each.
MOST_ROWS_OF_A_TEXT = 60


def rows_of(node: dict[str, Any]) -> Iterator[float]:
    """How many rows each node of a plan has looked at itself."""
    removed = sum(value for name, value in node.items() if name.startswith("Rows Removed"))
    yield (node["Actual Rows"] + removed) * node["Actual Loops"]
    for below in node.get("Plans", ()):
        yield from rows_of(below)


def test_no_statement_of_a_load_pairs_all_with_all(newsroom, monkeypatch):
    looked_at: dict[str, float] = {}

    def explained(connection: Any, name: str, parameters: dict[str, object]) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"explain (analyze, format json) {statement(name)}", parameters)
            (plan,) = cursor.fetchone()[0]
        looked_at[name] = max(rows_of(plan["Plan"])) / TEXTS
        return 0

    for module in (loading, novelty):
        monkeypatch.setattr(module, "execute", explained)
    newsroom.source("wire")
    lines = [
        item(f"urn:x:{number}", TEXT.format(number, number + 7), "2025-09-26T06:00:00Z")
        for number in range(TEXTS)
    ]
    newsroom.deliver("wire", "day.jsonl", "\n".join(lines))
    assert newsroom.run()["totals"]["found"] == TEXTS
    assert {"load_content_crossings", "novelty/note"} < looked_at.keys()
    assert not {name: rows for name, rows in looked_at.items() if rows > MOST_ROWS_OF_A_TEXT}
