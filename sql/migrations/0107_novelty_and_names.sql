-- What was new about an article when it became known, kept as it was known then; and the names in texts.
create table news.novelty (
  article_id bigint constraint novelty_pk primary key,
  known_at timestamptz not null,
  story_id bigint not null,
  event_id bigint,
  story_rank integer not null,
  event_rank integer,
  story_minutes bigint,
  event_minutes bigint,
  similar_hour integer,
  similar_day integer,
  similar_week integer,
  new_share real,
  run_id bigint not null constraint novelty_run_fk references ops.run
);
comment on table news.novelty is 'Grain: one article, as it was known when it became known: by the load that brought it, or by the first one after its embargo. Written once, and never changed by what comes later. Articles loaded before this was kept have no row.';
comment on column news.novelty.article_id is 'The article.';
comment on column news.novelty.known_at is 'When it could first be read: the time of its load, or the end of its embargo.';
comment on column news.novelty.story_id is 'Its story then.';
comment on column news.novelty.event_id is 'Its event then; null where it was in none.';
comment on column news.novelty.story_rank is 'Its place among the articles of the story that were known then, by publication, from 1.';
comment on column news.novelty.event_rank is 'Its place among those of the event; null where it was in none.';
comment on column news.novelty.story_minutes is 'Minutes since the first publication among those of the story; null where its own instant is not known.';
comment on column news.novelty.event_minutes is 'The same of the event; null where it was in none.';
comment on column news.novelty.similar_hour is 'Articles of its event, else of its story, published in the hour before it; null where its own instant is not known.';
comment on column news.novelty.similar_day is 'Those of the day before it, by the moments by which they were published; null where it is not dated.';
comment on column news.novelty.similar_week is 'Those of the seven days before it.';
comment on column news.novelty.new_share is 'Share of its sentences that no article known then had carried before it, 0 to 1; null where its text has none.';
comment on column news.novelty.run_id is 'The run that found it.';

create table marts.text_name (
  content_id bigint not null,
  name text not null,
  kind text constraint mart_text_name_kind_known check (kind in ('person', 'organization', 'place')),
  mentions integer not null,
  first_position integer not null,
  geoname_id integer,
  constraint mart_text_name_pk primary key (content_id, name)
);
comment on table marts.text_name is 'Grain: one name in one text.';
comment on column marts.text_name.content_id is 'The text.';
comment on column marts.text_name.name is 'The name as spelled, at its fullest; at most 80 characters.';
comment on column marts.text_name.kind is 'person, organization or place; null where the text does not tell.';
comment on column marts.text_name.mentions is 'How often the text names it, by a part of the name too.';
comment on column marts.text_name.first_position is 'Where it stands first, in characters from 0.';
comment on column marts.text_name.geoname_id is 'Identity in GeoNames; cities only.';
create index mart_text_name_name on marts.text_name (name);

alter type analytics.found_article add attribute event_id bigint;
comment on column analytics.found_article.event_id is 'The event that its story is in, as in analytics.events; null where it is in none.';
