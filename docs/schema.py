"""Writes docs/schema.md, the picture of the tables and what the views read, from the database: `make docs`.

With --check it only says whether it is current. GitHub draws the diagrams, which are Mermaid's.
"""

import sys
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from contract import declared
from generating import generate_from_database

from newsfold.config.home import project_root
from newsfold.store.connection import Connection

PAGE = project_root() / "docs" / "schema.md"
OPENING = """# The tables and how they hang together

Made by `make docs` from the database. Don't edit it. Each table is shown with its keys only, and without its partitions;
what each column means is in [`sql/DICTIONARY.md`](../sql/DICTIONARY.md).
"""
#: Each key column of a table: its place in the primary key, and whether it is part of a foreign or another unique one.
KEYS = """
select
  namespace.nspname as schema,
  class.relname as name,
  attribute.attname as column_name,
  replace(format_type(attribute.atttypid, null), 'timestamp with time zone', 'timestamptz') as type,
  bool_or(held.contype = 'p') as is_primary,
  bool_or(held.contype = 'f') as is_foreign,
  bool_or(held.contype = 'u') as is_unique
from pg_catalog.pg_class as class
join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
left join pg_catalog.pg_constraint as held
  on held.conrelid = class.oid
  and held.contype in ('p', 'f', 'u')
  and held.conparentid = 0
left join pg_catalog.pg_attribute as attribute
  on attribute.attrelid = class.oid
  and attribute.attnum = any (held.conkey)
where namespace.nspname in ('news', 'ops')
  and class.relkind in ('r', 'p')
  and not class.relispartition
group by namespace.nspname, class.relname, attribute.attname, attribute.attnum, attribute.atttypid
order by namespace.nspname collate "C", class.relname collate "C", attribute.attnum
"""
#: Each foreign key: from, to, its columns, whether they may be null, and whether each row there has one here at most.
REFERENCES = """
select
  namespace.nspname as schema,
  class.relname as name,
  to_namespace.nspname as to_schema,
  to_class.relname as to_name,
  columns.names,
  columns.optional,
  exists (
    select
    from pg_catalog.pg_constraint as unique_key
    where unique_key.conrelid = held.conrelid
      and unique_key.contype in ('p', 'u')
      and unique_key.conkey <@ held.conkey
  ) as is_single
from pg_catalog.pg_constraint as held
join pg_catalog.pg_class as class on class.oid = held.conrelid
join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
join pg_catalog.pg_class as to_class on to_class.oid = held.confrelid
join pg_catalog.pg_namespace as to_namespace on to_namespace.oid = to_class.relnamespace
cross join lateral (
  select
    string_agg(attribute.attname, ', ' order by array_position(held.conkey, attribute.attnum)) as names,
    bool_or(not attribute.attnotnull) as optional
  from pg_catalog.pg_attribute as attribute
  where attribute.attrelid = held.conrelid
    and attribute.attnum = any (held.conkey)
) as columns
where held.contype = 'f'
  and held.conparentid = 0
  and not class.relispartition
  and not to_class.relispartition
  and namespace.nspname in ('news', 'ops')
order by 1, 2, 3, 4, 5
"""
#: Each view for analysts with each relation that it reads.
READS = """
select distinct
  class.relname as name,
  read_namespace.nspname || '.' || read_class.relname as reads
from pg_catalog.pg_class as class
join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
join pg_catalog.pg_rewrite as rule on rule.ev_class = class.oid
join pg_catalog.pg_depend as depend
  on depend.classid = 'pg_catalog.pg_rewrite'::regclass
  and depend.objid = rule.oid
  and depend.refclassid = 'pg_catalog.pg_class'::regclass
  and depend.refobjid <> class.oid
join pg_catalog.pg_class as read_class on read_class.oid = depend.refobjid
join pg_catalog.pg_namespace as read_namespace on read_namespace.oid = read_class.relnamespace
where namespace.nspname = 'analytics'
  and class.relkind = 'v'
order by 1, 2
"""
FUNCTIONS = """
select
  routine.proname as name,
  split_part(obj_description(routine.oid, 'pg_proc'), '. ', 1) as purpose
from pg_catalog.pg_proc as routine
where routine.pronamespace = 'analytics'::regnamespace
order by 1
"""
ANALYSTS = """Each view with what tells its rows apart, and where its columns lead; [`start-here.md`](start-here.md)
has the joins that are right, [`contract.odcs.yaml`](contract.odcs.yaml) the whole contract."""
DIAGRAMS = (
    ("news", "The news: `news`", "What was read, and what it was found to be."),
    ("ops", "How it came: `ops`", "Runs, files, outcomes and checks."),
)


def main() -> int:
    """Write the page, or compare it."""
    return generate_from_database(__doc__, lambda connection: {PAGE: page(connection)})


def page(connection: Connection) -> str:
    """The whole page."""
    keys, references = rows(connection, KEYS), rows(connection, REFERENCES)
    parts = [OPENING]
    for schema, title, purpose in DIAGRAMS:
        shown = diagram(
            (row for row in keys if row.schema == schema), [row for row in references if row.schema == schema]
        )
        parts.append(f"## {title}\n\n{purpose}\n\n```mermaid\n{shown}\n```\n")
    lines = [
        "## What analysts read: `analytics`",
        "",
        ANALYSTS,
        "",
        "```mermaid",
        views_diagram(declared()["views"]),
    ]
    lines += ["```", "", "| view | reads |", "|---|---|"]
    for name, group in groupby(rows(connection, READS), lambda row: row.name):
        lines.append(f"| `analytics.{name}` | {', '.join(f'`{row.reads}`' for row in group)} |")
    lines += ["", "| function | |", "|---|---|"]
    lines += [f"| `analytics.{row.name}` | {row.purpose} |" for row in rows(connection, FUNCTIONS)]
    return "\n".join([*parts, *lines, ""])


def rows(connection: Connection, query: str) -> list[Any]:
    """The rows of a query on the catalogue."""
    with connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def diagram(keys: Iterable[Any], references: list[Any]) -> str:
    """One schema as Mermaid's erDiagram; tables of other schemas that it names are boxes without columns."""
    lines = ["erDiagram"]
    for (schema, name), columns in groupby(keys, lambda row: (row.schema, row.name)):
        lines.append(f'  {schema}_{name}["{schema}.{name}"] {{')
        lines += [f"    {row.type} {row.column_name} {marks(row)}" for row in columns if row.column_name]
        lines.append("  }")
    outside = {(row.to_schema, row.to_name) for row in references if row.to_schema != row.schema}
    lines += [f'  {schema}_{name}["{schema}.{name}"]' for schema, name in sorted(outside)]
    for row in references:
        there, here = "|o" if row.optional else "||", "o|" if row.is_single else "o{"
        lines.append(
            f'  {row.to_schema}_{row.to_name} {there}--{here} {row.schema}_{row.name} : "{row.names}"'
        )
    return "\n".join(lines)


def views_diagram(views: Mapping[str, Any]) -> str:
    """The views for analysts as Mermaid's erDiagram, by the keys and references that docs/contract.toml declares."""
    lines = ["erDiagram"]
    for view, rules in views.items():
        references = rules.get("references", {})
        kinds = dict.fromkeys(rules["key"], "PK")
        kinds |= {name: "PK, FK" if name in kinds else "FK" for name in references}
        lines.append(f'  {view}["analytics.{view}"] {{')
        lines += [f"    column {name} {kind}" for name, kind in kinds.items()]
        lines.append("  }")
    for view, rules in views.items():
        for name, target in rules.get("references", {}).items():
            there = "||" if name in {*rules.get("required", []), *rules["key"]} else "|o"
            here = "o|" if rules["key"] == [name] else "o{"
            lines.append(f'  {target.partition(".")[0]} {there}--{here} {view} : "{name}"')
    return "\n".join(lines)


def marks(row: Any) -> str:
    """PK, FK and UK of a column."""
    kinds = (("PK", row.is_primary), ("FK", row.is_foreign), ("UK", row.is_unique))
    return ", ".join(name for name, holds in kinds if holds)


if __name__ == "__main__":
    sys.exit(main())
