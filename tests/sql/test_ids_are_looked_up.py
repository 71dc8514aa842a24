"""Whoever asks a view for one article by its id waits for that article, and not until all of them were read."""

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from newsfold.store.connection import connect

#: Tables with a row for each article or more, and their months.
LARGE = re.compile(
    r"(?:article|link|version|content|date_candidate|version_agency|sentence_text|membership)(?:_\d{4}_\d{2}|_from_\d+)?"
)
#: Both ends of a relation may be hidden: what is read of one would tell of the other (`analytics.links_of_article` is for
#: those who have an id). The others have few rows.
READ_WHOLE = {"links", "amendments", "refusals", "hidden_articles"}
VIEWS = """
select distinct relation.relname::text as name
from pg_class as relation
join pg_attribute as a on a.attrelid = relation.oid
where relation.relnamespace = 'analytics'::regnamespace
  and relation.relkind = 'v'
  and a.attname = 'article_id'
order by 1
"""


BODY = "select prosrc as body from pg_proc where oid = 'analytics.links_of_article'::regproc"


def read_whole(plan: dict[str, Any]) -> Iterator[str]:
    """The large tables that a plan reads from end to end, by whatever way."""
    is_scan = "Scan" in plan["Node Type"] and LARGE.fullmatch(plan.get("Relation Name", ""))
    if is_scan and "Index Cond" not in plan and "Recheck Cond" not in plan:
        yield plan["Relation Name"]
    for child in plan.get("Plans", []):
        yield from read_whole(child)


def test_one_article_is_found_by_its_id(database_url):
    whole = {}
    with closing(connect(database_url)) as connection, connection.cursor() as cursor:
        cursor.execute(VIEWS)
        asked = {row.name for row in cursor.fetchall()} - READ_WHOLE
        cursor.execute("select ops.create_month_partitions('2025-09-01')")
        # What is read from end to end all the same has no other way.
        cursor.execute("set enable_seqscan = off")
        for name in asked:
            cursor.execute(f"explain (format json) select * from analytics.{name} where article_id = 7")
            tables = set(read_whole(cursor.fetchone()[0][0]["Plan"]))
            if tables:
                whole[name] = tables
        cursor.execute(BODY)
        for statement in re.findall(r"select link\.\*.*? where [^\n]*", cursor.fetchone().body):
            cursor.execute(f"explain (format json) {re.sub(r'= id|<> id', '= 7', statement)}")
            if tables := set(read_whole(cursor.fetchone()[0][0]["Plan"])):
                whole["links_of_article"] = tables
    assert {"articles", "evidence", "versions", "date_candidates", "agencies_of_articles"} <= asked
    assert whole == {}
