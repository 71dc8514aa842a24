"""How one record was read, as `newsfold explain` shows it on a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.panel import Panel
from rich.text import Text

from newsfold.cli.console import escape, out, table
from newsfold.explain.highlights import find_marks, marked_lines

# Part of a field's name -> how what it was read from is shown.
COLOURS = {
    "headline": "bold green", "byline": "bold magenta", "agency": "bold blue", "dateline": "bold cyan",
    "published": "bold yellow", "modified": "yellow", "embargoed": "bold red", "pub_status": "bold red", "signal": "bold red",
    "uri": "underline",
}  # fmt: skip


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
                "-" if each["confidence"] is None else f"{each['confidence']:.2f}",
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
