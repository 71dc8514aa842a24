-- Searches that somebody keeps, and what new they have found: each story is told once.
create table ops.saved_search (
  name text constraint saved_search_pk primary key
    constraint saved_search_name_short check (name ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  query text constraint saved_search_query_short check (length(query) between 1 and 1000),
  language text,
  country text,
  source_id bigint constraint saved_search_source_fk references news.source,
  event_id bigint constraint saved_search_event_fk references news.event,
  quiet_from time,
  quiet_to time,
  connection text,
  created_by text not null,
  created_at timestamptz not null,
  token text not null,
  looked_at timestamptz,
  constraint saved_search_asks_something check (num_nonnulls(query, language, country, source_id, event_id) > 0),
  constraint saved_search_quiet_has_both_ends check ((quiet_from is null) = (quiet_to is null))
);
comment on table ops.saved_search is 'Grain: one search that is asked of all that comes in; what is new in it is told.';
comment on column ops.saved_search.name is 'What it is called.';
comment on column ops.saved_search.query is 'As in analytics.search; null where everything fits that the other columns let through.';
comment on column ops.saved_search.language is 'Only articles in this language, ISO 639-1.';
comment on column ops.saved_search.country is 'Only articles whose dateline lies in this country, ISO 3166-1 alpha-2.';
comment on column ops.saved_search.source_id is 'Only articles of this source.';
comment on column ops.saved_search.event_id is 'Only articles of this event, or of the one that it was merged into.';
comment on column ops.saved_search.quiet_from is 'From this time of day on, in the zone of dags/sources.toml, nothing is told.';
comment on column ops.saved_search.quiet_to is 'Until this time of day; what was found meanwhile is told then.';
comment on column ops.saved_search.connection is 'The Airflow connection that its messages go to; null: newsfold_alerts.';
comment on column ops.saved_search.created_by is 'Who keeps it.';
comment on column ops.saved_search.created_at is 'Since when. What was held then is not told.';
comment on column ops.saved_search.token is 'Up to where in analytics.changes it has looked.';
comment on column ops.saved_search.looked_at is 'When it last looked.';

create table ops.saved_search_story (
  name text not null constraint saved_search_story_search_fk references ops.saved_search on delete cascade,
  article_id bigint not null constraint saved_search_story_article_fk references news.article on delete cascade,
  found_at timestamptz not null,
  told_at timestamptz,
  constraint saved_search_story_pk primary key (name, article_id)
);
create index saved_search_story_article on ops.saved_search_story (article_id);
create index saved_search_story_untold on ops.saved_search_story (name) where told_at is null;
comment on table ops.saved_search_story is 'Grain: one story that a saved search has found, by the article that fitted first.';
comment on column ops.saved_search_story.name is 'The search.';
comment on column ops.saved_search_story.article_id is 'The article; its story is the one of now.';
comment on column ops.saved_search_story.found_at is 'When it was found.';
comment on column ops.saved_search_story.told_at is 'When a message told of it; null until then.';
