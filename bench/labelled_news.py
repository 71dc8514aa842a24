"""Labelled articles from a data folder, read by the product's own readers, and their pairs with all signals measured.

The folder holds `<set>.<split>.jsonl`, perhaps `.xz`, of four sets: `rewrite` (id, cluster, kind, text: a text and rewrites
of it), `same_event` (id, cluster, source, title, date, text: independent reports of one event), `newswire` (id, date, title,
author, text: agency copy) with `newswire_pairs` (a, b, j5, date_a, date_b: what was sent twice, and recurring forms), and
`outlets` (id, title, date, source, text: a background). `decisions`, where it is there, holds what people decided: the lines of
`newsfold decisions --export` (pair, same, a, b).
"""

import json
import lzma
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from newsfold import dedup
from newsfold.config.sources import ADHOC, Source
from newsfold.dedup.candidates import is_enough
from newsfold.dedup.signals import Signals, signals
from newsfold.model import Article, SourceFile
from newsfold.pipeline import reading

#: The day of articles without a date: all of them come in at once.
TODAY = datetime(2026, 1, 1, tzinfo=UTC)
#: Re-sent within so many hours; the same form again after more than these. What lies between is not labelled.
RESENT_HOURS = 36
RECURRING_HOURS = 120
LEAST_JACCARD = 0.3
NEWSWIRE_WORDS = 50
#: As weights are staged: whole numbers, so that their sums do not depend on their order.
WEIGHT_UNIT = 10_000

Row = dict[str, Any]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two articles, `one` and `other` by set and id.

    `same` says whether they carry one report, None where nobody said so. `candidate` says whether the index would bring
    them together. `cluster` keeps pairs with a text in common in one fold of a cross-validation.
    """

    one: Key
    other: Key
    label: str
    same: bool | None
    candidate: bool
    cluster: str
    measured: Signals
    days_apart: int
    same_publisher: bool


@dataclass(frozen=True, slots=True)
class LabelledNews:
    """All articles of a folder by set and id, and the measured pairs: each labelled one, and each candidate."""

    articles: dict[Key, Article]
    pairs: list[LabelledPair]


def read_news(folder: Path, split: str) -> LabelledNews:
    """Read a data folder. Takes some minutes for 17,000 articles."""
    sets = {
        name: list(rows(folder, f"{name}.{split}"))
        for name in ("rewrite", "same_event", "newswire", "outlets")
    }
    sets["newswire"] = [row for row in sets["newswire"] if len(row["text"].split()) >= NEWSWIRE_WORDS]
    if not sets["outlets"]:
        sets["outlets"] = list(rows(folder, "outlets.all"))
    decided = [row for row in rows(folder, f"decisions.{split}") if row["same"] is not None]
    sets["decisions"] = list({each["id"]: each for row in decided for each in (row["a"], row["b"])}.values())
    articles = {
        (name, str(row["id"])): article
        for name, found in sets.items()
        for row, article in zip(found, map(read_row, found), strict=True)
        if article is not None
    }
    clusters = {
        (name, str(row["id"])): f"{name} {row['cluster']}"
        for name in ("rewrite", "same_event")
        for row in sets[name]
    }
    clusters |= {
        ("decisions", str(row[side]["id"])): f"decisions {row['pair']}" for row in decided for side in "ab"
    }
    labels = dict(labelled(sets, list(rows(folder, f"newswire_pairs.{split}"))))
    for row in decided:
        pair = frozenset(("decisions", str(row[side]["id"])) for side in "ab")
        labels[pair] = ("decided_same" if row["same"] else "decided_different", row["same"])
    labels = {pair: label for pair, label in labels.items() if len(pair) == 2 and articles.keys() >= pair}
    return LabelledNews(articles, measure(articles, clusters, labels))


def rows(folder: Path, name: str) -> Iterator[Row]:
    """The objects of one file, plain or packed; none where there is no such file."""
    for path in (folder / f"{name}.jsonl", folder / f"{name}.jsonl.xz"):
        if path.is_file():
            opened = lzma.open if path.suffix == ".xz" else open
            with opened(path, "rt", encoding="utf-8") as lines:
                yield from map(json.loads, lines)
            return


def read_row(row: Row) -> Article | None:
    """One row the whole way through the readers, as the ninjs item that it would come in."""
    day = wire_time(row["date"]) if "places" in row else row.get("date")
    sender = "Reuters" if "places" in row else row.get("source")
    item = {
        "uri": f"tag:example.org,2026:{row['id']}",
        "standard": {"name": "ninjs", "version": "3.1"},
        "type": "text",
        "language": row.get("language") or "en",
        "bodies": [{"role": "main", "contentType": "text/plain", "value": row["text"]}],
        **({"headlines": [{"role": "main", "value": row["title"]}]} if row.get("title") else {}),
        **({"versionCreated": day} if day else {}),
        **({"infoSources": [{"role": "distributor", "name": sender}]} if sender else {}),
    }
    file = SourceFile(ADHOC, f"{row['id']}.json", f"file:///{row['id']}.json", "", 0, TODAY, TODAY)
    data = json.dumps(item).encode()
    for _, result in reading.read_bytes(data, Source(slug=ADHOC, location="/"), file):
        if isinstance(result, Article):
            return result
    return None


def wire_time(value: str) -> str | None:
    """`26-FEB-1987 15:01:01.79` in ISO 8601; None for what has another form."""
    try:
        moment = datetime.strptime(value.strip().split(".")[0].title(), "%d-%b-%Y %H:%M:%S")
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC).isoformat()


def labelled(
    sets: dict[str, list[Row]], wire_pairs: list[Row]
) -> Iterator[tuple[frozenset[Key], tuple[str, bool]]]:
    """The labelled pairs, each with its label's name and whether both carry one report."""
    for name in ("rewrite", "same_event"):
        members: dict[str, list[Row]] = defaultdict(list)
        for row in sets[name]:
            members[row["cluster"]].append(row)
        for together in members.values():
            for one, other in combinations(together, 2):
                pair = frozenset(((name, str(one["id"])), (name, str(other["id"]))))
                if name == "same_event":
                    yield pair, ("same_event", False)
                else:
                    sibling = (one["kind"] == "orig") == (other["kind"] == "orig")
                    yield pair, ("rewrite_sibling" if sibling else "rewrite", True)
    for row in wire_pairs:
        times = [wire_time(row[side]) for side in ("date_a", "date_b")]
        if None in times or row["j5"] < LEAST_JACCARD:
            continue
        first, second = (datetime.fromisoformat(str(moment)) for moment in times)
        hours = abs((first - second).total_seconds()) / 3600
        if hours <= RESENT_HOURS or hours > RECURRING_HOURS:
            same = hours <= RESENT_HOURS
            pair = frozenset((("newswire", str(row["a"])), ("newswire", str(row["b"]))))
            yield pair, ("resend" if same else "template", same)


def measure(
    articles: dict[Key, Article], clusters: dict[Key, str], labels: dict[frozenset[Key], tuple[str, bool]]
) -> list[LabelledPair]:
    """Measure each labelled pair and each candidate."""
    found = candidates(articles)
    features = {key: dedup.features(article.body, article.language) for key, article in articles.items()}
    publishers = {key: dedup.publisher(article) for key, article in articles.items()}
    pairs = []
    for pair in sorted(found | labels.keys(), key=sorted):
        one, other = sorted(pair)
        label, same = labels.get(pair, (None, None))
        if label is None:
            inside = {key[0] for key in pair}
            # Two clusters of one set are two reports; of the rest nobody knows.
            label, same = ("other_cluster", False) if inside == {"rewrite"} else ("background", None)
        pairs.append(
            LabelledPair(
                one, other, label, same, pair in found, clusters.get(one, f"{one[0]} {one[1]}"),
                signals(features[one], features[other]), days_between(articles[one], articles[other]),
                publishers[one] == publishers[other] != "",
            )
        )  # fmt: skip
    return pairs


def candidates(articles: dict[Key, Article]) -> set[frozenset[Key]]:
    """The pairs that the index brings together, by the same rule as `newsfold.dedup.term_index`, over all days at once."""
    postings: dict[str, list[tuple[int, Key, int]]] = defaultdict(list)
    found: set[frozenset[Key]] = set()
    for key, article in articles.items():
        day = day_of(article).toordinal()
        shared: dict[Key, list[int]] = defaultdict(lambda: [0, 0])
        for term, share in dedup.fingerprint_of(article).terms:
            weight = round(share * WEIGHT_UNIT)
            for other_day, other, other_weight in postings[term]:
                if abs(other_day - day) <= dedup.NEAR_DAYS:
                    tally = shared[other]
                    tally[0] += weight * other_weight
                    tally[1] += 1
            postings[term].append((day, key, weight))
        found.update(
            frozenset((key, other))
            for other, (weight, terms) in shared.items()
            if is_enough(terms, weight / WEIGHT_UNIT**2)
        )
    return found


def day_of(article: Article) -> date:
    """The day under which an article is indexed."""
    return article.published_on or TODAY.date()


def days_between(one: Article, other: Article) -> int:
    """How far apart the publications are."""
    return abs((day_of(one) - day_of(other)).days)
