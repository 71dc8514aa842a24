-- What of a portion of the changes since a search last looked is new to it, one article a story, and up to where it has looked now.
-- What is hidden is told by the feed again once it is shown. An event's articles join it after their load: these are looked
-- through whole. Gives one row: how many changes there were, and how many stories are new.
with recursive search as (
  select * from ops.saved_search where name = %(name)s for update
),
-- The event, and those that it was merged into.
followed (event_id, into_event_id) as (
  select event.event_id, event.merged_into_event_id from search join news.event using (event_id)
  union
  select event.event_id, event.merged_into_event_id
  from followed
  join news.event on event.event_id = followed.into_event_id
),
changed as materialized (
  select feed.*, row_number() over () as place
  from search
  cross join lateral analytics.changes(search.token, %(portion)s) as feed
),
looked_through as (
  select article_id, change from changed where change not in ('hidden', 'removed')
  union all
  select article.article_id, 'added'
  from followed
  join news.event_story using (event_id)
  join news.membership on membership.story_id = event_story.story_id and membership.valid_to is null
  join news.article on article.article_id = membership.article_id
),
fitting as (
  select distinct on (membership.story_id) search.name, article.article_id
  from search
  cross join looked_through
  join news.article using (article_id)
  join news.version
    on version.article_id = article.article_id and version.version = article.current_version
    and version.month = article.current_month
  join news.search_document on search_document.article_id = article.article_id
  join news.membership on membership.article_id = article.article_id and membership.valid_to is null
  left join news.event_story on event_story.story_id = membership.story_id
  where (version.first_seen_at > search.created_at or looked_through.change = 'shown')
    and (
      search.query is null
      or search_document.document @@ news.search_query(search_document.configuration, search.query)
    )
    and (search.language is null or version.language = search.language)
    and (search.country is null or version.dateline_country = search.country)
    and (search.source_id is null or article.source_id = search.source_id)
    and (search.event_id is null or event_story.event_id in (select event_id from followed))
    and not exists (select from news.hidden_article where hidden_article.article_id = article.article_id)
    and not exists (
      select
      from ops.saved_search_story as known
      join news.membership as of_known on of_known.article_id = known.article_id and of_known.valid_to is null
      where known.name = search.name and of_known.story_id = membership.story_id
    )
  order by membership.story_id, article.article_id
),
found as (
  insert into ops.saved_search_story (name, article_id, found_at)
  select name, article_id, %(now)s from fitting
  on conflict do nothing
  returning article_id
),
gone_on as (
  update ops.saved_search
  set
    looked_at = %(now)s,
    token = coalesce((select changed.token from changed order by changed.place desc limit 1), saved_search.token)
  where name = %(name)s
)
select (select count(*) from changed) as changes, (select count(*) from found) as stories
