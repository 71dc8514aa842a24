"""What the database says about itself: its tables, views, columns and functions with their comments."""

from dataclasses import dataclass
from itertools import groupby

from newsfold.store.connection import Connection, fetch_rows


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `required`: it can't be null; of a view's column that is not known."""

    name: str
    type: str
    required: bool
    comment: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """One table or view, by its full name."""

    name: str
    is_view: bool
    comment: str | None
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """One function: its full name, its arguments as they are declared, and what it gives."""

    name: str
    arguments: str
    result: str
    comment: str | None


@dataclass(frozen=True, slots=True)
class Schema:
    """One schema with its views, then its tables, then the functions that are for people, by name."""

    name: str
    comment: str | None
    relations: tuple[Relation, ...]
    functions: tuple[Function, ...] = ()


def schemas(connection: Connection) -> list[Schema]:
    """Our schemas, the one for analysts first. Partitions are left out: they are as their table is."""
    with connection:
        rows = fetch_rows(connection, "dictionary", {})
        functions = fetch_rows(connection, "dictionary_functions", {})
    found = []
    for (schema, schema_comment), in_schema in groupby(rows, lambda row: (row.schema, row.schema_comment)):
        relations = []
        for (name, is_view, comment), in_relation in groupby(
            in_schema, lambda row: (row.relation, row.is_view, row.relation_comment)
        ):
            columns = tuple(Column(row.name, row.type, row.required, row.comment) for row in in_relation)
            relations.append(Relation(f"{schema}.{name}", is_view, comment, columns))
        own = tuple(
            Function(f"{schema}.{row.name}", row.arguments, row.result, row.comment)
            for row in functions
            if row.schema == schema
        )
        found.append(Schema(schema, schema_comment, tuple(relations), own))
    return found
