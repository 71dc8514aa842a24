"""Heads of articles made from known facts, over 13 languages: what is read must be right, and what is doubtful empty.

The templates are in `generated_headers.toml`. As a script it makes a larger run, and shows what went wrong:
`PYTHONPATH=plugins python tests/end_to_end/test_generated_headers.py 20000`.
"""

import random
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from babel.dates import format_date

from newsfold.config.sources import Source
from newsfold.formats import read
from newsfold.headers import normalize
from newsfold.model import Article, Record, SourceFile
from newsfold.text.agencies import find_agency

DATA = tomllib.loads(Path(__file__).with_name("generated_headers.toml").read_text(encoding="utf-8"))
LANGUAGES = tuple(language for language in DATA if language != "common")
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2026, 6, 30)
OWN_DIGITS = {"ar": "٠١٢٣٤٥٦٧٨٩", "hi": "०१२३४५६७८९"}
CHINESE_DIGITS = "〇一二三四五六七八九"
ERAS = ((date(2019, 5, 1), "令和", 2018), (date(1989, 1, 8), "平成", 1988))
ORDERS = {"{m}/{d}/{y}": "MDY", "{dd}/{mm}/{y}": "DMY", "{dd}-{mm}-{y}": "DMY", "{dd}.{mm}.{y}": "DMY"}
# Agencies that a template names itself.
FIXED_AGENCIES = ("共同", "時事", "연합뉴스", "뉴시스", "뉴스1", "로이터", "Reuters")
MONTH_FIELD = re.compile(r"\{(?:m|mm|month|mon|MON|MON3|english|levantine|maghreb|cn|cnm|era|rfc)\}")
SAMPLE = 2_600
SEED = 20250927
LEAST_RIGHT, MOST_WRONG = 0.99, 0.005


@dataclass(frozen=True, slots=True)
class Case:
    """One made head with the facts behind it. `None` stands for what it does not say; several agencies may be meant."""

    language: str
    template: str
    text: str
    body: str
    place: str | None
    country: str | None
    day: date | None
    agencies: frozenset[str]
    source: Source
    file: SourceFile


def chinese_number(number: int) -> str:
    """A number below 100 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    return (
        (CHINESE_DIGITS[tens] if tens > 1 else "")
        + ("十" if tens else "")
        + (CHINESE_DIGITS[ones] if ones else "")
    )


def fields(language: str, day: date, place: str, agency: str) -> dict[str, Any]:
    """What the templates' fields mean for one set of facts."""
    data = DATA[language]
    digits = str.maketrans("0123456789", OWN_DIGITS.get(language, "0123456789"))
    era, first = next((name, offset) for start, name, offset in ERAS if day >= start)
    year = "".join(CHINESE_DIGITS[int(digit)] for digit in str(day.year))
    month, number = chinese_number(day.month), chinese_number(day.day)
    return {
        "place": place, "PLACE": place.upper(), "agency": agency, "writer": data["writer"], "headline": data["headline"],
        "d": day.day, "dd": f"{day.day:02d}", "m": day.month, "mm": f"{day.month:02d}", "y": day.year,
        "month": data["months"][day.month - 1] if language in ("ar", "hi") else format_date(day, "MMMM", locale=language),
        "mon": data["months"][day.month - 1], "MON": data["months"][day.month - 1].upper(),
        "english": format_date(day, "MMMM", locale="en"), "MON3": format_date(day, "MMM", locale="en").upper(),
        "levantine": DATA["ar"]["levantine"][day.month - 1], "maghreb": DATA["ar"]["maghreb"][day.month - 1],
        "weekday": format_date(day, "EEEE", locale=language), "wd": format_date(day, "EEE", locale=language).strip("."),
        "own": str(day.day).translate(digits), "owny": str(day.year).translate(digits),
        "cn": f"{year}年{month}月{number}日", "cnm": f"{month}月", "cnd": f"{number}日", "era": f"{era}{day.year - first}年",
        "rfc": format_datetime(datetime.combine(day, time(8, 26), UTC)),
    }  # fmt: skip


def make_case(random_source: random.Random, language: str, template: str) -> Case:
    """One case from a template: place, agency and day by chance."""
    data = DATA[language]
    place, country = random_source.choice(data["places"])
    agency = random_source.choice(data["agencies"])
    day = FIRST_DAY + timedelta(days=random_source.randrange((LAST_DAY - FIRST_DAY).days))
    values = fields(language, day, place, agency)
    head = template.format(**values)
    body = "\n\n".join(data["text"]).format(**values)
    relative = template in data["relative"]
    age = 0 if not relative else 2 if "2" in template else 1 if not re.search(r"\d", template) else 0
    modified = datetime.combine(day, time(19, 30), UTC)
    fetched = modified + timedelta(days=age) if relative else datetime(2026, 11, 21, 12, tzinfo=UTC)
    order = next((order for pattern, order in ORDERS.items() if pattern in template), None)
    named = [agency] if "{agency}" in template else []
    named += [name for name in FIXED_AGENCIES if name in template]
    known = (find_agency(name) for name in named)
    return Case(
        language, template, head + body, body,
        place if re.search(r"\{place\}|\{PLACE\}", template) else None, country,
        day if relative or MONTH_FIELD.search(template) else None,
        frozenset(name for agency_, raw in zip(known, named, strict=True) for name in {raw, agency_.name if agency_ else raw}),
        Source("made", "/made", date_order=order),
        SourceFile("made", "a.txt", "file:///made/a.txt", "0" * 64, len(head), None if relative else modified, fetched),
    )  # fmt: skip


def make_cases(count: int, seed: int) -> Iterator[Case]:
    """`count` cases: every template in turn, so that all are in each sample."""
    random_source = random.Random(seed)
    templates = [
        (language, template)
        for language in LANGUAGES
        for template in (
            *DATA[language]["datelines"],
            *DATA[language]["more"],
            *DATA[language]["heads"],
            *DATA[language]["relative"],
            *DATA["common"]["heads"],
        )
    ]
    for number in range(count):
        yield make_case(random_source, *templates[number % len(templates)])


def judge(case: Case) -> dict[str, str]:
    """Field -> right, null or wrong, for each field that the case's head states. The body counts always."""
    item = next(read(case.text.encode(), name="a.txt"))
    article = normalize(item, case.source, case.file) if isinstance(item, Record) else item
    if not isinstance(article, Article):
        return {"body": "wrong"}
    verdicts = {"body": "right" if " ".join(article.body.split()) == " ".join(case.body.split()) else "wrong"}
    if case.place is not None:
        names = {case.place.casefold(), case.place.split("/")[0].casefold()}
        same = (article.dateline_place or "").casefold() in names and article.dateline_country == case.country
        verdicts["place"] = "right" if same else "wrong" if article.dateline_place else "null"
    if case.day is not None:
        verdicts["day"] = (
            "right" if article.published_on == case.day else "wrong" if article.published_on else "null"
        )
    if case.agencies:
        verdicts["agency"] = (
            "right" if article.agency in case.agencies else "wrong" if article.agency else "null"
        )
    return verdicts


def tally(cases: Iterator[Case]) -> tuple[dict[str, Counter[str]], list[tuple[Case, dict[str, str]]]]:
    """Field -> how often right, null and wrong; and the cases in which not all was right."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    failed = []
    for case in cases:
        verdicts = judge(case)
        for field, verdict in verdicts.items():
            counts[field][verdict] += 1
        if set(verdicts.values()) != {"right"}:
            failed.append((case, verdicts))
    return counts, failed


@pytest.fixture(scope="module")
def sample() -> tuple[dict[str, Counter[str]], list[tuple[Case, dict[str, str]]]]:
    """The verdicts on one fixed sample."""
    return tally(make_cases(SAMPLE, SEED))


@pytest.mark.parametrize("field", ["place", "day", "agency", "body"])
def test_what_a_head_says_is_read(field, sample):
    counts, failed = sample
    shown = [
        (case.language, case.template, case.text[:120])
        for case, verdicts in failed
        if verdicts.get(field) != "right"
    ][:12]
    assert counts[field]["right"] / counts[field].total() >= LEAST_RIGHT, shown


@pytest.mark.parametrize("field", ["place", "day", "agency"])
def test_what_is_not_read_is_left_empty(field, sample):
    counts, failed = sample
    shown = [
        (case.language, case.template, case.text[:120])
        for case, verdicts in failed
        if verdicts.get(field) == "wrong"
    ][:12]
    assert counts[field]["wrong"] / counts[field].total() <= MOST_WRONG, shown


def test_the_sample_holds_every_template_and_language():
    cases = list(make_cases(SAMPLE, SEED))
    assert len({case.language for case in cases}) == 13
    assert len({(case.language, case.template) for case in cases}) >= 300


def main(count: int) -> None:
    """A larger run: the shares, and the templates that fail, the worst first."""
    counts, failed = tally(make_cases(count, SEED + 1))
    for field, verdicts in counts.items():
        shares = {verdict: f"{number / verdicts.total():.4f}" for verdict, number in sorted(verdicts.items())}
        print(f"{field:8} {verdicts.total():7} {shares}")
    worst = Counter(
        (case.language, case.template, field, verdict)
        for case, verdicts in failed
        for field, verdict in verdicts.items()
        if verdict != "right"
    )
    for (language, template, field, verdict), number in worst.most_common(200):
        example = next(
            case
            for case, verdicts in failed
            if (case.language, case.template) == (language, template) and verdicts.get(field) == verdict
        )
        print(f"{number:5} {language} {field} {verdict} {template!r}\n      {example.text[:110]!r}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
