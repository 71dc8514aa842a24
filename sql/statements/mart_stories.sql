-- The touched stories as they are now. The representative is the one that analytics.stories shows.
insert into marts.touched_report_day
select distinct story.day
from marts.story
join marts.touched_story using (story_id);
delete from marts.story using marts.touched_story where touched_story.story_id = story.story_id;
insert into marts.story (
  story_id, representative_article_id, source, day, published_on, published_at, language, country, place, agency, agency_role,
  article_count, source_count, sources, copies, near_copies, rewrites, translations, languages, countries, first_published_on,
  last_published_on, last_day, first_day_articles, is_first_certain, minutes_to_second_source, minutes_to_last_source
)
with representative as (
  select distinct on (article.story_id) article.*
  from marts.touched_story
  join marts.article using (story_id)
  join news.story using (story_id)
  where article.is_shown
  order by
    article.story_id,
    article.article_id = story.representative_article_id desc,
    article.published_by nulls last,
    article.published_at is null,
    article.word_count desc,
    article.article_id
),
member as (
  select
    article.story_id,
    article.source,
    article.article_id,
    article.outcome,
    article.language,
    article.country,
    article.published_on,
    article.published_at,
    article.published_by,
    article.published_on = representative.published_on as is_first_day,
    case
      when article.source = representative.source then true
      when article.published_at is not null and representative.published_at is not null
        then article.published_at > representative.published_at
      else coalesce(article.published_from >= representative.published_by, false)
    end as is_later
  from representative
  join marts.article using (story_id)
  where article.is_shown
),
by_source as (
  select
    story_id,
    source,
    min(published_at) as first_at,
    min(published_by) as published_by,
    min(article_id) as first_article_id
  from member
  group by story_id, source
),
spread as (
  select
    by_source.story_id,
    count(*) as source_count,
    array_agg(
      by_source.source
      order by
        by_source.source <> representative.source,
        by_source.published_by nulls last,
        by_source.first_article_id
    ) as sources,
    min(by_source.first_at) filter (where by_source.source <> representative.source) as second_at,
    max(by_source.first_at) filter (where by_source.source <> representative.source) as last_at
  from by_source
  join representative using (story_id)
  group by by_source.story_id
),
counted as (
  select
    story_id,
    count(*) as article_count,
    count(*) filter (where outcome = 'copy') as copies,
    count(*) filter (where outcome = 'near_copy') as near_copies,
    count(*) filter (where outcome = 'rewrite') as rewrites,
    count(*) filter (where outcome = 'translation') as translations,
    coalesce(array_agg(distinct language) filter (where language is not null), '{}') as languages,
    coalesce(array_agg(distinct country) filter (where country is not null), '{}') as countries,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on,
    count(*) filter (where is_first_day) as first_day_articles,
    bool_and(is_later) as is_first_certain
  from member
  group by story_id
)
select
  story_id, r.article_id, r.source, r.day, r.published_on, r.published_at, r.language, r.country, r.place, r.agency,
  r.agency_role, counted.article_count, spread.source_count, spread.sources, counted.copies, counted.near_copies,
  counted.rewrites, counted.translations, counted.languages, counted.countries,
  counted.first_published_on, counted.last_published_on,
  coalesce(counted.last_published_on, r.day), case when r.published_on is not null then counted.first_day_articles end,
  counted.is_first_certain,
  round(extract(epoch from spread.second_at - r.published_at) / 60)::integer,
  round(extract(epoch from spread.last_at - r.published_at) / 60)::integer
from representative as r
join counted using (story_id)
join spread using (story_id)
order by story_id;
insert into marts.touched_report_day
select distinct story.day
from marts.story
join marts.touched_story using (story_id)
on conflict do nothing
