"""The pieces of work that `python -m bench.results` compares, ours and others': each runs alone in a process of its own.

`python contenders.py NAME FOLDER [DATABASE_URL]`, with the Python that has the package, prints one JSON object: `items`, `cpu`
(seconds of this process), `seconds` (by the clock), and what the work got right. Reading files, imports and a first few
items, which load word lists and models, are not in the figures. Only what all have is imported at the top.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

WARM_UP = 5
MINHASH_PERMUTATIONS = 128
MINHASH_THRESHOLD = 0.5
SHINGLE_LENGTH = 5
NOW = datetime(2025, 9, 28, 3, 0, tzinfo=UTC)

Row = dict[str, Any]


def timed(work: Callable[[list[Any]], list[Any]], items: list[Any]) -> tuple[list[Any], Row]:
    """What the work gives for the items, and what it took; a few of the items are done before, to warm up."""
    work(items[:WARM_UP])
    cpu, clock = time.process_time(), time.perf_counter()
    results = work(items)
    took = {"cpu": time.process_time() - cpu, "seconds": time.perf_counter() - clock, "items": len(items)}
    return results, took


def read_rows(folder: Path, name: str) -> list[Row]:
    """The rows of a file of JSON Lines."""
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]


# --- an HTML page to its fields -------------------------------------------------------------------------------------------


def pages_with(read_page: Callable[[str, str], tuple[str, str]], folder: Path) -> Row:
    """Read each page with a function that gives title and day; beside the time, how many of both are right."""
    rows = read_rows(folder, "pages.jsonl")
    items = [
        (row["url"], (folder / row["file"]).read_text(encoding="utf-8", errors="replace")) for row in rows
    ]
    results, took = timed(lambda pages: [read_page(url, markup) for url, markup in pages], items)
    right = [
        (title == row["title"], day == row["day"])
        for (title, day), row in zip(results, rows, strict=True)
        if "title" in row
    ]
    titles, days = (sum(column) for column in zip(*right, strict=True)) if right else (None, None)
    return {**took, "titles": titles, "days": days}


def newsfold_pages(folder: Path, _url: str) -> Row:
    """Ours: the reader of the format, then all headers, with their evidence."""
    from newsfold import formats, headers
    from newsfold.config.sources import Source
    from newsfold.model import Article, Record, SourceFile

    source = Source(slug="bench", location="/")

    def read_page(url: str, markup: str) -> tuple[str, str]:
        data = markup.encode()
        file = SourceFile("bench", "page.html", url, "", len(data), NOW, NOW)
        for record in formats.read(data, name="page.html"):
            article = headers.normalize(record, source, file) if isinstance(record, Record) else record
            if isinstance(article, Article):
                return article.headline or "", str(article.published_on or "")
        return "", ""

    return pages_with(read_page, folder)


def trafilatura_pages(folder: Path, _url: str) -> Row:
    """trafilatura with metadata."""
    extract = importlib.import_module("trafilatura").bare_extraction

    def read_page(url: str, markup: str) -> tuple[str, str]:
        document = extract(markup, url=url, with_metadata=True)
        found = document.as_dict() if hasattr(document, "as_dict") else document or {}
        return found.get("title") or "", str(found.get("date") or "")[:10]

    return pages_with(read_page, folder)


def news_please_pages(folder: Path, _url: str) -> Row:
    """news-please on pages that are here already."""
    read = importlib.import_module("newsplease").NewsPlease.from_html

    def read_page(url: str, markup: str) -> tuple[str, str]:
        found = read(markup, url=url, fetch_images=False)
        return found.title or "", str(found.date_publish or "")[:10]

    return pages_with(read_page, folder)


# --- the same report again ------------------------------------------------------------------------------------------------


def found_pairs(folder: Path, work: Callable[[list[Row]], list[tuple[int, int]]]) -> Row:
    """Look for pairs of one report; beside the time, the share that was found by kind, and the pairs that are none."""
    rows = read_rows(folder, "news.jsonl")
    pairs, took = timed(work, rows)
    found = {(min(pair), max(pair)) for pair in pairs}
    tellings: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        tellings.setdefault(row["report"], []).append(number)
    true = {pair for told in tellings.values() for pair in combinations(told, 2)}
    shares = {}
    for kind in ("copy", "near_copy", "rewrite"):
        wanted = {
            pair for pair in true if {rows[pair[0]]["kind"], rows[pair[1]]["kind"]} == {"original", kind}
        }
        shares[kind] = len(wanted & found) / len(wanted) if wanted else None
    return {**took, "shares": shares, "wrong": len(found - true)}


def newsfold_pairs(folder: Path, _url: str) -> Row:
    """Ours without the database: fingerprint with features, candidates, judgement."""
    from newsfold import dedup
    from newsfold.dedup.batch import judged_pairs
    from newsfold.dedup.term_index import Appearance, best_candidates, find_candidates

    def work(rows: list[Row]) -> list[tuple[int, int]]:
        prints = [dedup.fingerprint(row["text"], "en") for row in rows]
        same: dict[bytes, int] = {}
        copies = []
        appearances = []
        for number, (row, found) in enumerate(zip(rows, prints, strict=True)):
            first = same.setdefault(found.content_sha256, number)
            copies += [(first, number)] if first != number else []
            if first == number:
                day = date.fromisoformat(row["day"])
                appearances.append(Appearance(number, day, row["publisher"], found.packed_terms))
        candidates = best_candidates(
            find_candidates(appearances, lambda _first, _last: ()), lambda n: prints[n].content_sha256
        )
        pairs = [
            dedup.Pair(each.one, each.other, each.days_apart, each.same_publisher) for each in candidates
        ]
        packed = {number: found.features or b"" for number, found in enumerate(prints)}
        related, _ = judged_pairs(packed, pairs)
        return [*copies, *((pair.one, pair.other) for pair in related)]

    return found_pairs(folder, work)


def minhash_pairs(folder: Path, _url: str) -> Row:
    """datasketch: MinHash of 5-word shingles with 128 permutations, LSH with threshold 0.5."""
    datasketch = importlib.import_module("datasketch")

    def work(rows: list[Row]) -> list[tuple[int, int]]:
        index = datasketch.MinHashLSH(threshold=MINHASH_THRESHOLD, num_perm=MINHASH_PERMUTATIONS)
        pairs = []
        for number, row in enumerate(rows):
            words = row["text"].lower().split()
            count = max(1, len(words) - SHINGLE_LENGTH + 1)
            shingles = {" ".join(words[at : at + SHINGLE_LENGTH]).encode() for at in range(count)}
            sketch = datasketch.MinHash(num_perm=MINHASH_PERMUTATIONS)
            sketch.update_batch(shingles)
            pairs += [(other, number) for other in index.query(sketch)]
            index.insert(number, sketch)
        return pairs

    return found_pairs(folder, work)


# --- into Postgres --------------------------------------------------------------------------------------------------------


def newsfold_load(folder: Path, url: str) -> Row:
    """Ours: staging, deduplication, and the load with versions, stories, evidence, search and the ledger."""
    from bench.loading import load_articles, prepared

    articles = prepared(read_rows(folder, "articles.jsonl"))
    return timed(lambda part: load_articles(url, part), articles)[1]


def dlt_load(folder: Path, url: str) -> Row:
    """dlt: a merge by uri of one flat table, without evidence, versions or search."""
    dlt = importlib.import_module("dlt")
    rows = read_rows(folder, "articles.jsonl")
    pipeline = dlt.pipeline(
        "newsfold_bench",
        destination=dlt.destinations.postgres(url),
        dataset_name="bench_dlt",
        pipelines_dir=str(folder / "dlt"),
    )

    def work(part: list[Row]) -> list[Any]:
        told = {"table_name": "article", "write_disposition": "merge", "primary_key": "uri"}
        pipeline.run([dict(row) for row in part], **told)
        return []

    return timed(work, rows)[1]


CONTENDERS: dict[str, Callable[[Path, str], Row]] = {
    "newsfold pages": newsfold_pages,
    "trafilatura": trafilatura_pages,
    "news-please": news_please_pages,
    "newsfold pairs": newsfold_pairs,
    "datasketch": minhash_pairs,
    "newsfold load": newsfold_load,
    "dlt": dlt_load,
}


if __name__ == "__main__":
    print(json.dumps(CONTENDERS[sys.argv[1]](Path(sys.argv[2]), sys.argv[3])))
