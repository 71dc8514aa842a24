"""What a load does grows with what is loaded, and no faster: no statement pairs all texts of a publisher's day.

Nobody has counted the rows of a run that is being loaded, so that the planner may choose what only few rows can bear.
"""

from collections import Counter
from typing import Any

from newsfold.store import loading
from newsfold.store.connection import statement
from tests.end_to_end.test_novelty import work_of
from tests.end_to_end.test_retention import item

TEXT = "The mill at Ostrand{0} ground {0} sacks of barley for miller Runa Feld{0} on {1} mornings, she told Harbour Post {0}."
#: Rows that are looked at whatever comes: those of catalogs and of what is there before.
FEW = 1_000


def test_what_a_load_looks_at_grows_with_what_it_loads(newsroom, monkeypatch):
    newsroom.source("wire")
    looked_at: list[Counter[str]] = []

    def explained(connection: Any, name: str, parameters: dict[str, object]) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"explain (analyze, format json) {statement(name)}", parameters)
            (plan,) = cursor.fetchone()[0]
        looked_at[-1][name] += work_of(plan["Plan"])
        return 0

    monkeypatch.setattr(loading, "execute", explained)
    for run, count in enumerate((70, 140)):
        looked_at.append(Counter())
        lines = [
            item(
                f"urn:x:{run}-{number}", TEXT.format(run * 1000 + number, number + 7), "2025-09-26T06:00:00Z"
            )
            for number in range(count)
        ]
        newsroom.deliver("wire", f"{run}.jsonl", "\n".join(lines))
        assert newsroom.run()["totals"]["found"] == count
    first, second = looked_at
    assert "load_content_crossings" in second
    grown = {name: (first[name], rows) for name, rows in second.items() if rows > FEW + 3 * first[name]}
    assert not grown
