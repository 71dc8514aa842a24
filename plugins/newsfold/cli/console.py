"""What the command shows on a terminal: the run report, the status, explanations, comparisons, tables."""

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape as escape_markup
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from newsfold.explain.highlights import STEERING, find_marks, marked_lines
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
# Part of a field's name -> how what it was read from is shown.
COLOURS = {
    "headline": "bold green", "byline": "bold magenta", "agency": "bold blue", "dateline": "bold cyan",
    "published": "bold yellow", "modified": "yellow", "embargoed": "bold red", "pub_status": "bold red", "signal": "bold red",
    "uri": "underline",
}  # fmt: skip
#: So many characters of a column must have room.
READABLE = 12
# A terminal says how wide it is; a file or a pipe can take long lines.
out = Console(highlight=False, width=None if sys.stdout.isatty() else 180)
problems = Console(stderr=True, highlight=False, soft_wrap=True)


def escape(text: str) -> str:
    """Text from outside, so that neither markup nor control characters in it do anything."""
    return escape_markup(text.translate(STEERING))


@contextlib.contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal's error stream; silent elsewhere. Gives the function to report (done, total) to."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=problems, transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def spinner(what: str) -> contextlib.AbstractContextManager[object]:
    """Shows on a terminal's error stream that something is going on; silent elsewhere."""
    return problems.status(escape(what)) if sys.stderr.isatty() else contextlib.nullcontext()


def print_rows(rows: Sequence[Mapping[str, object]]) -> None:
    """Rows with the same keys, as a table."""
    out.print(table(list(rows[0]), [list(row.values()) for row in rows]) if rows else "nothing to show")


def print_query(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """What a statement gave: a table, or where its columns would be too narrow to be read, each row as a table of its own."""
    if not is_too_wide(columns, rows):
        out.print(table(columns, rows))
        return
    for number, row in enumerate(rows, start=1):
        out.print(table(["column", "value"], zip(columns, row, strict=True), title=f"row {number}"), "")


def is_too_wide(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> bool:
    """Whether there is not room for READABLE characters, or as many as it has, in each column."""
    widest = [max([len(name), *(len(cell(row[at])) for row in rows)]) for at, name in enumerate(columns)]
    return bool(rows) and sum(min(width, READABLE) + 2 for width in widest) - 2 > out.width


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> Table:
    """A table of plain text: nothing in it is read as markup. Numbers stand to the right."""
    shown = [list(row) for row in rows]
    result = Table(title=title, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for index, column in enumerate(columns):
        numeric = all(
            isinstance(row[index], int | float) and not isinstance(row[index], bool) for row in shown
        )
        result.add_column(escape(column), justify="right" if numeric and shown else "left", overflow="fold")
    for row in shown:
        result.add_row(*(escape(cell(value)) for value in row))
    return result


def cell(value: object) -> str:
    """One value for a person."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


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


def print_explanation(item: Mapping[str, Any], raw: str = "") -> None:
    """How one record was read. `raw` is its text as it stands in the file, shown with what was read marked."""
    heading = f"{item['file_uri']} record {item['record_position']} ({item['format'] or 'unknown format'})"
    if "rejected" in item:
        out.print(
            Panel(
                escape(f"refused: {item['rejected']}: {item['detail']}"),
                title=escape(heading),
                title_align="left",
            )
        )
        return
    rows = []
    for each in item["evidence"]:
        origin = f"{each['where']}: {each['raw']!r}  [{each['rule']}]" if each["raw"] else each["rule"]
        others = [
            f"  also {c['value'] or 'unread'} ({c['confidence']:.2f}) {c['where']}: {c['raw']!r}"
            for c in each["candidates"][:6]
        ]
        notes = [f"  {each['note']}"] if each["note"] else []
        rows.append(
            [
                each["field"],
                each["value"] or "-",
                f"{each['confidence']:.2f}",
                "\n".join([origin, *notes, *others]),
            ]
        )
    out.print(f"[bold]{escape(heading)}[/bold]")
    print_marked(raw, item["evidence"])
    out.print(table(["field", "value", "sure", "from"], rows))
    for block in item["set_aside"]:
        out.print(
            f"[dim]set aside ({escape(block['kind'])}, {escape(block['where'])}): {escape(block['text'][:200])}[/dim]"
        )
    out.print(f"[dim]body, {item['word_count']} words:[/dim] {escape(item['body'][:300])}…\n")


def print_marked(raw: str, evidence: Sequence[Mapping[str, Any]]) -> None:
    """The raw text, or what matters of it, with the fields that were read from it in colours and named below each line."""
    last = 0
    for line in marked_lines(raw, find_marks(raw, evidence)):
        if line.number > last + 1:
            out.print("       [dim]⋮[/dim]")
        last = line.number
        text = Text(f"{line.number:>6} │ ", style="dim")
        text.append(line.text, style="default not dim")
        offset = len(f"{line.number:>6} │ ")
        for mark in line.marks:
            text.stylize(colour(mark.fields[0]), offset + mark.start, offset + mark.end)
        out.print(text, soft_wrap=True)
        if line.marks:
            names = Text("       ╰ ", style="dim")
            names.append_text(
                Text("   ").join(Text(", ".join(m.fields), style=colour(m.fields[0])) for m in line.marks)
            )
            out.print(names, soft_wrap=True)
    out.print()


def colour(field: str) -> str:
    """The style in which a field's raw text is shown."""
    return next((style for word, style in COLOURS.items() if word in field), "bold bright_white")


def print_refold(report: Mapping[str, Any]) -> None:
    """What a refold or a decision changed, or would change."""
    links = report["links"]
    verb = "would" if report.get("dry_run") else "did"
    out.rule(f"[bold]Refold, run {report['run_id']}[/bold]  method {escape(report['method'])}")
    out.print(f"{report['stories']} stories looked at; {report['moved_articles']} articles {verb} move")
    out.print(table(["links", "number"], list(links.items())))
    out.print(f"{report['splits']} stories {verb} split, {report['merges']} {verb} merge into another")
    if report.get("redated"):
        out.print(f"{report['redated']} articles {verb} get another day")
    learned = report.get("boilerplate")
    if learned:
        out.print(
            f"boilerplate: {learned['new']} new sentences, {learned['ended']} no more, in {learned['texts']} texts"
        )
        for sentence in learned["examples"]:
            out.print(f"  [dim]{escape(sentence[:160])}[/dim]")
    for split in report["split_stories"]:
        out.print(f"\n[bold]story {split['story_id']} splits[/bold]")
        print_titles("stay", split["stay"])
        print_titles("leave", split["leave"])
    for merged in report["merged_stories"]:
        out.print(f"\n[bold]story {merged['story_id']} merges into {merged['into_story_id']}[/bold]")
        print_titles("these", merged["articles"])
        print_titles("join", merged["into"])


def print_titles(what: str, articles: Sequence[Mapping[str, Any]]) -> None:
    """Articles by source and title, a line each."""
    for article in articles:
        out.print(
            f"  {what:<6} {article['article_id']:>6}  {escape(article['source'])}: {escape(article['title'])}"
        )


def print_verified(verified: Mapping[str, Any]) -> None:
    """Whether all that was loaded is held."""
    colour, word = ("green", "is") if verified["same"] else ("red", "is not")
    out.print(f"[{colour}]what is held {word} what was loaded[/{colour}]: {verified['result_in_full']}")


def print_status(status: Mapping[str, Any]) -> None:
    """The state of the whole."""
    out.print(f"{status['articles']} articles in {status['stories']} stories")
    for name, label in (
        ("unbalanced_files", "files whose ledger does not balance"),
        ("failed_runs", "failed runs"),
        ("files_due", "files fetched but not loaded"),
        ("quarantined", "records in quarantine"),
    ):
        colour = "red" if status[name] else "green"
        out.print(f"[{colour}]{status[name]}[/{colour}] {label}")
    for key, columns in (
        ("reasons", ["reason_code", "records", "last_seen_at"]),
        ("sources", ["source", "files", "last_fetched_at"]),
        ("runs", ["run_id", "run_key", "trigger", "day", "state", "started_at", "finished_at"]),
    ):
        if status[key]:
            out.print("", table(columns, [[row[c] for c in columns] for row in status[key]]), sep="\n")


def print_problem(problem: object) -> None:
    """An error, in one line, on the error stream."""
    problems.print(f"newsfold: {problem}", markup=False)
