-- The touched articles as they are now; the stories and days that they were in and are in now are touched with them.
insert into marts.touched_story
select distinct article.story_id
from marts.article
join marts.touched_article using (article_id);
insert into marts.touched_day
select distinct article.day
from marts.article
join marts.touched_article using (article_id);
delete from marts.article using marts.touched_article where touched_article.article_id = article.article_id;
insert into marts.article (
  article_id, story_id, source, day, published_on, published_at, first_seen_at, language, country, place, agency,
  agency_role, outcome, is_day_inferred, is_day_ambiguous, is_shown, matched_article_id, similarity, word_count,
  published_from, published_by
)
select
  article.article_id,
  membership.story_id,
  source.slug,
  coalesce(version.published_on, (article.first_seen_at at time zone 'UTC')::date),
  version.published_on,
  version.published_at,
  article.first_seen_at,
  version.language,
  version.dateline_country,
  left(version.dateline_place, 200),
  left(version.agency, 200),
  version.agency_role,
  article.outcome,
  coalesce(reading.is_inferred, false),
  coalesce(reading.is_ambiguous, false) and version.delivered_date is null,
  hidden_now.article_id is null,
  article.matched_article_id,
  article.similarity,
  text.word_count,
  news.published_from(version.published_on, version.published_at, version.day_utc_offset, source.time_zone),
  news.published_by(version.published_on, version.published_at, version.day_utc_offset, source.time_zone)
from marts.touched_article
join news.article using (article_id)
join news.source using (source_id)
join news.membership on membership.article_id = article.article_id and membership.valid_to is null
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
-- By itself for each article: joined, all texts that are held would be read for the few that are looked for.
left join lateral (
  select content.word_count
  from news.content
  where content.content_id = version.content_id and content.month = version.content_month
  offset 0
) as text on true
left join marts.hidden_now on hidden_now.article_id = article.article_id
left join lateral (
  select
    bool_or(
      date_candidate.chosen
      and date_candidate.field = 'published_on'
      and date_candidate.rule ~ 'year from evidence|as other dates of the record|relative to the fetch|day in the address|the only date'
    ) as is_inferred,
    bool_or(date_candidate.rule ~ 'ambiguous|day or month first') as is_ambiguous
  from news.date_candidate
  where date_candidate.article_id = version.article_id
    and date_candidate.version = version.version
    and date_candidate.month = version.month
) as reading on true
order by article.article_id;
insert into marts.touched_story
select distinct article.story_id
from marts.article
join marts.touched_article using (article_id)
on conflict do nothing
