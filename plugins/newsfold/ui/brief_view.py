"""A brief as its template shows it: sentences, names and the lengths of bars. Nothing is read here."""

from datetime import date, timedelta
from typing import Any

from babel import Locale
from babel.dates import format_date

from newsfold.analytics.brief import Brief, DateLine, ReuseLine, StoryLine, Totals
from newsfold.ui.brief_charts import MAP_HEIGHT, MAP_WIDTH, land_path, map_dots, scaled, trend_bars
from newsfold.ui.templating import HIDDEN, duration, number

ENGLISH = Locale("en")
SHOWN_SOURCES = 15
SHOWN_LANGUAGES = 8
SHOWN_PLACES = 10
ABOUT_THE_SAME = 0.1  # within a tenth of the usual
LITTLE_PAST = 7  # days: a term that is compared with fewer may be new only to us


def brief_view(brief: Brief) -> dict[str, Any]:
    """The values of `brief_parts.html`."""
    return {
        "brief": brief,
        "title": long_day(brief.day),
        "lead": lead(brief),
        "figures": figures(brief.totals),
        "trend": trend_bars(brief.trend),
        "trend_peak": max(brief.trend, key=lambda line: line.articles),
        "events": brief.events,
        "stories": [(line, spread(line, brief.day), *parts_of(brief, line)) for line in brief.stories],
        "rising": rising(brief),
        "little_past": max((line.past_days for line in brief.rising), default=LITTLE_PAST) < LITTLE_PAST,
        **source_bars(brief),
        "reuse": reuse_bars(brief),
        "held_back": [(HIDDEN.get(line.reason, line.reason), line) for line in brief.held_back],
        **language_bars(brief),
        **place_bars(brief),
        "dots": map_dots(brief.places),
        "land": land_path(),
        "map_size": (MAP_WIDTH, MAP_HEIGHT),
        "dates": date_sentence(brief.dates),
    }


def long_day(day: date) -> str:
    """For example `Friday, 26 September 2025`."""
    return str(format_date(day, "EEEE, d MMMM y", locale=ENGLISH))


def counted(count: int, one: str, many: str | None = None) -> str:
    """For example `1 article`, `2,400 articles`."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def lead(brief: Brief) -> str:
    """What came in, in two sentences."""
    totals = brief.totals
    weekday = format_date(brief.day, "EEEE", locale=ENGLISH)
    said = (
        f"{counted(totals.articles, 'article')} from {counted(totals.sources, 'source')}"
        f" {'carries' if totals.articles == 1 else 'carry'} {counted(totals.reports, 'independent report')}."
    )
    if not totals.usual_articles:
        return f"{said} There is no usual to compare with yet: no {weekday} of the eight weeks before has articles."
    usual = number(round(totals.usual_articles))
    of_weeks = (
        f"the last {totals.usual_weeks} {weekday}s" if totals.usual_weeks > 1 else f"one {weekday} before"
    )
    return f"{said} That is {against(totals.articles, totals.usual_articles)} ({usual}, by {of_weeks})."


def against(value: float, usual: float) -> str:
    """For example `23 % more articles than usual`, from twice on as a multiple: `3.5 times the usual`."""
    change = value / usual - 1
    if abs(change) <= ABOUT_THE_SAME:
        return "about the usual number of articles"
    if change >= 1:
        return f"{value / usual:.1f} times the usual number of articles"
    return f"{abs(change) * 100:.0f} % {'more' if change > 0 else 'fewer'} articles than usual"


def figures(totals: Totals) -> list[tuple[str, str, str, str]]:
    """The headline figures: name, value, what it counts, its usual."""
    articles, reports, echo = totals.usual_articles, totals.usual_reports, totals.usual_echo
    began = f"different stories; {number(totals.new_reports)} of them began on this day"
    usual_articles = f"usual {number(round(articles))}" if articles else ""
    usual_reports = f"usual {number(round(reports))}" if reports else ""
    usual_echo = f"usual {echo:.2f}" if echo else ""
    places = f"in datelines, with {counted(totals.places, 'place')}"
    return [
        ("articles", number(totals.articles), "published on this day", usual_articles),
        ("independent reports", number(totals.reports), began, usual_reports),
        ("echo factor", f"{totals.echo:.2f}", "articles for each report", usual_echo),
        ("sources", number(totals.sources), "with at least one article", ""),
        ("languages", number(totals.languages), "as far as they are known", ""),
        ("countries", number(totals.countries), places, ""),
    ]


def parts_of(brief: Brief, line: StoryLine) -> tuple[list[tuple[str, int, float, float]], str]:
    """A story's articles by what they were on arrival: kind, count, start and length of its part of the bar; in words."""
    largest = max(each.article_count for each in brief.stories)
    originals = line.article_count - line.copies - line.near_copies - line.rewrites - line.translations
    kinds = (
        ("original", originals), ("copy", line.copies), ("near_copy", line.near_copies), ("rewrite", line.rewrites),
        ("translation", line.translations),
    )  # fmt: skip
    parts, at = [], 0.0
    for kind, count in kinds:
        if count > 0:
            length = scaled(count, largest)
            parts.append((kind, count, at, length))
            at += length
    said = [
        counted(line.copies, "copy", "copies"),
        counted(line.near_copies, "near copy", "near copies"),
        counted(line.rewrites, "rewrite"),
        counted(line.translations, "translation"),
    ]
    return parts, ", ".join(each for each in said if not each.startswith("0 "))


def spread(line: StoryLine, day: date) -> str:
    """How fast and how far a story went."""
    if line.minutes_to_last_source == 0:
        return "all at the same minute"
    if line.minutes_to_last_source is not None:
        last = duration(timedelta(minutes=line.minutes_to_last_source))
        if line.source_count > 2 and line.minutes_to_second_source is not None:
            second = duration(timedelta(minutes=line.minutes_to_second_source))
            return (
                f"second source after {second}, last after {last}" if second != last else f"all within {last}"
            )
        return f"last source after {last}"
    return "all on this day" if line.days == 1 else f"over {line.days} days"


def rising(brief: Brief) -> dict[str, Any]:
    """The terms that rise, with the lengths of today and of what was to be expected."""
    largest = max((max(line.reports, line.expected) for line in brief.rising), default=0)
    return {
        "lines": [
            (
                line,
                scaled(line.reports, largest),
                scaled(line.expected, largest),
                language_name(line.language),
            )
            for line in brief.rising
        ],
        "past_days": max((line.past_days for line in brief.rising), default=0),
    }


def source_bars(brief: Brief) -> dict[str, Any]:
    """The sources with most articles, and what all others have together."""
    shown, rest = brief.sources[:SHOWN_SOURCES], brief.sources[SHOWN_SOURCES:]
    largest = max((max(line.articles, line.usual_articles or 0) for line in shown), default=0)
    return {
        "sources": [
            (line, scaled(line.articles, largest), scaled(line.new_reports, largest),
             None if line.usual_articles is None else scaled(line.usual_articles, largest))
            for line in shown
        ],
        "other_sources": (len(rest), sum(line.articles for line in rest)),
        "has_usual": any(line.usual_articles is not None for line in shown),
    }  # fmt: skip


def reuse_bars(brief: Brief) -> list[tuple[ReuseLine, float, float, str]]:
    """The sources that printed others' sentences: the parts of their bars that are others' and agencies', of all their words."""
    return [
        (
            line,
            100 * (line.agency_words + line.other_words) / line.words,
            100 * line.agency_words / line.words,
            f"{line.source}: {number(line.words)} words, {number(line.agency_words)} of agencies,"
            f" {number(line.other_words)} of other outlets",
        )
        for line in brief.reuse
    ]


def language_name(code: str | None) -> str:
    """In English; the code where it has no name, and what to say where there is none."""
    return "not known" if code in (None, "und") else str(ENGLISH.languages.get(code, code))


def language_bars(brief: Brief) -> dict[str, Any]:
    """The languages with most articles."""
    shown, rest = brief.languages[:SHOWN_LANGUAGES], brief.languages[SHOWN_LANGUAGES:]
    largest = max((line.articles for line in shown), default=0)
    return {
        "languages": [
            (
                language_name(line.language),
                line,
                scaled(line.articles, largest),
                scaled(line.reports, largest),
            )
            for line in shown
        ],
        "other_languages": (len(rest), sum(line.articles for line in rest)),
    }


def place_bars(brief: Brief) -> dict[str, Any]:
    """The places with most articles, and how many are not on the map."""
    shown = brief.places[:SHOWN_PLACES]
    largest = max((line.articles for line in shown), default=0)
    territories = ENGLISH.territories
    return {
        "places": [
            (f"{line.place}, {territories.get(line.country, line.country)}" if line.country else line.place,
             line, scaled(line.articles, largest), scaled(line.reports, largest))
            for line in shown
        ],
        "other_places": max(0, brief.totals.places - len(shown)),
        "unmapped": sum(line.latitude is None for line in brief.places),
    }  # fmt: skip


def date_sentence(dates: DateLine) -> str:
    """How well the day's articles are dated, in one line."""
    return (
        f"Of {counted(dates.articles, 'article')}, {number(dates.instant)} state the instant of publication,"
        f" {number(dates.day_only)} only the day, {number(dates.undated)} neither;"
        f" {number(dates.inferred)} days were worked out from evidence, {number(dates.ambiguous)} could be read two ways."
    )
