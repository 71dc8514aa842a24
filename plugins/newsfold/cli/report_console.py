"""The report of a run on a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from newsfold.cli.console import cell, escape, out, table
from newsfold.model import Outcome

OUTCOMES = [outcome.value for outcome in Outcome]
SHORT = {
    "original": "orig",
    "near_copy": "near",
    "rewrite": "rewr",
    "version": "vers",
    "unchanged": "same",
    "quarantined": "quar",
}


def print_changes(changes: Mapping[str, Any]) -> None:
    """What a replay makes of what was read before."""
    out.print("\n[bold]What reading again changes[/bold]")
    if not any(changes["found"].values()):
        out.print("nothing: all is read as before")
        return
    if changes["records"]:
        rows = [(each["refused_as"] or "–", each["becomes"], each["records"]) for each in changes["records"]]
        out.print(table(["refused as", "becomes", "records"], rows))
    if changes["articles"]:
        fields_read = [(each["field"], each["articles"]) for each in changes["articles"]]
        out.print(table(["read otherwise", "articles"], fields_read))
    for each in changes["listed_articles"][:10]:
        fields = ", ".join(each["fields"]) or "other fields"
        headline = each["headline_after"] or each["headline_before"] or "without a headline"
        out.print(f"  {escape(headline)} ({escape(str(each['source']))}): {fields}")
    hidden = changes["found"]["articles"] - 10
    if hidden > 0:
        out.print(f"  … and {hidden:,} more; --json lists the first of them")


def print_report(report: Mapping[str, Any]) -> None:
    """The run report."""
    totals, stories = report["totals"], report["stories"]
    out.rule(f"[bold]Run {report['run_id']}[/bold]  {escape(str(report['run_key']))}  {report['state']}")
    rehearsed = "  (a rehearsal: nothing was loaded)" if report["dry_run"] else ""
    out.print(f"{totals['files']} files, {totals['found']} records{rehearsed}")
    out.print(table(["outcome", "records"], [(name, totals[name]) for name in OUTCOMES]))
    summed = " + ".join(str(totals[name]) for name in OUTCOMES)
    verdict = "[green]balanced[/green]" if totals["balanced"] else "[bold red]does not balance[/bold red]"
    out.print(f"{totals['found']} found = {summed}: {verdict}")
    out.print(f"{stories['new_stories']} new stories; the new articles are in {stories['stories']} stories\n")
    if report["sources"]:
        rows = [
            [each["source"], each["files"], each["found"], *(each[n] for n in OUTCOMES)]
            for each in report["sources"]
        ]
        out.print(table(["source", "files", "found", *(SHORT.get(n, n) for n in OUTCOMES)], rows), "")
    for each in report["source_failures"]:
        out.print(f"[red]not read:[/red] {escape(each['detail'])}")
    if report["folds"]:
        out.print("[bold]Folded into one story, and why[/bold]")
        for fold in report["folds"]:
            print_fold(fold)
        folded = totals["rewrite"] + totals["near_copy"]
        if folded > len(report["folds"]):
            out.print(f"  … {len(report['folds'])} of {folded} shown; the others are in news.link")
    if report["quarantine"]:
        columns = ["source", "file_uri", "record_position", "reason_code", "detail"]
        rows = [[each[c] for c in columns] for each in report["quarantine"]]
        headings = ["source", "file", "record", "reason", "detail"]
        out.print("\n[bold]Quarantined[/bold]", table(headings, rows), sep="\n")
        if totals["quarantined"] > len(report["quarantine"]):
            out.print(
                f"… {len(report['quarantine'])} of {totals['quarantined']} shown; all are in ops.quarantine"
            )
    if "changes" in report:
        print_changes(report["changes"])
    broken = [each for each in report["checks"] if each["broken_rows"]]
    passed = len(report["checks"]) - len(broken)
    if report["checks"]:
        out.print(f"\n{passed} of {len(report['checks'])} checks passed")
    for each in broken:
        out.print(f"  {each['severity']}: {escape(each['check_name'])}: {each['broken_rows']} rows")


def print_fold(fold: Mapping[str, Any]) -> None:
    """One folded article: what it was folded with, how sure, and the evidence."""
    mine, other = (title(fold, ""), title(fold, "matched_"))
    out.print(
        f"  story {fold['story_id']}: {fold['outcome']} {fold['score']:.2f}"
        f"  {escape(fold['source'])}: [italic]{escape(mine)}[/italic]"
        f"\n    of {escape(fold['matched_source'])}: [italic]{escape(other)}[/italic]"
    )
    for line in reasons(fold["evidence"] or {}):
        out.print(f"    {escape(line)}")


def title(fold: Mapping[str, Any], prefix: str) -> str:
    """A headline, or where there is none the opening words."""
    return fold[f"{prefix}headline"] or f"{fold[f'{prefix}opening'][:70].strip()}…"


def reasons(evidence: Mapping[str, Any], examples: int = 2) -> Iterator[str]:
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
