"""Writes docs/cookbook.md from sql/cookbook, with the answers on the sample inbox: `make docs`.

With --check it only says whether it is current. A file of sql/cookbook is a question, its theme, perhaps a note, and one
statement that an analyst can run.
"""

import contextlib
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from generating import generate
from sample_database import FIRST_MORNING, sample_server

from newsfold.analytics.questions import THEMES, Question, questions
from newsfold.config.home import project_root
from newsfold.store.connection import Connection, connect

PAGE = project_root() / "docs" / "cookbook.md"
MOST_ROWS = 8
MOST_CHARACTERS = 90
OPENING = f"""# Cookbook

Made by `make docs` from `sql/cookbook`. Don't edit it: edit those.

Each question is a file that an analyst can run: `psql "$(.venv/bin/newsfold database-url --role analyst)" -f FILE`. The
answers are those on the sample inbox, as if it had come on {FIRST_MORNING:%d %B %Y} and what corrects it on the day after,
in UTC. Long texts are cut. Days are written out, so that the answers stay: put your own in their place, or
`current_date - 1` for yesterday. What each column means is in [`sql/DICTIONARY.md`](../sql/DICTIONARY.md).
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sample inbox says: columns, and rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def main() -> int:
    """Write the page, or compare it."""
    return generate(__doc__, lambda: {PAGE: whole_page()})


def whole_page() -> str:
    """The page with the answers of the samples."""
    with sample_server() as server, contextlib.closing(connect(server.url("analyst"))) as connection:
        return page([(question, answer(connection, question)) for question in questions()])


def answer(connection: Connection, question: Question) -> Answer:
    """Run it, in UTC. Nothing stays of it."""
    with connection.cursor() as cursor:
        try:
            cursor.execute("set local time zone 'UTC'")
            cursor.execute(question.sql)
            columns = tuple(column.name for column in cursor.description or ())
            return Answer(columns, tuple(tuple(row) for row in cursor.fetchall()))
        finally:
            connection.rollback()


def page(answered: list[tuple[Question, Answer]]) -> str:
    """The whole page: a table of contents, then theme by theme."""
    parts = [OPENING]
    for theme in THEMES:
        links = [f"- [{each.question}](#{each.name})" for each, _ in answered if each.theme == theme]
        parts.append("\n".join([f"**{theme}**\n", *links, ""]))
    for theme in THEMES:
        parts.append(f"## {theme}\n")
        parts += [section(each, found) for each, found in answered if each.theme == theme]
    return "\n".join(parts)


def section(question: Question, found: Answer) -> str:
    """One question with its statement and its answer."""
    lines = [f'<a id="{question.name}"></a>', "", f"### {question.question}", ""]
    if question.note:
        lines += [question.note, ""]
    lines += [f"[`{question.name}.sql`](../sql/cookbook/{question.name}.sql)", ""]
    lines += ["```sql", question.sql, "```", ""]
    lines += [f"| {' | '.join(found.columns)} |", "|" + "|".join(rule(found)) + "|"]
    lines += [f"| {' | '.join(cell(value) for value in row)} |" for row in found.rows[:MOST_ROWS]]
    return "\n".join([*lines, ""])


def rule(found: Answer) -> list[str]:
    """The line under the head of a table: numbers stand to the right."""
    kinds = [{type(value) for value in column} for column in zip(*found.rows, strict=True)]
    return ["---:" if kind & {int, float, Decimal} else "---" for kind in kinds]


def cell(value: Any) -> str:
    """A value for people, safe inside a table."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return cell(", ".join(map(str, value)))
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}"
        case float():
            return f"{value:g}"
    return escaped(re.sub(r"\s+", " ", str(value)))


def escaped(text: str) -> str:
    """A cut text without markup but the bold print of search."""
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS].rstrip(" *") + " …"
    if text.count("**") % 2:
        text = text.removesuffix(" …") + "** …"
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())
