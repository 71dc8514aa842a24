-- What leaves when its time is over, the traces that stay of it, and a record of the upkeep.
create table news.removed_article (
  article_id bigint constraint removed_article_pk primary key,
  source_id bigint not null constraint removed_article_source_fk references news.source,
  uri_sha256 bytea not null,
  versions_sha256 bytea[] not null,
  reason text not null constraint removed_article_reason_known check (reason in ('retention', 'forgotten')),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  run_id bigint not null constraint removed_article_run_fk references ops.run,
  removed_at timestamptz not null
);
comment on table news.removed_article is 'Grain: one article that was held and is removed. It keeps no word of it: only what tells that a record which comes again was held before.';
comment on column news.removed_article.article_id is 'The id that it had. Ids are never given again.';
comment on column news.removed_article.source_id is 'Its source.';
comment on column news.removed_article.uri_sha256 is 'SHA-256 of its uri.';
comment on column news.removed_article.versions_sha256 is 'Hashes of its versions: a record that comes again in one of these states is counted as unchanged, in another one it is a new article.';
comment on column news.removed_article.reason is 'retention: its source''s retention_days were over. forgotten: a person had the source''s data removed.';
comment on column news.removed_article.first_seen_at is 'When it was first loaded.';
comment on column news.removed_article.last_seen_at is 'When a record of it last came.';
comment on column news.removed_article.run_id is 'The run that removed it.';
comment on column news.removed_article.removed_at is 'When it was removed.';
create index removed_article_identity on news.removed_article (source_id, uri_sha256);

alter table news.article
  drop constraint article_outcome_matched,
  add constraint article_outcome_matched check (outcome <> 'original' or matched_article_id is null);
comment on column news.article.matched_article_id is 'The article it repeated on arrival; null for originals, and where that article was removed since.';

alter table news.story add column ended_at timestamptz;
comment on column news.story.ended_at is 'When its last article was removed; null while it has one. The row stays, so that the id is never given again.';

-- The index that finds a removed article's links; the ones there are of links that hold.
create index link_article on news.link (article_id);
create index hidden_article_id on news.hidden (article_id);
-- Without an index of its own it would read the whole table for each article that leaves. The check
-- removed_articles_leave_nothing holds what it held.
alter table news.content_appearance drop constraint if exists content_appearance_article_fk;

alter table news.change
  drop constraint change_known,
  add constraint change_known check (change in ('added', 'changed', 'moved', 'hidden', 'shown', 'removed')),
  add column days date[];
comment on column news.change.days is 'Of a removed article: the days of publication that its versions had (null among them: not known), so that followers find what they keep by day.';
create index change_article on news.change (article_id, change_id);
create table news.change_horizon (
  change_id bigint not null,
  removed_at timestamptz not null,
  pruned_at timestamptz not null
);
comment on table news.change_horizon is 'Grain: the one row that says from where the feed of changes is whole. Empty while nothing was pruned.';
comment on column news.change_horizon.change_id is 'The last removal of an article that the feed tells no more: a token from before it is refused.';
comment on column news.change_horizon.removed_at is 'When that article was removed.';
comment on column news.change_horizon.pruned_at is 'When the feed was last pruned.';
create unique index change_horizon_one on news.change_horizon ((true));

alter table ops.file
  add column bytes_released_at timestamptz,
  add column bytes_deleted_at timestamptz;
comment on column ops.file.bytes_released_at is 'When nothing needed its bytes any more: no article, no open refusal. Null while something does.';
comment on column ops.file.bytes_deleted_at is 'When its bytes left the raw store. The row stays: the file is known, and is not fetched again.';
create index file_released on ops.file (file_id) where bytes_released_at is not null and bytes_deleted_at is null;

alter table ops.run_file add column removed integer not null default 0;
comment on column ops.run_file.removed is 'Of the versions stored from this file in this run, those that were removed since. The outcomes stay as they were counted.';

-- Runs of the upkeep, beside the triggers that are known by now.
do $body$
declare
  known text;
begin
  select string_agg(distinct quote_literal(value[1]), ', ')
  into known
  from pg_constraint
  cross join regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''::text', 'g') as value
  where conname = 'run_trigger_known';
  alter table ops.run drop constraint run_trigger_known;
  execute format('alter table ops.run add constraint run_trigger_known check (trigger in (%s, ''retention'', ''upkeep''))', known);
end
$body$;

create table ops.upkeep (
  upkeep_id bigint generated always as identity constraint upkeep_pk primary key,
  task text not null,
  dry_run boolean not null,
  report jsonb not null,
  started_at timestamptz not null,
  finished_at timestamptz not null
);
comment on table ops.upkeep is 'Grain: one task of the maintenance, done once.';
comment on column ops.upkeep.upkeep_id is 'Identity.';
comment on column ops.upkeep.task is 'Which task: partitions, retention, raw_store, staging, changes, boilerplate, marts, statistics.';
comment on column ops.upkeep.dry_run is 'Whether it only looked at what it would do.';
comment on column ops.upkeep.report is 'What it did, in counts.';
comment on column ops.upkeep.started_at is 'When it began.';
comment on column ops.upkeep.finished_at is 'When it ended.';
create index upkeep_task on ops.upkeep (task, started_at);

-- As before; where the server knows that right, the loader may also vacuum the new partitions and bring their statistics up to date.
create or replace function ops.create_month_partitions(first_day date) returns void
language plpgsql
security definer
set search_path = pg_catalog
as $body$
declare
  parent text;
  old_partition text;
  start_day date := pg_catalog.date_trunc('month', first_day)::date;
  oldest_kept text := to_char(start_day - interval '1 month', '"content_features_"YYYY_MM');
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('newsfold.partitions'));
  foreach parent in array array['content', 'version', 'version_agency', 'date_candidate', 'content_features'] loop
    if pg_catalog.to_regclass(pg_catalog.format('news.%I', parent || to_char(start_day, '_YYYY_MM'))) is null then
      execute pg_catalog.format(
        'create table news.%I partition of news.%I for values from (%L) to (%L)',
        parent || to_char(start_day, '_YYYY_MM'), parent, start_day, (start_day + interval '1 month')::date
      );
      if pg_catalog.current_setting('server_version_num')::integer >= 170000 then
        execute pg_catalog.format('grant maintain on news.%I to newsfold_loader', parent || to_char(start_day, '_YYYY_MM'));
      end if;
    end if;
  end loop;
  -- Features of more than a month ago are worked out again where they are needed. Not by a call for a month to come.
  if start_day > pg_catalog.date_trunc('month', pg_catalog.now()) then
    return;
  end if;
  for old_partition in
    select relation.relname
    from pg_catalog.pg_inherits as part
    join pg_catalog.pg_class as relation on relation.oid = part.inhrelid
    where part.inhparent = pg_catalog.to_regclass('news.content_features')
      and relation.relname < oldest_kept
  loop
    execute pg_catalog.format('drop table news.%I', old_partition);
  end loop;
end
$body$;

-- What analysts compare articles by, beside the day. Filled by the next refresh: the definition of the marts is another one.
alter table marts.article
  add column matched_article_id bigint,
  add column similarity real,
  add column word_count integer;
comment on column marts.article.matched_article_id is 'The article it repeated on arrival; null for originals, and where that one was removed since.';
comment on column marts.article.similarity is 'Score of that relation, 0 to 1.';
comment on column marts.article.word_count is 'Words of its text. schema.org: wordCount.';
