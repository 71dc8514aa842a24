"""Writes sql/DICTIONARY.md from the comments in the database: `make docs`. With --check it only says whether it is current."""

import sys

from generating import generate_from_database

from newsfold.config.home import project_root
from newsfold.store.dictionary import Function, Relation, Schema, schemas

PAGE = project_root() / "sql" / "DICTIONARY.md"
OPENING = """# The database, table by table

Made by `make docs` from the `comment on` statements in `sql/migrations` and `sql/views`. Don't edit it: edit those.

Analysts need the first part only. Times are `timestamptz`, days are days in the zone of the place or the publisher.
"""


def main() -> int:
    """Write the page, or compare it."""
    return generate_from_database(__doc__, lambda connection: {PAGE: dictionary(schemas(connection))})


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
