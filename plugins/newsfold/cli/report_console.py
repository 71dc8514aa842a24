"""The report of a run on a terminal: by default what fits a screen, in full what it holds."""

import argparse
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rich.text import Text

from newsfold.cli.console import cell, escape, out, plain, table
from newsfold.model import Outcome

Report = Mapping[str, Any]
OUTCOMES = [outcome.value for outcome in Outcome]
SHORT = {
    "original": "orig",
    "near_copy": "near",
    "rewrite": "rewr",
    "translation": "tran",
    "version": "vers",
    "unchanged": "same",
    "quarantined": "quar",
}
WHITE_SPACE = re.compile(r"\s")
#: What fits a screen of 100 columns and 40 lines, with the addresses below it.
WIDTH = 100
SOURCES = 8
REASONS = 8
FOLDS = 3
LINES = 3


def full_option(parser: argparse.ArgumentParser) -> None:
    """The option of all commands that show a run's report."""
    parser.add_argument(
        "--full", action="store_true", help="all sources, folded articles with the evidence, and refusals"
    )


def printer(arguments: argparse.Namespace) -> Callable[[Report], None]:
    """What shows a report as the person wants it."""
    return print_full_report if getattr(arguments, "full", False) else print_report


def print_report(report: Report) -> None:
    """What a run did, on one screen: state, balance, outcomes, sources, refusals, folds, checks."""
    totals = report["totals"]
    state = " (a rehearsal: nothing was loaded)" if report["dry_run"] else ""
    counts = f"{totals['files']:,} files, {totals['found']:,} records"
    print_line(
        f"[bold]Run {report['run_id']} is {report['state']}[/bold]{state}: {counts},"
        f" {report['stories']['new_stories']:,} new stories"
    )
    print_line(f"[dim]{escape(str(report['run_key']))}[/dim]")
    print_balance(totals)
    if report["sources"]:
        out.print("", sources_table(report["sources"]), "", sep="\n", width=min(WIDTH, out.width))
    print_some(
        [escape(each["detail"]) for each in report["source_failures"]], "[red]not read:[/red] ", "sources"
    )
    print_some(incomplete_lines(report), "[red]not seen whole:[/red] ", "sources")
    print_refusals(report)
    print_examples(report)
    if "changes" in report:
        print_changes(report["changes"], LINES)
    print_checks(report)
    print_line(f"[dim]the rest: newsfold report {report['run_id']} --full[/dim]")


def print_line(markup: str) -> None:
    """One line, cut where the screen ends; a tab or a line's end in it is a space."""
    text = Text.from_markup(WHITE_SPACE.sub(" ", markup))
    text.truncate(min(WIDTH, out.width), overflow="ellipsis")
    out.print(text)


def print_some(lines: list[str], before: str, what: str) -> None:
    """The first few lines, and how many more there are."""
    for line in lines[:LINES]:
        print_line(f"{before}{line}")
    if len(lines) > LINES:
        out.print(f"{before}{len(lines) - LINES:,} more {what}")


def incomplete_lines(report: Report) -> list[str]:
    """The sources whose listing was not seen whole, and since when. Reports of earlier versions don't say that."""
    return [
        escape(f"{each['source']} since {str(each['incomplete_since'])[:16].replace('T', ' ')} UTC")
        for each in report["source_failures"]
        if each.get("incomplete_since")
    ]


def print_balance(totals: Report) -> None:
    """Found, and the outcomes that it is the sum of."""
    parts = " + ".join(f"{totals[name]:,} {name}" for name in OUTCOMES if totals.get(name)) or "0"
    verdict = "[green]balanced[/green]" if totals["balanced"] else "[bold red]does not balance[/bold red]"
    out.print(f"{totals['found']:,} found = {parts}: {verdict}", width=min(WIDTH, out.width))


def sources_table(sources: list[dict[str, Any]]) -> Any:
    """The sources with the most records, and one row for all others."""
    columns = ["files", "found", *OUTCOMES]
    most = sorted(sources, key=lambda each: (-each["found"], each["source"]))
    # One row says no more than the source that it would stand for.
    shown, others = (most, []) if len(most) <= SOURCES + 1 else (most[:SOURCES], most[SOURCES:])
    rows = [[each["source"], *(each[name] for name in columns)] for each in shown]
    if others:
        rows.append([f"{len(others):,} others", *(sum(each[name] for each in others) for name in columns)])
    rows = [[name, *map(short_count, counts)] for name, *counts in rows]
    made = table(["source", *(SHORT.get(name, name) for name in columns)], rows)
    made.columns[0].no_wrap, made.columns[0].overflow = True, "ellipsis"
    return made


def short_count(count: int) -> int | str:
    """A count in at most five characters: in thousands from 100,000 on, in millions from there on."""
    if count < 100_000:
        return count
    return f"{count / 1e3:.0f}k" if count < 9_999_500 else f"{count / 1e6:.0f}M"


def print_refusals(report: Report) -> None:
    """The refused records by reason."""
    reasons = [f"{each['records']:,} {each['reason_code']}" for each in report["refusals"]]
    if reasons:
        more = f", {len(reasons) - REASONS} more reasons" if len(reasons) > REASONS else ""
        print_line(
            f"[bold]{report['totals']['quarantined']:,} refused:[/bold] {escape(', '.join(reasons[:REASONS]))}{more}"
        )


def print_examples(report: Report) -> None:
    """A few folded articles of different stories, a line each."""
    folds = list({fold["story_id"]: fold for fold in reversed(report["folds"])}.values())[::-1]
    if not folds:
        return
    number = sum(report["totals"].get(each, 0) for each in ("near_copy", "rewrite", "translation"))
    out.print(f"[bold]{number:,} folded as rewrite or near copy[/bold], for example")
    for fold in folds[:FOLDS]:
        print_line(escape(fold_line(fold)))


def fold_line(fold: Report) -> str:
    """Both articles of a fold by source and title, each in half of the line."""
    before = f"  {fold['outcome']:<9} {fold['score']:.2f}  "
    room = (min(WIDTH, out.width) - len(before) - len(" of ")) // 2
    one = Text(plain(f"{fold['source']}: {title(fold, '')}"))
    other = Text(plain(f"{fold['matched_source']}: {title(fold, 'matched_')}"))
    for each in (one, other):
        each.truncate(max(room, 1), overflow="ellipsis")
    return f"{before}{one.plain} of {other.plain}"


def print_checks(report: Report) -> None:
    """How many checks passed, and those that did not."""
    broken = [each for each in report["checks"] if each["broken_rows"]]
    if report["checks"]:
        out.print(f"{len(report['checks']) - len(broken)} of {len(report['checks'])} checks passed")
    for each in broken:
        print_line(f"  {each['severity']}: {escape(each['check_name'])}: {each['broken_rows']} rows")


def print_changes(changes: Report, most: int) -> None:
    """What a replay makes of what was read before; at most so many lines of each kind."""
    out.print("\n[bold]What reading again changes[/bold]")
    if not any(changes["found"].values()):
        out.print("nothing: all is read as before")
        return
    if changes["records"]:
        rows = [
            (each["refused_as"] or "–", each["becomes"], each["records"])
            for each in changes["records"][:most]
        ]
        out.print(table(["refused as", "becomes", "records"], rows))
    if changes["articles"]:
        fields_read = [(each["field"], each["articles"]) for each in changes["articles"][:most]]
        out.print(table(["read otherwise", "articles"], fields_read))
    for each in changes["listed_articles"][:most]:
        fields = ", ".join(each["fields"]) or "other fields"
        headline = each["headline_after"] or each["headline_before"] or "without a headline"
        out.print(f"  {escape(headline)} ({escape(str(each['source']))}): {fields}")
    hidden = changes["found"]["articles"] - most
    if hidden > 0:
        out.print(f"  … and {hidden:,} more; --json lists the first of them")


def print_full_report(report: Report) -> None:
    """All that the report holds: each source, fold with its evidence, and refusal."""
    totals, stories = report["totals"], report["stories"]
    out.rule(f"[bold]Run {report['run_id']}[/bold]  {escape(str(report['run_key']))}  {report['state']}")
    rehearsed = "  (a rehearsal: nothing was loaded)" if report["dry_run"] else ""
    out.print(f"{totals['files']} files, {totals['found']} records{rehearsed}")
    out.print(table(["outcome", "records"], [(name, totals.get(name, 0)) for name in OUTCOMES]))
    print_balance(totals)
    out.print(f"{stories['new_stories']} new stories; the new articles are in {stories['stories']} stories\n")
    if report["sources"]:
        rows = [
            [each["source"], each["files"], each["found"], *(each.get(n, 0) for n in OUTCOMES)]
            for each in report["sources"]
        ]
        out.print(table(["source", "files", "found", *(SHORT.get(n, n) for n in OUTCOMES)], rows), "")
    for each in report["source_failures"]:
        out.print(f"[red]not read:[/red] {escape(each['detail'])}")
    for line in incomplete_lines(report):
        out.print(f"[red]not seen whole:[/red] {line}")
    print_folds(report)
    print_quarantine(report)
    if "changes" in report:
        print_changes(report["changes"], 10)
    out.print()
    print_checks(report)


def print_folds(report: Report) -> None:
    """The folded articles, each with its evidence."""
    if not report["folds"]:
        return
    out.print("[bold]Folded into one story, and why[/bold]")
    for fold in report["folds"]:
        print_fold(fold)
    folded = sum(report["totals"].get(each, 0) for each in ("near_copy", "rewrite", "translation"))
    if folded > len(report["folds"]):
        out.print(f"  … {len(report['folds'])} of {folded} shown; the others are in news.link")


def print_quarantine(report: Report) -> None:
    """The refused records."""
    if not report["quarantine"]:
        return
    columns = ["source", "file_uri", "record_position", "reason_code", "detail"]
    rows = [[each[c] for c in columns] for each in report["quarantine"]]
    out.print(
        "\n[bold]Quarantined[/bold]", table(["source", "file", "record", "reason", "detail"], rows), sep="\n"
    )
    refused = report["totals"]["quarantined"]
    if refused > len(report["quarantine"]):
        out.print(f"… {len(report['quarantine'])} of {refused} shown; all are in ops.quarantine")


def print_fold(fold: Report) -> None:
    """One folded article: what it was folded with, how sure, and the evidence."""
    mine, other = (title(fold, ""), title(fold, "matched_"))
    out.print(
        f"  story {fold['story_id']}: {fold['outcome']} {fold['score']:.2f}"
        f"  {escape(fold['source'])}: [italic]{escape(mine)}[/italic]"
        f"\n    of {escape(fold['matched_source'])}: [italic]{escape(other)}[/italic]"
    )
    for line in reasons(fold["evidence"] or {}):
        out.print(f"    {escape(line)}")


def title(fold: Report, prefix: str) -> str:
    """A headline, or where there is none the opening words."""
    return fold[f"{prefix}headline"] or f"{fold[f'{prefix}opening'][:70].strip()}…"


def reasons(evidence: Report, examples: int = 2) -> Iterator[str]:
    """Evidence as lines for a person: all of it in a sentence, features, shared names and numbers, a few sentence pairs."""
    if evidence.get("summary"):
        yield str(evidence["summary"])
    features = evidence.get("features") or {}
    if features:
        yield "features: " + ", ".join(f"{name} {cell(value)}" for name, value in features.items())
    for key, label in (("shared_names", "names in both"), ("shared_numbers", "numbers in both")):
        if isinstance(evidence.get(key), list) and evidence[key]:
            yield f"{label}: " + ", ".join(map(str, evidence[key][:12]))
    for pair in (evidence.get("sentences") or [])[:examples]:
        yield f"“{pair.get('one', '')}” ~ “{pair.get('other', '')}”"
    if evidence.get("notes"):
        yield "; ".join(map(str, evidence["notes"]))
