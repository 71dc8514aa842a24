"""Writes sql/DICTIONARY.md from the comments in the database: `make docs`. With --check it only says whether it is current."""

import argparse
import contextlib
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from newsfold.config.home import project_root
from newsfold.local import postgres
from newsfold.store.connection import connect
from newsfold.store.dictionary import Function, Relation, Schema, schemas
from newsfold.store.migrations import migrate

PAGE = project_root() / "sql" / "DICTIONARY.md"
OPENING = """# The database, table by table

Made by `make docs` from the `comment on` statements in `sql/migrations` and `sql/views`. Don't edit it: edit those.

Analysts need the first part only. Times are `timestamptz`, days are days in the zone of the place or the publisher.
"""


def main() -> int:
    """Write the page, or compare it. Exit code 1 where --check finds it out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit code 1 where the page is out of date"
    )
    parser.add_argument("--database-url", help="a migrated database (default: a throw-away embedded server)")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a server is stopped
    with contextlib.ExitStack() as stack:
        url = arguments.database_url or stack.enter_context(throw_away_database())
        connection = stack.enter_context(contextlib.closing(connect(url)))
        text = dictionary(schemas(connection))
    if not arguments.check:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        print(f"{PAGE.relative_to(project_root())} is out of date: run `make docs`", file=sys.stderr)
        return 1
    return 0


@contextlib.contextmanager
def throw_away_database() -> Iterator[str]:
    """A migrated database on a server of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="newsfold-docs-") as folder:
        server = postgres.start(Path(folder))
        try:
            migrate(server.url("owner"))
            yield server.url("owner")
        finally:
            postgres.stop(Path(folder))


def dictionary(found: list[Schema]) -> str:
    """The whole page."""
    parts = [OPENING]
    for schema in found:
        parts.append(f"## {schema.name}\n\n{schema.comment or ''}\n")
        parts += [section(relation) for relation in schema.relations]
        parts += [function_section(function) for function in schema.functions]
    return "\n".join(parts)


def section(relation: Relation) -> str:
    """One table or view."""
    kind = " (view)" if relation.is_view else ""
    lines = [f"### {relation.name}{kind}", "", relation.comment or "", ""]
    if relation.is_view:
        lines += ["| column | type | meaning |", "|---|---|---|"]
        lines += [f"| `{c.name}` | {c.type} | {cell(c.comment)} |" for c in relation.columns]
    else:
        lines += ["| column | type | null | meaning |", "|---|---|---|---|"]
        lines += [
            f"| `{c.name}` | {c.type} | {'' if c.required else 'yes'} | {cell(c.comment)} |"
            for c in relation.columns
        ]
    return "\n".join([*lines, ""])


def function_section(function: Function) -> str:
    """One function."""
    call = f"{function.name}({function.arguments})"
    return "\n".join(
        [
            f"### {function.name} (function)",
            "",
            f"`{call}` gives `{function.result}`.",
            "",
            function.comment or "",
            "",
        ]
    )


def cell(text: str | None) -> str:
    """A text that is safe inside a table."""
    return (text or "").replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main())
