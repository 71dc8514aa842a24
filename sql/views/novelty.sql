-- What is new about an article: as it was known then, and as it is known now.
--
-- The columns that end in _then were written when the article became known, and no later row changes them. A number that counted an
-- article which is hidden now is withheld instead, since a rank without those before it would tell of that one. What is known now
-- counts what is shown only.
create view analytics.novelty as
select
  article.article_id,
  source.slug as source,
  version.published_on,
  case when hiding.article_id is null then version.published_at end as published_at,
  case when hiding.article_id is null then known.known_at end as known_at,
  case when counted.whole then known.story_rank end as story_rank_then,
  case when counted.whole then known.event_rank end as event_rank_then,
  case when counted.whole then known.story_minutes end as story_minutes_then,
  case when counted.whole then known.event_minutes end as event_minutes_then,
  case when counted.whole then known.similar_hour end as similar_hour_then,
  case when counted.whole then known.similar_day end as similar_day_then,
  case when counted.whole then known.similar_week end as similar_week_then,
  case when counted.whole then known.new_share end as new_share_then,
  case when hiding.article_id is null then 1 + earlier.of_story end as story_rank,
  case when hiding.article_id is null and held.event_id is not null then 1 + earlier.of_circle end as event_rank,
  case
    when hiding.article_id is null
      then round(extract(epoch from held.published_at - least(held.published_at, earlier.first_of_story)) / 60)::bigint
  end as story_minutes,
  case
    when hiding.article_id is null and held.event_id is not null
      then round(extract(epoch from held.published_at - least(held.published_at, earlier.first_of_circle)) / 60)::bigint
  end as event_minutes,
  case when hiding.article_id is null and held.published_at is not null then earlier.of_hour end as similar_hour,
  case when hiding.article_id is null and held.published_by < 'infinity' then earlier.of_day end as similar_day,
  case when hiding.article_id is null and held.published_by < 'infinity' then earlier.of_week end as similar_week,
  case when hiding.article_id is null then share.new end as new_share
from news.article
left join news.source using (source_id)
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
left join news.hidden_article as hiding on hiding.article_id = version.article_id
left join news.novelty as known on known.article_id = article.article_id
-- Each that follows gives one row, so that a query that asks for nothing of it is spared it; nothing of a hidden article is looked at.
left join lateral (
  select
    hiding.article_id is null
    and not exists (
      select
      from (
        select known.story_id
        union
        select part.story_id
        from news.event_member as part
        where part.event_id = known.event_id
          and part.valid_from <= known.known_at
          and (part.valid_to > known.known_at) is not false
      ) as story
      join lateral (
        select article_id from news.membership
        where membership.story_id = story.story_id and valid_to is null and valid_from <= known.known_at
        union all
        select article_id from news.membership
        where membership.story_id = story.story_id and valid_to > known.known_at and valid_from <= known.known_at
      ) as fellow on true
      join news.hidden_article on hidden_article.article_id = fellow.article_id
      join news.novelty as was on was.article_id = fellow.article_id and was.known_at <= known.known_at
    ) as whole
) as counted on true
left join lateral (
  select
    mine.story_id,
    event_story.event_id,
    mine.published_at,
    coalesce(mine.published_by, 'infinity') as published_by,
    (coalesce(mine.published_by, 'infinity'), (mine.published_at is null)::integer, -mine.word_count, mine.article_id) as place
  from marts.article as mine
  left join news.event_story on event_story.story_id = mine.story_id
  where mine.article_id = article.article_id
    and hiding.article_id is null
) as held on true
left join lateral (
  select
    count(*) filter (where fellow.story_id = held.story_id) as of_story,
    count(*) as of_circle,
    min(fellow.published_at) filter (where fellow.story_id = held.story_id) as first_of_story,
    min(fellow.published_at) as first_of_circle,
    count(*) filter (where fellow.published_at > held.published_at - interval '1 hour') as of_hour,
    count(*) filter (where fellow.published_by > held.published_by - interval '1 day') as of_day,
    count(*) filter (where fellow.published_by > held.published_by - interval '7 days') as of_week
  from (
    select held.story_id
    union
    select event_story.story_id from news.event_story where event_story.event_id = held.event_id
  ) as story
  join marts.article as fellow using (story_id)
  where (coalesce(fellow.published_by, 'infinity'), (fellow.published_at is null)::integer, -fellow.word_count, fellow.article_id) < held.place
    and fellow.is_shown
    and not exists (select from news.unreadable_article where unreadable_article.article_id = fellow.article_id)
) as earlier on held.story_id is not null
left join lateral (
  select (1 - count(origin.content_id)::real / nullif(min(cardinality(sentence_text.words)), 0))::real as new
  from news.sentence_text
  left join news.sentence_origin as origin
    on origin.content_id = sentence_text.content_id
    and origin.origin_article_id <> article.article_id
    and origin.kind <> 'shared_quote'
    and origin.audience <> 'desk'
    and not exists (select from news.hidden_article where hidden_article.article_id = origin.origin_article_id)
  where sentence_text.content_id = version.content_id
    and sentence_text.month = version.content_month
    and hiding.article_id is null
) as share on true
where hiding.article_id is null;
comment on view analytics.novelty is 'Grain: one article: how new it was among the articles of its story and its event, as that was known when it became known (columns that end in _then) and as it is known now. The former are free of look-ahead: no later article, version, merge or decision changes them; they are null where an article of their story or event is hidden now, and for what was loaded before they were kept. The latter count what is shown at the last refresh of the marts. Name articles, a source or days: then it takes milliseconds.';
comment on column analytics.novelty.article_id is 'The article.';
comment on column analytics.novelty.source is 'Slug of its source.';
comment on column analytics.novelty.published_on is 'Its day of publication.';
comment on column analytics.novelty.published_at is 'Its instant of publication; null where that is not known.';
comment on column analytics.novelty.known_at is 'When it became known: the time of its load, or the end of its embargo.';
comment on column analytics.novelty.story_rank_then is 'Its place in the story by publication, from 1, among the articles that were known then.';
comment on column analytics.novelty.event_rank_then is 'The same in its event; null where it was in none.';
comment on column analytics.novelty.story_minutes_then is 'Minutes since the first article of the story that was known then; 0 for that one, null where its own instant is not known.';
comment on column analytics.novelty.event_minutes_then is 'The same in its event; null where it was in none.';
comment on column analytics.novelty.similar_hour_then is 'Articles of its event, else of its story, known then, that were published in the hour before it; null where its own instant is not known.';
comment on column analytics.novelty.similar_day_then is 'Those of the day before it; of articles without an instant the end of their day counts.';
comment on column analytics.novelty.similar_week_then is 'Those of the seven days before it.';
comment on column analytics.novelty.new_share_then is 'Share of its sentences that no article known then had carried before, 0 to 1.';
comment on column analytics.novelty.story_rank is 'Its place in the story by publication, from 1, as it is known now; null before the first refresh that has seen it.';
comment on column analytics.novelty.event_rank is 'The same in its event; null where it is in none.';
comment on column analytics.novelty.story_minutes is 'Minutes since the first article of the story, as it is known now.';
comment on column analytics.novelty.event_minutes is 'Minutes since the first article of the event, as it is known now; null where it is in none.';
comment on column analytics.novelty.similar_hour is 'Articles of its event, else of its story, that were published in the hour before it, as it is known now.';
comment on column analytics.novelty.similar_day is 'Those of the day before it.';
comment on column analytics.novelty.similar_week is 'Those of the seven days before it.';
comment on column analytics.novelty.new_share is 'Share of its sentences that no article shown now carried before, 0 to 1; null where its text has none.';
