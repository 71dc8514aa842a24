-- How much is held, for a page: from 200,000 rows on it is what the planner knows, which costs nothing.
select
  case
    when articles.reltuples > 200000 then articles.reltuples::bigint
    else (select count(*) from news.article)
  end as articles,
  case
    when stories.reltuples > 200000 then stories.reltuples::bigint
    else (select count(*) from news.story where merged_into_story_id is null and ended_at is null)
  end as stories,
  articles.reltuples > 200000 or stories.reltuples > 200000 as is_estimate
from pg_class as articles, pg_class as stories
where articles.oid = 'news.article'::regclass
  and stories.oid = 'news.story'::regclass
