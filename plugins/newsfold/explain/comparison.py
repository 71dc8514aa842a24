"""Two records of two files compared, as a run would compare them: read with their own sources and languages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsfold import dedup
from newsfold.config.sources import Settings, Source
from newsfold.dedup.alignment import Alignment, Text, align, prepare
from newsfold.dedup.wording import AccountLine, account, copied_text, same_text_summary
from newsfold.model import Article, SourceFile
from newsfold.pipeline import reading
from newsfold.pipeline.workspaces import by_source

_NUMBERED = re.compile(r"(?P<file>.+)#(?P<position>\d{1,9})\Z", re.DOTALL)


class ComparisonError(Exception):
    """A file holds no article to compare, or not the record that was asked for."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts. `note` says which record was taken where there are several."""

    article: Article
    text: Text
    note: str = ""


@dataclass(frozen=True, slots=True)
class ComparedFiles:
    """Two articles compared. `relation` is copy, near_copy, rewrite, translation or None; `account` holds the points for a
    rewrite.

    `notes` say what else a run would look at: vetoes, the days between, and whether the index brings the two together.
    """

    one: Side
    other: Side
    relation: str | None
    score: float
    summary: str
    days_apart: int | None
    same_publisher: bool
    account: tuple[AccountLine, ...]
    copied: str
    alignment: Alignment
    evidence: Mapping[str, object]
    notes: tuple[str, ...]
    method: str = dedup.METHOD


def compare_files(
    one: str,
    other: str,
    sources: Mapping[str, Source],
    base: Path,
    now: datetime,
    settings: Settings | None = None,
) -> ComparedFiles:
    """Compare two files, or records of files: `FILE#3` names the record by its position, counted from 0.

    Relative locations of the sources start at `base`. Raises FileNotFoundError, and ComparisonError where there is no
    article to compare.
    """
    first, second = (read_side(each, sources, base, now, settings) for each in (one, other))
    return compare_articles(first, second, (settings or Settings()).fold.rewrite_days)


def compare_articles(one: Side, other: Side, rewrite_days: int = dedup.WINDOW_DAYS) -> ComparedFiles:
    """Compare two articles that are read."""
    a, b = one.article, other.article
    days = abs((a.published_on - b.published_on).days) if a.published_on and b.published_on else None
    same_publisher = dedup.publisher(a) == dedup.publisher(b) != ""
    compared = dedup.compare_texts(
        one.text, other.text, days, same_publisher=same_publisher, rewrite_days=rewrite_days
    )
    evidence = compared.evidence
    same_text = dedup.content_sha256(compared_text(a)) == dedup.content_sha256(compared_text(b))
    relation = compared.relation.kind.value if compared.relation else None
    return ComparedFiles(
        one=one,
        other=other,
        relation="copy" if same_text else relation,
        score=1.0 if same_text else compared.score,
        summary=same_text_summary() if same_text else str(evidence["summary"]),
        days_apart=days,
        same_publisher=same_publisher,
        account=tuple(
            account(
                compared.measured,
                days,
                same_publisher=same_publisher,
                crossed=compared.crossed,
                rewrite_days=rewrite_days,
            )
        ),
        copied=copied_text(compared.measured),
        alignment=align(one.text, other.text),
        evidence=evidence,
        notes=() if same_text else tuple(notes(a, b, days, compared.judgement.veto, rewrite_days)),
    )


def notes(
    a: Article, b: Article, days_apart: int | None, veto: str | None, rewrite_days: int = dedup.WINDOW_DAYS
) -> list[str]:
    """What speaks against a link beside the words of the two texts, as a run sees it."""
    found = [veto] if veto else []
    if "canceled" in (a.pub_status, b.pub_status):
        found.append("killed: what kills an article is never folded with it")
    elif not would_meet(a, b):
        found.append("index: too little of what finds a text is in both; a run would not compare the two")
    if days_apart is not None and days_apart > rewrite_days:
        found.append(
            f"window: {days_apart} days apart; beyond {rewrite_days} days a run looks for copied text only"
        )
    return found


def would_meet(a: Article, b: Article) -> bool:
    """Whether the index brings two articles together."""
    one, other = (dedup.fingerprint_of(each, with_meaning=True) for each in (a, b))
    return dedup.are_candidates(one, other) or dedup.are_crossing(one.crossing, other.crossing)


def verdict_line(compared: ComparedFiles) -> str:
    """The relation by its name, and how likely it is: `rewrite: 97 % likely to be one report`."""
    percent = round(compared.score * 100)
    likely = "more than 99" if percent > 99 else "less than 1" if percent < 1 else str(percent)
    name = (compared.relation or "no relation").replace("_", " ")
    return name if compared.relation == "copy" else f"{name}: {likely} % likely to be one report"


def as_json(compared: ComparedFiles) -> dict[str, object]:
    """The comparison for a machine."""
    return {
        "a": compared.one.article.file_uri,
        "a_record": compared.one.article.record_position,
        "b": compared.other.article.file_uri,
        "b_record": compared.other.article.record_position,
        "relation": compared.relation,
        "score": compared.score,
        "summary": compared.summary,
        "method": compared.method,
        "days_apart": compared.days_apart,
        "same_publisher": compared.same_publisher,
        "account": [line._asdict() for line in compared.account],
        "evidence": {**compared.evidence, "summary": compared.summary, "notes": list(compared.notes)},
    }


def compared_text(article: Article) -> str:
    """What of an article is compared."""
    return dedup.compared_text(article.body, article.headline, article.language)


# --- the two records ---------------------------------------------------------------------------------------------


def read_side(
    named: str, sources: Mapping[str, Source], base: Path, now: datetime, settings: Settings | None = None
) -> Side:
    """Read the record that `FILE` or `FILE#position` names; of several without a position the first article."""
    path, position = split_name(named)
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file")
    [(source, [found])] = by_source([path.absolute()], sources, base, None, settings).items()
    file = SourceFile(
        source.slug, found.name, path.absolute().as_uri(), "", found.size, found.modified_at, now
    )
    if found.size > source.max_file_bytes:
        refused = reading.too_large(file, source)
        raise ComparisonError(f"{path}: {refused.reason_code}: {refused.detail}")
    article, note = choose_record(path, position, source, file)
    return Side(article, prepare(compared_text(article), article.language), note)


def split_name(named: str) -> tuple[Path, int | None]:
    """`FILE#3` as file and position; a file whose own name ends so is meant as a whole."""
    numbered = _NUMBERED.match(named)
    if numbered is None or Path(named).is_file():
        return Path(named), None
    return Path(numbered["file"]), int(numbered["position"])


def choose_record(path: Path, position: int | None, source: Source, file: SourceFile) -> tuple[Article, str]:
    """The record at a position, or the first that is an article, and a note where the file has others too."""
    refused = []
    results = reading.read_file(reading.OneFile(path), source, file)
    for number, (_, result) in enumerate(results):
        if position is not None and number != position:
            continue
        if isinstance(result, Article):
            several = position is None and (number > 0 or next(results, None) is not None)
            note = f"record {number} of several; {path.name}#N names another, counted from 0"
            return result, note if several else ""
        refused.append(f"record {number}: {result.reason_code}: {result.detail}")
        if position is not None:
            break
    raise ComparisonError(f"{path}: {refused[0] if refused else f'there is no record {position or 0}'}")
