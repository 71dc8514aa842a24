-- Brings up to date what is compared of certain stories; those that are another one now. A story of which nothing is shown is compared
-- with none.
with present as (
  select
    story.story_id,
    article.article_id,
    version.content_id,
    content_key.content_sha256 || article.uri_sha256 as key,
    version.published_on as day,
    coalesce(version.language, '') as language,
    coalesce(version.headline, '') as headline,
    coalesce(version.dateline_place, '') as place,
    coalesce(shown.terms, '') as terms,
    coalesce(found.crossing, '') as crossing
  from news.story
  join news.article on article.article_id = story.representative_article_id
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  join news.content_key on content_key.content_id = version.content_id
  left join lateral (
    select terms from news.content_appearance where content_appearance.content_id = version.content_id order by day, publisher limit 1
  ) as shown on true
  left join lateral (
    select crossing from news.content_crossing where content_crossing.content_id = version.content_id order by day, publisher limit 1
  ) as found on true
  where story.story_id = any (%(story_ids)s)
    and story.merged_into_story_id is null
    and not exists (
      select from news.hidden
      where hidden.article_id = article.article_id
        and hidden.valid_to is null
        and (hidden.embargoed is null or hidden.embargoed > %(now)s)
    )
),
gone as (
  delete from news.event_story
  where story_id = any (%(story_ids)s)
    and not exists (select from present where present.story_id = event_story.story_id)
  returning story_id
),
changed as (
  insert into news.event_story (story_id, article_id, content_id, key, day, language, headline, place, terms, crossing)
  select story_id, article_id, content_id, key, day, language, headline, place, terms, crossing from present
  on conflict (story_id) do update
  set
    article_id = excluded.article_id, content_id = excluded.content_id, key = excluded.key, day = excluded.day,
    language = excluded.language, headline = excluded.headline, place = excluded.place, terms = excluded.terms,
    crossing = excluded.crossing
  where (
    event_story.article_id, event_story.content_id, event_story.key, event_story.day, event_story.language, event_story.headline,
    event_story.place, event_story.terms, event_story.crossing
  ) is distinct from (
    excluded.article_id, excluded.content_id, excluded.key, excluded.day, excluded.language, excluded.headline, excluded.place,
    excluded.terms, excluded.crossing
  )
  returning story_id
)
select story_id, false as is_gone from changed
union all
select story_id, true from gone
