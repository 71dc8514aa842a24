"""`python -m bench.search_relevance`: nDCG@10 of the queries of bench/search_queries.toml, by kind, over the articles there.

They stand among invented reports that answer none. Each query is asked as newsfold_analyst, as it is typed; gains are
2^grade - 1. A query that has no answer is right where nothing is found. `--json` prints each query with its score.
"""

import argparse
import json
import math
import signal
import statistics
import sys
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.invented_news import Newsroom
from bench.measure import own_server
from newsfold.config.sources import Settings, Source
from newsfold.pipeline import running, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.raw_store import RawStore
from newsfold.store import ledger
from newsfold.store.connection import Connection, connect

JUDGED = Path(__file__).with_name("search_queries.toml")
DAY = date(2025, 9, 26)
DEPTH = 10


def main() -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.search_relevance", description=__doc__)
    parser.add_argument("--others", type=int, default=300, help="reports among them (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped
    judged = read()
    with own_server() as server:
        with closing(connect(server.url("loader"))) as connection:
            ingest(connection, server.home, judged["articles"], arguments.others)
        with closing(connect(server.url("analyst"))) as analyst:
            scores = scored(analyst, judged["queries"])
    if arguments.json:
        print(json.dumps({"ndcg": mean(scores), "queries": scores}, indent=2, ensure_ascii=False))
    else:
        print_table(scores)
    return 0


def read() -> dict[str, Any]:
    """The articles and the queries with their grades."""
    return tomllib.loads(JUDGED.read_text(encoding="utf-8"))


def ingest(
    connection: Connection, home: Path, articles: Mapping[str, Mapping[str, str]], others: int
) -> None:
    """Take in the judged articles, and reports that answer nothing."""
    inventor = Newsroom(5, log_words=4.8)
    items = [item(name, **article) for name, article in articles.items()]
    for number in range(others):
        report = inventor.report(number, DAY)
        items.append(item(f"other-{number}", "en", report.headline, report.body))
    inbox = home / "inbox" / "desk"
    inbox.mkdir(parents=True)
    (inbox / "all.jsonl").write_text("\n".join(items), encoding="utf-8")
    source = Source(slug="desk", location=str(inbox), settle_seconds=0.0)
    work = Workspace(connection, RawStore(home / "raw"), Settings(), {"desk": source}, home)

    def take_in(run_id: int) -> list[ledger.Batch]:
        return steps.fetch(work, run_id, [], [], steps.utc_now())

    running.run(work, "relevance", "command", take_in, processes=0, decisions=False)


def item(name: str, language: str, headline: str, body: str) -> str:
    """A ninjs item, one line."""
    values = {
        "uri": f"urn:judged:{name}",
        "type": "text",
        "language": language,
        "firstcreated": f"{DAY}T06:00:00Z",
        "versioncreated": f"{DAY}T06:00:00Z",
        "headline": headline,
        "body_text": body,
    }
    return json.dumps(values, ensure_ascii=False)


def scored(analyst: Connection, queries: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Kind, query, score and what was found of each."""
    found = []
    for kind, asked in queries.items():
        for query, answers in asked:
            with analyst, analyst.cursor() as cursor:
                cursor.execute("select uri from analytics.search(%s, max_results => %s)", (query, DEPTH))
                names = [row[0].removeprefix("urn:judged:") for row in cursor.fetchall()]
            found.append({"kind": kind, "query": query, "ndcg": ndcg(names, answers), "found": names})
    return found


def ndcg(names: Sequence[str], answers: Mapping[str, int]) -> float:
    """The gain of what was found, weighed by its places, against the best that there is."""
    if not answers:
        return float(not names)
    got = gain(answers.get(name, 0) for name in names[:DEPTH])
    return got / gain(sorted(answers.values(), reverse=True)[:DEPTH])


def gain(grades: Any) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def mean(scores: Sequence[Mapping[str, Any]]) -> float:
    return round(statistics.fmean(each["ndcg"] for each in scores), 4)


def print_table(scores: Sequence[Mapping[str, Any]]) -> None:
    """By kind, and the queries that are not answered in full."""
    table = Table("kind", "queries", "nDCG@10", "not in full", title=f"nDCG@10 {mean(scores):.3f}")
    for kind in dict.fromkeys(each["kind"] for each in scores):
        own = [each for each in scores if each["kind"] == kind]
        lacking = ", ".join(f"{each['query']} {each['ndcg']:.2f}" for each in own if each["ndcg"] < 0.999)
        table.add_row(kind, str(len(own)), f"{mean(own):.3f}", lacking)
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
