-- Events, their members and why each is one. Of a hidden article nothing is told: neither its words nor that it was compared.
create view analytics.events as
select
  event.event_id,
  members.name,
  members.first_published_on,
  members.last_published_on,
  members.places,
  members.countries,
  members.languages,
  members.story_count,
  members.article_count,
  members.source_count,
  members.independent_reports,
  members.representative_article_id,
  case
    when exists (
      select
      from news.event_story as part
      where part.event_id = event.follows_event_id
        and not exists (select from news.hidden_article where hidden_article.article_id = part.article_id)
    ) then event.follows_event_id
  end as follows_event_id
from news.event
cross join lateral (
  select
    (
      array_agg(version.headline order by story.story_id = event.center_story_id desc, article.article_id = story.article_id desc,
        version.headline is null, version.published_on nulls last, article.article_id)
    )[1] as name,
    (
      array_agg(article.article_id order by story.story_id = event.center_story_id desc, article.article_id = story.article_id desc,
        version.headline is null, version.published_on nulls last, article.article_id)
    )[1] as representative_article_id,
    min(version.published_on) as first_published_on,
    max(version.published_on) as last_published_on,
    array_agg(distinct version.dateline_place) filter (where version.dateline_place is not null) as places,
    array_agg(distinct version.dateline_country) filter (where version.dateline_country is not null) as countries,
    array_agg(distinct version.language) filter (where version.language is not null) as languages,
    count(distinct story.story_id) as story_count,
    count(*) as article_count,
    count(distinct article.source_id) as source_count,
    count(distinct case when version.agency_role <> 'cited' then version.agency else source.slug end)
      filter (where article.article_id = story.article_id) as independent_reports
  from news.event_story as story
  join news.membership on membership.story_id = story.story_id and membership.valid_to is null
  join news.article on article.article_id = membership.article_id
  join news.source using (source_id)
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  where story.event_id = event.event_id
    and not exists (select from news.hidden_article where hidden_article.article_id = article.article_id)
) as members
where event.ended_at is null
  and members.story_count > 0;
comment on view analytics.events is 'Grain: one event: the stories about one thing that happened, independent reports of it, in all languages. Not every story is in one. What goes on for weeks is a chain of events.';
comment on column analytics.events.event_id is 'Identity of the event; never changes, never reused. Where two turn out to be one, the older id stays.';
comment on column analytics.events.name is 'Headline of its most central report.';
comment on column analytics.events.first_published_on is 'Earliest day of publication among its articles.';
comment on column analytics.events.last_published_on is 'Latest day of publication among its articles.';
comment on column analytics.events.places is 'Places of the datelines; null where there are none.';
comment on column analytics.events.countries is 'Their countries, ISO 3166-1 alpha-2; null where there are none.';
comment on column analytics.events.languages is 'Languages of its articles, ISO 639-1; null where none is known.';
comment on column analytics.events.story_count is 'Stories in it: reports of their own.';
comment on column analytics.events.article_count is 'Articles in it: all that carry one of these.';
comment on column analytics.events.source_count is 'Sources with an article in it.';
comment on column analytics.events.independent_reports is 'Agencies and sources with a report of their own in it: of the representatives of its stories, each counted once.';
comment on column analytics.events.representative_article_id is 'The article that stands for it: the representative of its most central story.';
comment on column analytics.events.follows_event_id is 'The event of the days before that most of its stories are bound to, too: the part of a saga before this one; null for most.';

create view analytics.event_members as
select
  member.event_id,
  member.story_id,
  case when hiding.article_id is null and other_hiding.article_id is null then member.joined_by_story_id end as joined_by_story_id,
  case when hiding.article_id is null and other_hiding.article_id is null then member.score end as score,
  case when hiding.article_id is null and other_hiding.article_id is null then nullif(member.reason, '') end as reason,
  member.valid_from,
  member.valid_to
from news.event_member as member
left join news.hidden_article as hiding on hiding.article_id = member.article_id
left join news.hidden_article as other_hiding on other_hiding.article_id = member.joined_by_article_id
where hiding.article_id is null
  and other_hiding.article_id is null;
comment on view analytics.event_members is 'Grain: one story in one event over a stretch of time, and why it is there, or was. Ask for rows without valid_to for what holds now.';
comment on column analytics.event_members.event_id is 'The event.';
comment on column analytics.event_members.story_id is 'The story.';
comment on column analytics.event_members.joined_by_story_id is 'The most central story, which it was compared with; itself for that one.';
comment on column analytics.event_members.score is 'How sure it is that the two tell of one event: a probability, 0 to 1; 1 for the most central story, and where a person decided it.';
comment on column analytics.event_members.reason is 'Why, in words: days and place, words, names and figures in both, likeness in meaning; null where an article that it spoke of was removed.';
comment on column analytics.event_members.valid_from is 'Since when it was held to belong there.';
comment on column analytics.event_members.valid_to is 'Until when; null while it holds.';

create function analytics.event(id bigint) returns setof analytics.events
language sql
stable
rows 1
security definer
set search_path = pg_catalog, pg_temp
as $body$
  with recursive redirected (event_id, into_event_id) as (
    select event_id, merged_into_event_id from news.event where event_id = id
    union
    select event.event_id, event.merged_into_event_id
    from redirected
    join news.event on event.event_id = redirected.into_event_id
  )
  select events.*
  from redirected
  join analytics.events using (event_id)
  where redirected.into_event_id is null
$body$;
comment on function analytics.event is 'One event as analytics.events shows it, by its id or by that of one that was merged into it; no row where nothing of it is shown.';
