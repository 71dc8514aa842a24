"""What all commands print with: tables, progress, JSON, errors; nothing from outside steers the terminal."""

import argparse
import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.filesize import decimal
from rich.markup import escape as escape_markup
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from newsfold.explain.highlights import STEERING

# A terminal says how wide it is; a file or a pipe can take long lines.
out = Console(highlight=False, width=None if sys.stdout.isatty() else 180)
problems = Console(stderr=True, highlight=False, soft_wrap=True)


def plain(text: str) -> str:
    """Text from outside, without what would steer the terminal."""
    return text.translate(STEERING)


def escape(text: str) -> str:
    """Text from outside, so that neither markup nor control characters in it do anything."""
    return escape_markup(plain(text))


class Amount(ProgressColumn):
    """What is done: `3/40`, or of what is counted in bytes `45 % of 5.0 GB, 12,345 records, 210 a second`."""

    def render(self, task: Task) -> Text:
        """The column's text."""
        return Text(amount(task.completed, task.total, task.fields.get("records"), task.elapsed))


def amount(done: float, total: float | None, records: int | None, seconds: float | None) -> str:
    """That text; of what takes longer than `seconds` tell."""
    if records is None:
        return f"{done:,.0f}/{total:,.0f}" if total else f"{done:,.0f}"
    share = f"{done / total:.0%} of {decimal(int(total))}, " if total else ""
    rate = f", {records / seconds:,.0f} a second" if seconds else ""
    return f"{share}{records:,} records{rate}"


@contextlib.contextmanager
def progress_bar(what: str) -> Iterator[Callable[..., None]]:
    """A bar on a terminal's error stream; silent elsewhere. Gives the function to report (done, total) to; total 0: not known.
    With a third number, of records, the others are bytes.
    """
    if not sys.stderr.isatty():
        yield lambda *amounts: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), Amount(), TimeRemainingColumn())
    with Progress(*columns, console=problems, transient=True) as progress:
        task = progress.add_task(what, total=None)

        def show(done: int, total: int, records: int | None = None) -> None:
            progress.update(task, completed=done, total=total or None, records=records)

        yield show


def spinner(what: str) -> contextlib.AbstractContextManager[object]:
    """Shows on a terminal's error stream that something is going on; silent elsewhere."""
    return problems.status(escape(what)) if sys.stderr.isatty() else contextlib.nullcontext()


def print_rows(rows: Sequence[Mapping[str, object]]) -> None:
    """Rows with the same keys, as a table."""
    out.print(table(list(rows[0]), [list(row.values()) for row in rows]) if rows else "nothing to show")


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


def print_problem(problem: object) -> None:
    """An error, in one line, on the error stream."""
    problems.print(f"newsfold: {problem}", markup=False)


def show(
    arguments: argparse.Namespace, value: Any, printer: Callable[[Any], None], *, lines: bool = False
) -> None:
    """As JSON for a machine (`lines`: one object a line), else for a person."""
    if getattr(arguments, "json", False):
        print(json.dumps(value, default=str, ensure_ascii=False, indent=None if lines else 2))
    else:
        printer(value)


def write_text(target: str, text: str) -> None:
    """To a file, or to standard output for `-`."""
    if target == "-":
        sys.stdout.write(text)
    else:
        Path(target).write_text(text, encoding="utf-8")
