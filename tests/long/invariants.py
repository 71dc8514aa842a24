"""What holds in every database at every moment between two transactions: queries for the rows that break it.

Beside `sql/checks`, which look at one run, these look at everything. Also which rows changed, to hold against what came in.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from newsfold.store.connection import Connection

BROKEN = {
    "ledger: a loaded file does not balance": "select 1 from ops.ledger where loaded_at is not null and not balanced",
    "ledger: a record without an outcome, or with two": """
        select 1 from ops.run_file
        where loaded_at is not null
          and found <> original + copy + near_copy + rewrite + version + unchanged + quarantined""",
    "ledger: articles that no record made": """
        select 1 from (select count(*) as n from news.article) as held
        cross join (select count(*) as n from news.removed_article) as gone
        cross join (
          select coalesce(sum(original + copy + near_copy + rewrite), 0) as n from ops.run_file where loaded_at is not null
        ) as counted
        where held.n + gone.n <> counted.n""",
    "staging: left of a run that is loaded": """
        select 1 from staging.file join ops.run_file using (run_id, file_id) where loaded_at is not null""",
    "staging: an outcome without its file": """
        select 1 from staging.outcome left join staging.file using (run_id, file_id) where file.file_id is null""",
    "article without one story": """
        select 1 from news.article where (
          select count(*) from news.membership as m where m.article_id = article.article_id and m.valid_to is null) <> 1""",
    "article in a story that was merged or ended": """
        select 1 from news.membership as m join news.story using (story_id)
        where m.valid_to is null and (merged_into_story_id is not null or ended_at is not null)""",
    "story without an article": """
        select 1 from news.story where merged_into_story_id is null and ended_at is null
          and not exists (select from news.membership as m where m.story_id = story.story_id and m.valid_to is null)""",
    "representative outside of its story": """
        select 1 from news.story where merged_into_story_id is null and ended_at is null and not exists (
          select from news.membership as m
          where m.story_id = story.story_id and m.article_id = representative_article_id and m.valid_to is null)""",
    "link that joins two stories, or parts one": """
        select 1 from news.link
        join news.membership as one on one.article_id = link.article_id and one.valid_to is null
        join news.membership as other on other.article_id = link.matched_article_id and other.valid_to is null
        where link.valid_to is null and (one.story_id = other.story_id) <> link.joins""",
    "article without its current version": """
        select 1 from news.article left join news.version
          on version.article_id = article.article_id and version.version = current_version and version.month = current_month
        where version.article_id is null""",
    "versions with gaps": """
        select 1 from news.version group by article_id having max(version) <> count(*)""",
    "version without an article": """
        select 1 from news.version left join news.article using (article_id) where article.article_id is null""",
    "version without its text": """
        select 1 from news.version left join news.content
          on content.content_id = version.content_id and content.month = version.content_month
        where content.content_id is null""",
    "text without a version": """
        select 1 from news.content left join news.version using (content_id) where version.content_id is null""",
    "key without a text": """
        select 1 from news.content_key left join news.content using (content_id) where content.content_id is null""",
    "appearance without its version": """
        select 1 from news.content_appearance as a where not exists (
          select from news.version as v where v.article_id = a.article_id and v.content_id = a.content_id)""",
    "features without a text": """
        select 1 from news.content_features left join news.content_key using (content_id)
        where content_key.content_id is null""",
    "match that is not there": """
        select 1 from news.article as a left join news.article as b on b.article_id = a.matched_article_id
        where a.matched_article_id is not null and b.article_id is null""",
    "article that can't be searched": """
        select 1 from news.article left join news.search_document using (article_id)
        where search_document.article_id is null""",
    "search document without an article": """
        select 1 from news.search_document left join news.article using (article_id) where article.article_id is null""",
    "hidden without an article": """
        select 1 from news.hidden left join news.article using (article_id) where article.article_id is null""",
    "text that is not cut into sentences": """
        select 1 from news.content left join news.sentence_text using (content_id, month)
        where sentence_text.content_id is null""",
    "sentences without a text": """
        select 1 from news.sentence_text left join news.content using (content_id, month) where content.content_id is null""",
    "sentences in common with a text that is gone": """
        select 1 from news.sentence_match as m
        where not exists (select from news.content_key as k where k.content_id = m.content_id)
          or not exists (select from news.content_key as k where k.content_id = m.other_content_id)""",
    "origin of a sentence that is not there": """
        select 1 from news.sentence_origin as o left join news.sentence_text using (content_id)
        where sentence_text.content_id is null or o.sentence_number not between 1 and cardinality(words)""",
    "origin in a sentence or an article that is not there": """
        select 1 from news.sentence_origin as o
        left join news.sentence_text on sentence_text.content_id = o.origin_content_id
        where sentence_text.content_id is null or o.origin_sentence_number not between 1 and cardinality(words)
          or not exists (
            select from news.version as v
            where v.article_id = o.origin_article_id and v.content_id = o.origin_content_id)""",
    "origin that only the article itself has": """
        select 1 from news.sentence_origin as o where not exists (
          select from news.version as v where v.content_id = o.content_id and v.article_id <> o.origin_article_id)""",
    "origin told to one audience beside another told to all": """
        select 1 from news.sentence_origin group by content_id, sentence_number
        having count(*) > 1 and bool_or(audience = 'all')""",
    "removed and still held": """
        select 1 from news.removed_article join news.article using (article_id)""",
}
#: One hash for each article: itself, its versions with their texts, agencies and dates; not when it was seen again.
ARTICLE_HASHES = """
select slug || ' ' || uri as name, md5(
  (to_jsonb(article) - array['last_seen_at', 'seen_count'])::text || (
    select string_agg(md5(version::text || content.body), ' ' order by version.version)
    from news.version
    join news.content on content.content_id = version.content_id and content.month = version.content_month
    where version.article_id = article.article_id
  ) || coalesce((
    select string_agg(md5(d::text), ' ' order by version, ordinal) from news.date_candidate as d
    where d.article_id = article.article_id
  ), '') || coalesce((
    select string_agg(md5(a::text), ' ' order by version, agency_id, role) from news.version_agency as a
    where a.article_id = article.article_id
  ), '')
) as hash
from news.article
join news.source using (source_id)
"""
#: One hash for each story: its rows, its members and their links. Named by its id.
STORY_HASHES = """
select story_id, md5(story::text || string_agg(membership::text, ' ' order by membership.article_id) || coalesce((
    select string_agg(md5((link.link_id, link.joins, link.valid_to)::text), ' ' order by link_id)
    from news.link where link.article_id = any (array_agg(membership.article_id))
  ), '')) as hash,
  array_agg(slug || ' ' || uri order by article_id) as members
from news.story
join news.membership using (story_id)
join news.article using (article_id)
join news.source using (source_id)
where valid_to is null
group by story.story_id
"""
JOINED = "select article_id, matched_article_id from news.link where joins and valid_to is null"
DECIDED = """
select article_id, other_article_id from ops.decision where verdict = 'same' and revoked_at is null
"""
SHARED = """
select array_agg(distinct article_id) as ids
from news.version
group by content_id
having count(distinct article_id) > 1
"""
MEMBERS = "select story_id, article_id from news.membership where valid_to is null"


def broken(connection: Connection) -> dict[str, int]:
    """What does not hold, and in how many rows; empty where all is well."""
    counts = {}
    with connection, connection.cursor() as cursor:
        for name, query in BROKEN.items():
            cursor.execute(f"select count(*)::int as n from ({query}) as q")
            counts[name] = cursor.fetchone()[0]  # type: ignore[index]
    counts["story that is no connected group"] = len(torn_stories(connection))
    return {name: count for name, count in counts.items() if count}


def torn_stories(connection: Connection) -> list[int]:
    """The stories whose articles hang together by no link, text or decision."""
    parents: dict[int, int] = {}

    def root(node: int) -> int:
        while parents.setdefault(node, node) != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    with connection, connection.cursor() as cursor:
        for query in (JOINED, DECIDED):
            cursor.execute(query)
            for one, other in cursor.fetchall():
                parents[root(one)] = root(other)
        cursor.execute(SHARED)
        for row in cursor.fetchall():
            for other in row.ids[1:]:
                parents[root(other)] = root(row.ids[0])
        cursor.execute(MEMBERS)
        groups: dict[int, set[int]] = defaultdict(set)
        for story_id, article_id in cursor.fetchall():
            groups[story_id].add(root(article_id))
    return [story for story, roots in groups.items() if len(roots) > 1]


def hashes(connection: Connection) -> tuple[dict[str, str], dict[int, tuple[str, tuple[str, ...]]]]:
    """The hash of each article by its name, and of each story by its id, with its members' names."""
    with connection, connection.cursor() as cursor:
        cursor.execute(ARTICLE_HASHES)
        articles = {row.name: row.hash for row in cursor.fetchall()}
        cursor.execute(STORY_HASHES)
        stories = {row.story_id: (row.hash, tuple(row.members)) for row in cursor.fetchall()}
    return articles, stories


def unexplained(
    before: tuple[Mapping[str, str], Mapping[int, tuple[str, tuple[str, ...]]]],
    after: tuple[Mapping[str, str], Mapping[int, tuple[str, tuple[str, ...]]]],
    delivered: Iterable[str],
) -> list[str]:
    """Articles and stories that are not as before, though nothing that was `delivered` touches them."""
    came = set(delivered)
    found = [
        f"article {name}"
        for name, value in before[0].items()
        if after[0].get(name) != value and name not in came
    ]
    found += [f"article {name} from nowhere" for name in after[0].keys() - before[0].keys() - came]
    for story in before[1].keys() | after[1].keys():
        one, other = before[1].get(story, ("", ())), after[1].get(story, ("", ()))
        if one[0] != other[0] and came.isdisjoint([*one[1], *other[1]]):
            found.append(f"story {story}: {one[1][:3]} -> {other[1][:3]}")
    return found
