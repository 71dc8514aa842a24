"""What a database holds, without ids and times: two databases with the same dump hold the same, row for row.

Ids become names: an article is its source and URI, a text its hash, a file its source, name and hash, a story the first of its
articles. A time becomes whether it is set, but for those that an article itself states. Runs leave no trace but the ledger's
sums. Every table of `news` and `ops` is in the dump unless `LEFT_OUT` says why not; so is each new column.
"""

from collections import Counter
from dataclasses import dataclass

from psycopg2 import sql

from newsfold.store.connection import Connection

Dump = dict[str, Counter[str]]

LEFT_OUT = {
    "news.event": "ids of the database's own; the events are in `news.event_story`",
    "news.host": "when a server may be asked again",
    "news.search_name": "counted up for the planner; not undone by design",
    "news.search_word": "a list to look in; not undone by design",
    "news.sentence_posting": "ids packed with keys; what is found by them is in `news.sentence_match`",
    "ops.migration": "the same by its checksums",
    "ops.reason": "comes with the schema",
    "ops.run": "a repaired database has had other runs",
    "ops.run_batch": "how long a batch took",
    "ops.run_file": "see `ledger`",
    "ops.run_tally": "see `ledger`",
    "ops.check_result": "one row for each check and run",
    "ops.run_source": "which run asked which source",
    "ops.journal_entry": "one row for each load; see `digest`",
    "ops.source_failure": "faults that are over",
}
#: Times that are facts about an article.
STATED = {"published_at", "modified_at", "embargoed", "last_modified"}
#: Ids, and which names stand for them.
ARTICLES = {
    "article_id",
    "matched_article_id",
    "other_article_id",
    "representative_article_id",
    "amended_by_article_id",
    "first_article_id",
    "second_article_id",
    "joined_by_article_id",
    "origin_article_id",
}
CONTENTS = {"content_id", "matched_content_id", "other_content_id", "origin_content_id"}
STORIES = {"story_id", "merged_into_story_id", "other_story_id", "center_story_id", "joined_by_story_id"}
#: The month of arrival is a time.
DROPPED_SUFFIXES = ("_id", "month", "run_key")

NAMES = """
create temporary table dumped_article on commit drop as
select article_id, slug || ' ' || uri as name from news.article join news.source using (source_id);
create unique index on dumped_article (article_id);
create temporary table dumped_content on commit drop as
select content_id, encode(content_sha256, 'hex') as name from news.content_key;
create unique index on dumped_content (content_id);
create temporary table dumped_file on commit drop as
select file_id, slug || ' ' || file.name || ' ' || encode(sha256, 'hex') as name
from ops.file join news.source using (source_id);
create unique index on dumped_file (file_id);
create temporary table dumped_story on commit drop as
select story_id, min(dumped_article.name) as name
from news.membership join dumped_article using (article_id) where valid_to is null group by story_id;
create unique index on dumped_story (story_id);
"""
COLUMNS = """
select n.nspname || '.' || c.relname as relation, a.attname, format_type(a.atttypid, null) as type
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where n.nspname in ('news', 'ops') and c.relkind in ('r', 'p') and not c.relispartition
order by 1, a.attnum
"""
#: Which articles are one story, and which of them stands for it.
PARTITION = """
select string_agg(dumped_article.name, ' + ' order by dumped_article.name) || ' by '
  || coalesce((select name from dumped_article where article_id = story.representative_article_id), 'nobody') as row
from news.story
join news.membership using (story_id)
join dumped_article on dumped_article.article_id = membership.article_id
where valid_to is null
group by story.story_id
"""
#: Each file's records over all runs that took it in.
LEDGER = """
select jsonb_build_array(dumped_file.name, sum(found), sum(original), sum(copy), sum(near_copy), sum(rewrite), sum(version),
  sum(unchanged), sum(quarantined))::text as row
from ops.run_file join dumped_file using (file_id)
where loaded_at is not null
group by dumped_file.name
"""
#: What the journal has as the digest of all articles and stories.
DIGEST = """
select jsonb_build_array(result_high, result_low)::text as row
from ops.journal_entry
order by entry_number desc
limit 1
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows that only one of two databases has, and how often."""

    table: str
    missing: Counter[str]
    extra: Counter[str]

    def __str__(self) -> str:
        shown = [f"  - {row[:600]}" for row in list(self.missing)[:3]] + [
            f"  + {row[:600]}" for row in list(self.extra)[:3]
        ]
        return "\n".join(
            [f"{self.table}: {self.missing.total()} rows missing, {self.extra.total()} too many", *shown]
        )


def dump(connection: Connection) -> Dump:
    """Every table of a database as a multiset of rows. The connection needs to read all of it."""
    with connection, connection.cursor() as cursor:
        cursor.execute(NAMES)
        cursor.execute(COLUMNS)
        tables: dict[str, list[tuple[str, str]]] = {}
        for relation, column, kind in cursor.fetchall():
            tables.setdefault(relation, []).append((column, kind))
        dumped = {}
        for relation, columns in tables.items():
            if relation not in LEFT_OUT:
                cursor.execute(table_query(relation, columns))
                dumped[relation] = Counter(row[0] for row in cursor.fetchall())
        for name, query in (("stories", PARTITION), ("ledger", LEDGER), ("digest", DIGEST)):
            cursor.execute(query)
            dumped[name] = Counter(row[0] for row in cursor.fetchall())
        return dumped


def table_query(relation: str, columns: list[tuple[str, str]]) -> sql.Composed:
    """The rows of one table as text."""
    schema, _, name = relation.partition(".")
    parts = [part for column, kind in columns if (part := column_part(column, kind)) is not None]
    return sql.SQL("select jsonb_strip_nulls(jsonb_build_object({}))::text as row from {} as t").format(
        sql.SQL(", ").join(parts) if parts else sql.SQL("'rows', 1"), sql.Identifier(schema, name)
    )


def column_part(column: str, kind: str) -> sql.Composed | None:
    """What one column adds to its row; None where it is an id of the database's own."""
    named = {**dict.fromkeys(ARTICLES, "article"), **dict.fromkeys(CONTENTS, "content"), "file_id": "file"}
    value = sql.SQL("t.{}").format(sql.Identifier(column))
    if column in STORIES:
        named[column] = "story"
    if column in named:
        value = sql.SQL("(select name from {} as d where d.{} = t.{})").format(
            sql.Identifier(f"dumped_{named[column]}"),
            sql.Identifier(f"{named[column]}_id"),
            sql.Identifier(column),
        )
    elif column == "source_id":
        value = sql.SQL("(select slug from news.source as d where d.source_id = t.source_id)")
    elif column == "agency_id":
        value = sql.SQL("(select name from news.agency as d where d.agency_id = t.agency_id)")
    elif column.endswith(DROPPED_SUFFIXES):
        return None
    elif kind == "timestamp with time zone" and column not in STATED:
        value = sql.SQL("({} is not null)").format(value)
    elif kind == "bytea":
        value = sql.SQL("md5({})").format(value)
    elif kind in ("text", "tsvector", "jsonb"):
        value = sql.SQL("case when length({0}::text) > 2000 then md5({0}::text) else {0}::text end").format(
            value
        )
    return sql.SQL("{}, {}").format(sql.Literal(column), value)


def differences(expected: Dump, found: Dump) -> list[Difference]:
    """Where two dumps differ; nothing where the databases hold the same."""
    result = []
    for table in sorted(expected.keys() | found.keys()):
        one, other = expected.get(table, Counter()), found.get(table, Counter())
        if one != other:
            result.append(Difference(table, one - other, other - one))
    return result
