"""How fast each format is read: bytes -> records with raw headers -> articles, in this process, without a database."""

import time
from dataclasses import dataclass

from bench.invented_news import Newsroom, Report
from bench.renderings import FORMATS
from bench.stock import LAST_DAY, NOW
from newsfold import formats, headers
from newsfold.config.sources import Source
from newsfold.model import Article, Record, SourceFile


@dataclass(frozen=True, slots=True)
class Speed:
    """What reading one format cost. `seconds_read` is the format's reader alone, `seconds_normalized` its headers."""

    name: str
    articles: int
    megabytes: float
    seconds_read: float
    seconds_normalized: float
    refused: int


def measure_formats(count: int, seed: int) -> list[Speed]:
    """Read `count` articles in each format, all formats with the same articles."""
    newsroom = Newsroom(seed)
    reports = [newsroom.report(number, LAST_DAY) for number in range(1, count + 1)]
    return [measure_format(name, reports) for name in FORMATS]


def measure_format(name: str, reports: list[Report]) -> Speed:
    """Read the reports in one format."""
    render, is_whole = FORMATS[name]
    files = [render(reports)] if is_whole else [render([report]) for report in reports]
    source = Source(slug="bench", location="/", language="en")
    articles, refused, read, normalized = 0, 0, 0.0, 0.0
    for number, data in enumerate(files):
        file = SourceFile("bench", str(number), f"file:///{number}", "", len(data), NOW, NOW)
        items = formats.read(data, name=str(number))
        while True:
            started = time.perf_counter()
            item = next(items, None)
            read += time.perf_counter() - started
            if item is None:
                break
            started = time.perf_counter()
            result = headers.normalize(item, source, file) if isinstance(item, Record) else item
            normalized += time.perf_counter() - started
            articles += isinstance(result, Article)
            refused += not isinstance(result, Article)
    return Speed(name, articles, sum(map(len, files)) / 1e6, read, normalized, refused)
