"""Days of news from a dozen invented sources, with all that goes wrong in real ones; the same for the same seed.

A day depends on the seed and its number only, so that a simulation can be resumed at any day. Each source has a format of its
own. Beside new reports, copies, near copies and rewrites there are: late files, corrections, kills, re-sends, items that a feed
shows once more, damaged files, a table whose columns get other names (from `DRIFT` on; the settings follow at `DRIFT_KNOWN`),
a source that is quiet for some days, and one that floods.
"""

import functools
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bench import renderings
from bench.invented_news import Newsroom, Report, as_page, as_text

FIRST_DAY = date(2025, 9, 1)
DRIFT, DRIFT_KNOWN = 8, 11
QUIET_DAYS = range(10, 15)
FLOOD_DAY, FLOOD = 15, 25  # so many times its usual share: as much as all others together
LATE_DAYS = 2
KEPT_DAYS = 7  # of the source that may not be kept for ever

#: What share of a day's articles each source sends.
SHARES = {
    "wire": 0.22,
    "courier": 0.10,
    "herald": 0.10,
    "items": 0.12,
    "table": 0.08,
    "feed": 0.08,
    "nitf": 0.04,
    "messages": 0.06,
    "archive": 0.06,
    "telex": 0.05,
    "letters": 0.03,
    "floods": 0.04,
    "late": 0.02,
}
RETOLD = {"copy": 0.12, "near_copy": 0.08, "rewrite": 0.06}


@dataclass(frozen=True, slots=True)
class Entry:
    """One article that a source sends. The report's number is the entry's own, also where it tells another one's report."""

    source: str
    report: Report
    telling: str


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file, as it is put into a source's folder."""

    source: str
    name: str
    data: bytes


def day_of(number: int) -> date:
    """The date of a simulated day; the first is number 1."""
    return FIRST_DAY + timedelta(days=number - 1)


def clock(number: int, hour: int = 23) -> datetime:
    """An hour of a simulated day."""
    return datetime.combine(day_of(number), time(hour), UTC)


class SimulatedNews:
    """What the sources send, day by day, into folders below `inbox`."""

    def __init__(self, inbox: Path, articles: int, seed: int = 1) -> None:
        """`articles`: so many in a usual day, about."""
        self.inbox, self.articles, self.seed = inbox, articles, seed
        self.entries = functools.lru_cache(maxsize=LATE_DAYS + 3)(self.make_entries)

    # --- what there is ------------------------------------------------------------------------------------------------

    def make_entries(self, number: int) -> tuple[Entry, ...]:
        """The articles of one day, those that come late among them."""
        newsroom = Newsroom(self.seed * 10_000 + number)
        originals: list[Report] = []
        entries = []
        for source, share in SHARES.items():
            for _ in range(self.count(source, share, number)):
                own = number * 1_000_000 + len(entries)
                report, telling = retold(newsroom, originals) or (
                    newsroom.report(own, day_of(number)),
                    "original",
                )
                if telling == "original":
                    originals.append(report)
                entries.append(Entry(source, replace(report, number=own), telling))
        return tuple(entries)

    def count(self, source: str, share: float, number: int) -> int:
        """How many articles a source has on a day."""
        if source == "letters" and number in QUIET_DAYS:
            return 0
        times = FLOOD if source == "floods" and number == FLOOD_DAY else 1
        return max(2, round(self.articles * share * times))

    def of(self, number: int, source: str) -> list[Report]:
        """The reports of one source on a day, none before the first day."""
        return [each.report for each in self.entries(number) if each.source == source] if number > 0 else []

    # --- what comes ---------------------------------------------------------------------------------------------------

    def files(self, number: int) -> list[SentFile]:
        """All files that arrive on a day."""
        today = functools.partial(self.of, number)
        files = [
            *one_each("wire", "txt", today("wire"), as_text),
            *one_each("courier", "html", today("courier"), functools.partial(page, "courier")),
            *one_each("herald", "html", today("herald"), functools.partial(page, "herald")),
            *several("items", "jsonl", number, today("items"), 50, renderings.as_ninjs),
            *several(
                "table",
                "csv",
                number,
                today("table"),
                100,
                renderings.as_csv if number < DRIFT else drifted_table,
            ),
            *one_each("nitf", "xml", today("nitf"), lambda report: renderings.as_nitf([report])),
            *several("messages", "xml", number, today("messages"), 25, renderings.as_newsml_g2),
            *several("archive", "sgm", number, today("archive"), 50, renderings.as_sgml),
            *several("telex", "anpa", number, today("telex"), 20, renderings.as_anpa),
            *several("letters", "mbox", number, today("letters"), 10, renderings.as_mbox),
            *one_each("floods", "txt", today("floods"), as_text),
        ]
        # A feed shows some of yesterday's items again.
        shown = self.of(number - 1, "feed")[-5:] + today("feed")
        files += several("feed", "rss", number, shown, 40, renderings.as_rss)
        return files + self.amended(number) + self.late(number) + damaged(number)

    def amended(self, number: int) -> list[SentFile]:
        """Corrections and kills of yesterday's items, and a file of the wire sent again under another name."""
        before = self.of(number - 1, "items")
        corrected = (
            [corrected_report(report) for report in before[: max(1, len(before) // 20)]] if before else []
        )
        killed = before[-1:]
        files = several("items", "jsonl", number, corrected, 50, renderings.as_ninjs, "corrections")
        files += several("items", "jsonl", number, killed, 50, as_kills, "kills")
        again = self.of(number - 1, "wire")[:2]
        return files + [SentFile("wire", f"again-{report.number}.txt", as_text(report)) for report in again]

    def late(self, number: int) -> list[SentFile]:
        """What was due `LATE_DAYS` ago and comes now, into the folder of its own day."""
        day = day_of(number - LATE_DAYS)
        return [
            SentFile("late", f"{day}/{report.number}.txt", as_text(report))
            for report in self.of(number - LATE_DAYS, "late")
        ]

    def deliver(self, number: int) -> list[SentFile]:
        """Put a day's files into the sources' folders. Again, they are the same files."""
        files = self.files(number)
        written = clock(number, 6).timestamp()
        for source in SHARES:
            (self.inbox / source).mkdir(parents=True, exist_ok=True)
        for file in files:
            path = self.inbox / file.source / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.data)
            os.utime(path, (written, written))
        return files


def retold(newsroom: Newsroom, originals: Sequence[Report]) -> tuple[Report, str] | None:
    """Perhaps one of the day's reports once more, told anew, and how."""
    chance = newsroom.random.random()
    if not originals or chance >= sum(RETOLD.values()):
        return None
    report = originals[int(newsroom.random.integers(0, len(originals)))]
    if chance < RETOLD["copy"]:
        return report, "copy"
    if chance < RETOLD["copy"] + RETOLD["near_copy"]:
        return newsroom.near_copy(report), "near_copy"
    return newsroom.rewrite(report), "rewrite"


def settings(inbox: Path, number: int) -> str:
    """`sources.toml` as it is on a day."""
    parts = ["[ingest]", "batch_files = 200", ""]
    for source in SHARES:
        location = f"{inbox / source}/{{day}}/*.txt" if source == "late" else f"{inbox / source}"
        parts += [f"[source.{source}]", f'location = "{location}"', 'language = "en"']
        if source == "archive":
            parts.append(f"retention_days = {KEPT_DAYS}")
        if source == "table" and number >= DRIFT_KNOWN:
            parts += [
                "[source.table.columns]",
                *(f'{field} = "{column}"' for field, column in DRIFTED.items()),
            ]
        parts.append("")
    return "\n".join(parts)


# --- files --------------------------------------------------------------------------------------------------------------

DRIFTED = {"headline": "kop", "published": "datum", "url": "adres", "body": "inhoud"}


def one_each(
    source: str, suffix: str, reports: Sequence[Report], render: Callable[[Report], bytes]
) -> list[SentFile]:
    """A file for each report."""
    return [SentFile(source, f"{report.number}.{suffix}", render(report)) for report in reports]


def several(
    source: str,
    suffix: str,
    number: int,
    reports: Sequence[Report],
    size: int,
    render: Callable[[Sequence[Report]], bytes],
    name: str = "day",
) -> list[SentFile]:
    """A file for so many reports."""
    return [
        SentFile(
            source, f"{name}-{number:03}-{start // size:03}.{suffix}", render(reports[start : start + size])
        )
        for start in range(0, len(reports), size)
    ]


def page(source: str, report: Report) -> bytes:
    """A newspaper's page."""
    return as_page(report, f"https://{source}.invalid/{report.number}")


def corrected_report(report: Report) -> Report:
    """The same report with a sentence more."""
    return replace(
        report, paragraphs=(*report.paragraphs, (f"An earlier version named {report.number} wrongly.",))
    )


def as_kills(reports: Sequence[Report]) -> bytes:
    """ninjs items that take articles back."""
    lines = [json.loads(line) for line in renderings.as_ninjs(reports).splitlines()]
    return b"\n".join(json.dumps({**line, "pubStatus": "canceled"}).encode() for line in lines)


def drifted_table(reports: Sequence[Report]) -> bytes:
    """The table, its columns under names that nobody knows."""
    first, _, rest = renderings.as_csv(reports).partition(b"\r\n")
    assert first == b"headline,published,url,body"
    return ",".join(DRIFTED.values()).encode() + b"\r\n" + rest


def damaged(number: int) -> list[SentFile]:
    """An empty file, bytes that are no text, and a document that breaks off."""
    noise = bytes((number * 37 + place * 101) % 256 for place in range(400))
    return [
        SentFile("wire", f"empty-{number}.txt", b""),
        SentFile("courier", f"noise-{number}.html", noise),
        SentFile("messages", f"broken-{number}.xml", b'<?xml version="1.0"?><newsMessage><item'),
    ]
