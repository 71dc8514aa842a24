"""What the database says about itself: its tables, views and columns with their comments."""

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
class Schema:
    """One schema with its views, then its tables, by name."""

    name: str
    comment: str | None
    relations: tuple[Relation, ...]


def schemas(connection: Connection) -> list[Schema]:
    """Our schemas, the one for analysts first. Partitions are left out: they are as their table is."""
    with connection:
        rows = fetch_rows(connection, "dictionary", {})
    found = []
    for (schema, schema_comment), in_schema in groupby(rows, lambda row: (row.schema, row.schema_comment)):
        relations = []
        for (name, is_view, comment), in_relation in groupby(
            in_schema, lambda row: (row.relation, row.is_view, row.relation_comment)
        ):
            columns = tuple(Column(row.name, row.type, row.required, row.comment) for row in in_relation)
            relations.append(Relation(f"{schema}.{name}", is_view, comment, columns))
        found.append(Schema(schema, schema_comment, tuple(relations)))
    return found
