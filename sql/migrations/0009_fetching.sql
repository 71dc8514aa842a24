-- Sources that are reached over a network: what is asked of them, how they last answered, and whose turn it is.
alter table news.source
  add column location text,
  add column schedule text,
  add column licence text,
  add column expected_files integer,
  add column freshness interval;
comment on column news.source.location is 'Where its files come from, as declared: a folder, a glob or an address.';
comment on column news.source.schedule is 'The group that it is fetched with: daily or hourly.';
comment on column news.source.licence is 'What its articles may be used for, as declared. ninjs: rightsInfo; schema.org: license.';
comment on column news.source.expected_files is 'Files that it should deliver a day, as declared.';
comment on column news.source.freshness is 'How old its newest file may be, as declared.';

alter table ops.file
  add column etag text,
  add column last_modified text,
  add column opt_out text[] not null default '{}';
comment on column ops.file.etag is 'The ETag that came with the bytes: the next fetch asks whether it still holds (RFC 9110).';
comment on column ops.file.last_modified is 'The Last-Modified header that came with the bytes, to the letter.';
comment on column ops.file.opt_out is 'By which means the publisher reserves text and data mining or training: robots.txt, tdm-reservation, tdmrep.json, x-robots-tag.';
create index file_sha256 on ops.file (sha256);

alter table news.version
  add column opt_out text[] not null default '{}';
comment on column news.version.opt_out is 'By which means the publisher reserves text and data mining or training: what its server says, and meta tags of the page.';
alter table staging.article
  add column opt_out text[] not null default '{}';
comment on column staging.article.opt_out is 'As in news.version.';

alter table ops.source_failure
  add column failure_class text not null default 'broken'
    constraint source_failure_class_known check (failure_class in ('gone', 'refused', 'slow', 'broken', 'changed_shape', 'limited', 'paused'));
comment on column ops.source_failure.failure_class is 'gone, refused, slow, broken, changed_shape; limited where the source''s own limit ended it; paused where it was not even asked.';

create table ops.source_state (
  source_id bigint constraint source_state_pk primary key constraint source_state_source_fk references news.source,
  failures integer not null default 0,
  last_failed_run_id bigint constraint source_state_run_fk references ops.run,
  failure_class text,
  detail text,
  failed_at timestamptz,
  succeeded_at timestamptz,
  paused_at timestamptz,
  paused_by text,
  pause_reason text,
  last_name text
);
comment on table ops.source_state is 'Grain: one source: how it last answered, and whether it is paused.';
comment on column ops.source_state.source_id is 'The source.';
comment on column ops.source_state.failures is 'Runs in a row that could not fetch from it; 0 after a success.';
comment on column ops.source_state.last_failed_run_id is 'The last run that could not: a task that is tried again counts once.';
comment on column ops.source_state.failure_class is 'Why it failed last: gone, refused, slow, broken or changed_shape.';
comment on column ops.source_state.detail is 'The message of that failure.';
comment on column ops.source_state.failed_at is 'When it failed last.';
comment on column ops.source_state.succeeded_at is 'When it could last be fetched.';
comment on column ops.source_state.paused_at is 'Since when it is not asked any more; null where it is.';
comment on column ops.source_state.paused_by is 'Who paused it: newsfold, or a person''s name.';
comment on column ops.source_state.pause_reason is 'Why it was paused.';
comment on column ops.source_state.last_name is 'For sources whose names grow: all files up to this name have been taken in, so that a listing may begin behind it.';

create table ops.host (
  host text constraint host_pk primary key,
  next_turn_at timestamptz not null
);
comment on table ops.host is 'Grain: one server that files are fetched from: one rate limit for all workers.';
comment on column ops.host.host is 'Its name in lower case.';
comment on column ops.host.next_turn_at is 'The earliest moment at which the next request may be made.';
