"""A day of invented articles of which it is known whose words they print: their own, an agency's, another outlet's.

Agencies write reports. Papers write their own, print an agency's report whole or some of its paragraphs between their own, as
they are, or edited, and take paragraphs from each other. Nothing takes what is taken: whoever is copied wrote it.
"""

import json
import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.invented_news import Newsroom, Report
from newsfold.config.sources import Source

AGENCIES = {"day-wire": "Bench Wire", "day-news": "Bench News"}
PAPERS = tuple(f"day-paper-{number}" for number in range(6))
OWN, AGENCY, OTHERS = "own", "agency", "others"
#: Of all articles: written by an agency; and by papers with an agency's report as a whole, with parts of one, and with parts of
#: another paper's. The others are papers' own.
WRITTEN, WHOLE, PARTS, TAKEN = 0.2, 0.12, 0.22, 0.08
#: Of the words that an editor changes.
EDITED = 0.06
FIRST = datetime(2025, 9, 26, 4, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Printed:
    """An article as a source published it; `words` by whose they are."""

    source: str
    report: Report
    at: datetime
    words: Counter[str]

    @property
    def uri(self) -> str:
        return f"https://{self.source}.invalid/{self.report.number}"

    def as_item(self) -> str:
        """A ninjs item, one line."""
        item = {
            "uri": self.uri,
            "type": "text",
            "language": "en",
            "pubStatus": "usable",
            "firstCreated": f"{self.at:%Y-%m-%dT%H:%M:%SZ}",
            "versionCreated": f"{self.at:%Y-%m-%dT%H:%M:%SZ}",
            "headlines": [{"role": "main", "value": self.report.headline}],
            "bodies": [{"contentType": "text/plain", "value": self.report.body}],
        }
        return json.dumps(item)


def printed_day(count: int, seed: int) -> list[Printed]:
    """The articles of one day, in the order of publication; a second or more lies between any two."""
    newsroom, rng = Newsroom(seed), random.Random(seed)
    day: list[Printed] = []
    written: list[Printed] = []
    own: list[Printed] = []
    for number in range(count):
        at = FIRST + timedelta(seconds=number * max(1, 72_000 // count))
        day.append(printed(newsroom, rng, number, at, written, own))
        if day[-1].source in AGENCIES:
            written.append(day[-1])
        elif set(day[-1].words) == {OWN}:
            own.append(day[-1])
    return day


def printed(
    newsroom: Newsroom,
    rng: random.Random,
    number: int,
    at: datetime,
    written: list[Printed],
    own: list[Printed],
) -> Printed:
    """The next article, from those that the agencies and the papers have written before."""
    chance, report = rng.random(), newsroom.report(number, at.date())
    paper = rng.choice(PAPERS)
    if chance < WRITTEN or not written:
        return Printed(rng.choice(sorted(AGENCIES)), report, at, Counter({OWN: length(report.paragraphs)}))
    if chance < WRITTEN + WHOLE:
        taken = rng.choice(written).report
        return Printed(paper, replace(taken, number=number), at, Counter({AGENCY: length(taken.paragraphs)}))
    if chance < WRITTEN + WHOLE + PARTS:
        return with_parts(newsroom, rng, Printed(paper, report, at, Counter()), rng.choice(written), AGENCY)
    others = [each for each in own if each.source != paper]
    if chance < WRITTEN + WHOLE + PARTS + TAKEN and others:
        return with_parts(newsroom, rng, Printed(paper, report, at, Counter()), rng.choice(others), OTHERS)
    return Printed(paper, report, at, Counter({OWN: length(report.paragraphs)}))


def with_parts(
    newsroom: Newsroom, rng: random.Random, article: Printed, taken: Printed, whose: str
) -> Printed:
    """The article with two or three paragraphs of another one in its middle, half of the time edited."""
    paragraphs = taken.report.paragraphs
    start = rng.randrange(max(1, len(paragraphs) - 2))
    parts = paragraphs[start : start + rng.randint(2, 3)]
    if rng.random() < 0.5:
        parts = tuple(tuple(newsroom.reworded(each, EDITED) for each in part) for part in parts)
    own = article.report.paragraphs
    middle = rng.randint(1, len(own))
    report = replace(article.report, paragraphs=(*own[:middle], *parts, *own[middle:]))
    return replace(article, report=report, words=Counter({OWN: length(own), whose: length(parts)}))


def length(paragraphs: tuple[tuple[str, ...], ...]) -> int:
    """Words."""
    return sum(len(sentence.split()) for paragraph in paragraphs for sentence in paragraph)


def day_sources(inbox: Path) -> dict[str, Source]:
    """The agencies and the papers; of an agency's reports it is known that it wrote them."""
    return {
        slug: Source(
            slug=slug,
            location=str(inbox / slug),
            language="en",
            settle_seconds=0.0,
            agency=AGENCIES.get(slug),
        )
        for slug in (*AGENCIES, *PAPERS)
    }


def write_day(inbox: Path, day: list[Printed]) -> None:
    """One file a source."""
    for slug in (*AGENCIES, *PAPERS):
        (inbox / slug).mkdir(parents=True, exist_ok=True)
        lines = [each.as_item() for each in day if each.source == slug]
        (inbox / slug / "day.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def true_shares(day: list[Printed]) -> dict[str, dict[str, float]]:
    """By source, and for `all`: the shares of the words that are its own, an agency's and another outlet's."""
    words: dict[str, Counter[str]] = {"all": Counter()}
    for each in day:
        words["all"] += each.words
        words[each.source] = words.get(each.source, Counter()) + each.words
    return {
        source: {whose: counted[whose] / counted.total() for whose in (OWN, AGENCY, OTHERS)}
        for source, counted in words.items()
    }
