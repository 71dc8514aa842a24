"""Labelled pages from a data folder, read by the product's own readers, and whether each field of theirs is right.

The folder holds pairs of files: `<set>.warc.gz` or `<set>.warc` with the pages, `<set>.gold.jsonl` with what is right: uri, and
any of title, author (names with `; `, commas or `and` between), date (YYYY-MM-DD), date_time (ISO 8601), text.
"""

import difflib
import html
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newsfold.config.sources import ADHOC, Source
from newsfold.model import Article, Evidence, SourceFile
from newsfold.pipeline import reading

Gold = Mapping[str, Any]
SAME_TITLE = 0.9
RUN = 4  # words of a run, by which texts are compared
BETWEEN = re.compile(r"\s*(?:;|,| and | und | et )\s*")
SAME_INSTANT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class LabelledField:
    """One field of one page that is labelled and was read: its evidence, and how far it is right, 0 to 1 (of a body its F1)."""

    page_set: str
    outlet: str
    evidence: Evidence
    right: float


def read_pages(folder: Path, now: datetime) -> Iterator[LabelledField]:
    """Every labelled field of every set. Takes about 40 ms a page."""
    for path in sorted(folder.glob("*.gold.jsonl")):
        name = path.name.removesuffix(".gold.jsonl")
        pages = next(
            (found for end in (".warc.gz", ".warc") if (found := folder / f"{name}{end}").is_file()), None
        )
        if pages is None:
            continue
        file = SourceFile(ADHOC, pages.name, pages.as_uri(), "", pages.stat().st_size, None, now)
        read = reading.read_bytes(pages.read_bytes(), Source(slug=ADHOC, location="/"), file)
        articles = {article.uri: article for _, article in read if isinstance(article, Article)}
        with path.open(encoding="utf-8") as lines:
            for gold in map(json.loads, lines):
                if (article := articles.get(gold["uri"])) is not None:
                    yield from labelled(name, gold, article)


def labelled(page_set: str, gold: Gold, article: Article) -> Iterator[LabelledField]:
    """The fields of one page that have both a label and a value."""
    outlet = outlet_of(article.uri)
    for row in article.evidence:
        judge = JUDGES.get(row.field)
        right = judge(gold, article) if judge and row.value is not None else None
        if right is not None:
            yield LabelledField(page_set, outlet, row, float(right))


def outlet_of(address: str) -> str:
    """The last two labels of the host: pages of one outlet are wrong alike, so they stay in one half."""
    return ".".join((urlsplit(address).hostname or address).split(".")[-2:])


def right_day(gold: Gold, article: Article) -> bool | None:
    """Whether the day is the labelled one; None without a label."""
    day = stated_day(gold.get("date") or (gold.get("date_time") or "")[:10])
    return None if day is None else article.published_on == day


def right_instant(gold: Gold, article: Article) -> bool | None:
    """Whether the instant is the labelled one to the minute."""
    moment = stated_instant(gold.get("date_time"))
    known = moment is not None and article.published_at is not None
    return abs(article.published_at - moment) < SAME_INSTANT if known else None  # type: ignore[operator]


def right_headline(gold: Gold, article: Article) -> bool | None:
    """Whether the headline is the labelled one, but for a few characters."""
    return same_title(article.headline or "", gold["title"]) if gold.get("title") else None


def right_byline(gold: Gold, article: Article) -> bool | None:
    """Whether exactly the labelled names stand in the byline."""
    names = {comparable(name) for name in BETWEEN.split(gold.get("author") or "")} - {""}
    return {comparable(name) for name in article.byline} == names if names else None


def right_body(gold: Gold, article: Article) -> float | None:
    """F1 of the runs of words that body and labelled text share; None without a labelled text."""
    here, there = word_runs(article.body), word_runs(gold.get("text") or "")
    if not there:
        return None
    return 2 * sum((here & there).values()) / (sum(here.values()) + sum(there.values()))


JUDGES: Mapping[str, Callable[[Gold, Article], float | None]] = {
    "published_on": right_day,
    "published_at": right_instant,
    "headline": right_headline,
    "byline": right_byline,
    "body": right_body,
}


def stated_day(value: str) -> date | None:
    """A day in ISO 8601, None for what is none."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def stated_instant(value: str | None) -> datetime | None:
    """A moment with its zone, None for what is none."""
    try:
        moment = datetime.fromisoformat(value or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def same_title(one: str, other: str) -> bool:
    """Whether two titles are the same but for a tenth of their characters."""
    first, second = comparable(one), comparable(other)
    alike = difflib.SequenceMatcher(None, first, second, autojunk=False)
    return bool(first) and (first == second or alike.ratio() >= SAME_TITLE)


def comparable(text: str) -> str:
    """Words in small letters, without marks between."""
    plain = unicodedata.normalize("NFKC", html.unescape(text)).casefold()
    return " ".join(re.findall(r"\w+", plain))


def word_runs(text: str) -> Counter[tuple[str, ...]]:
    """How often each run of words stands in a text."""
    words = re.findall(r"\w+", text.lower())
    return Counter(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
