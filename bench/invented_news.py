"""Invented articles by the thousand, the same for the same seed. No text of anybody else is in them.

Words follow the frequencies of English, as the package wordfreq has them; names of people, firms and places are made of
syllables, many of them and some much more frequent than others, as in real news. A report can be told again: as a copy,
as a near copy (cut, and a few words changed), or rewritten (other words and another order around the same names and numbers).
"""

import html
import json
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import wordfreq

SYLLABLES = [
    *("ba", "den", "fro", "gil", "har", "ker", "lan", "mo", "nov", "ost", "per", "quin", "ros", "sal", "tor"),
    *("ul", "ven", "wes", "yar", "zel", "bren", "dal", "fen", "gor", "hul"),
]
CITIES = [
    *("Leeds", "Porto", "Gdansk", "Bergen", "Turin", "Lyon", "Ghent", "Malmo", "Graz", "Brno"),
    *("Split", "Patras", "Cork", "Vigo", "Tampere", "Kaunas", "Tartu", "Bari", "Lille", "Basel"),
]
NAMES = 30_000
WORDS = 20_000


@dataclass(frozen=True, slots=True)
class Report:
    """What an article says: sentences in paragraphs. Two tellings of one report have the same `number`."""

    number: int
    headline: str
    city: str
    day: date
    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def body(self) -> str:
        """The text, paragraphs separated by an empty line."""
        return "\n\n".join(" ".join(sentences) for sentences in self.paragraphs)


class Newsroom:
    """Writes reports. What it writes depends on the seed and on the order of the calls, on nothing else."""

    def __init__(self, seed: int, log_words: float = 5.75) -> None:
        """`log_words` is the logarithm of the middle length: 5.75 gives 310 words in the middle, 340 on average."""
        self.random = np.random.default_rng(seed)
        self.log_words = log_words
        words = [word for word in wordfreq.top_n_list("en", WORDS) if word.isalpha()]
        frequencies = np.array([wordfreq.word_frequency(word, "en") for word in words])
        self.words = np.array(words)
        self.cumulated = np.cumsum(frequencies / frequencies.sum())
        # Which names there are does not depend on the seed: two newsrooms write about the same world.
        world = np.random.default_rng(7)
        self.names = np.array(
            ["".join(world.choice(SYLLABLES, world.integers(2, 4))).title() for _ in range(NAMES)]
        )
        weights = 1.0 / np.arange(10, NAMES + 10) ** 0.8
        self.cumulated_names = np.cumsum(weights / weights.sum())

    def report(self, number: int, day: date) -> Report:
        """A new report: about five names and places of its own, numbers, a quotation."""
        random = self.random
        cast = self.names[np.searchsorted(self.cumulated_names, random.random(10))]
        people = [f"{cast[2 * n]} {cast[2 * n + 1]}" for n in range(3)]
        others = [f"{cast[6]} {cast[7]} Group", str(cast[8]), str(cast[9])]
        length = int(np.clip(random.lognormal(self.log_words, 0.45), 120, 1500))  # words
        paragraphs, written = [], 0
        while written < length:
            sentences = tuple(self.sentence(people, others) for _ in range(random.integers(2, 4)))
            paragraphs.append(sentences)
            written += sum(len(sentence.split()) for sentence in sentences)
        headline = " ".join([people[0].split()[1], *self.common(5)])
        return Report(number, headline, str(random.choice(CITIES)), day, tuple(paragraphs))

    def sentence(self, people: list[str], others: list[str]) -> str:
        """One sentence: common words, and here and there a name or a number."""
        words = self.common(int(self.random.integers(10, 22)))
        what = self.random.random()
        if what < 0.55:
            words[int(self.random.integers(0, len(words)))] = str(
                self.random.choice(people if what < 0.3 else others)
            )
        elif what < 0.75:
            words[int(self.random.integers(1, len(words)))] = f"{int(self.random.integers(3, 90_000)):,}"
        text = " ".join(words)
        text = text[0].upper() + text[1:]
        return f'"{text}," said {self.random.choice(people)}.' if what > 0.88 else f"{text}."

    def common(self, count: int) -> list[str]:
        """Words of the language, the frequent ones more often."""
        return [str(word) for word in self.words[np.searchsorted(self.cumulated, self.random.random(count))]]

    def near_copy(self, report: Report) -> Report:
        """Cut at the end, one word in thirty changed, another headline."""
        kept = report.paragraphs[: max(2, len(report.paragraphs) * 3 // 4)]
        changed = tuple(tuple(self.reworded(sentence, 0.03) for sentence in paragraph) for paragraph in kept)
        return replace(report, headline=" ".join(self.common(6)), paragraphs=changed)

    def rewrite(self, report: Report) -> Report:
        """The same names and numbers in the same order; half of the common words are others, some sentences gone."""
        kept = [
            tuple(self.reworded(sentence, 0.5) for sentence in paragraph if self.random.random() < 0.85)
            for paragraph in report.paragraphs
        ]
        return replace(
            report, headline=" ".join(self.common(6)), paragraphs=tuple(each for each in kept if each)
        )

    def reworded(self, sentence: str, share: float) -> str:
        """Some of the common words replaced; names, numbers and punctuation stay."""
        words = sentence.split()
        for place, word in enumerate(words):
            if word.isalpha() and word.islower() and self.random.random() < share:
                words[place] = self.common(1)[0]
        return " ".join(words)


def as_text(report: Report) -> bytes:
    """A wire's text file: headline, dateline, body."""
    dateline = f"{report.city.upper()}, {report.day:%b} {report.day.day} (Bench Wire) - "
    return f"{report.headline}\n\n{dateline}{report.body}\n".encode()


def as_page(report: Report, address: str) -> bytes:
    """A newspaper's page of about 25 kB: metadata, navigation, the text, related links."""
    metadata = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": report.headline,
        "datePublished": f"{report.day.isoformat()}T09:30:00+01:00",
        "author": {"@type": "Person", "name": "Ada Benchmark"},
        "publisher": {"@type": "Organization", "name": "The Bench Courier"},
    }
    links = "".join(
        f'<li><a href="/section/{n}" class="nav-item nav-item-{n}">Section {n}</a></li>' for n in range(120)
    )
    related = "".join(
        f'<a class="card" href="/a/{n}"><span>More to read, part {n}</span></a>' for n in range(40)
    )
    paragraphs = "".join(f"<p>{html.escape(' '.join(each))}</p>" for each in report.paragraphs)
    style = "".join(f".c{n}{{margin:{n}px;padding:{n}px}}" for n in range(300))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(report.headline)}</title>'
        f'<link rel="canonical" href="{address}"><style>{style}</style>'
        f'<script type="application/ld+json">{json.dumps(metadata)}</script></head><body><nav><ul>{links}</ul></nav>'
        f"<main><article><h1>{html.escape(report.headline)}</h1><p class='byline'>By Ada Benchmark</p>{paragraphs}</article>"
        f'<aside class="related">{related}</aside></main><footer><ul>{links}</ul></footer></body></html>'
    ).encode()


def days_back(last: date, count: int, per_day: int) -> list[date]:
    """A day for each of `count` articles, `per_day` on each, the last on `last`."""
    return [last - timedelta(days=n // per_day) for n in reversed(range(count))]
