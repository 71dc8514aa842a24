-- Settings of sources that were tried on what was refused, and those that hold until sources.toml says the same.
create table ops.source_setting (
  source_setting_id bigint generated always as identity constraint source_setting_pk primary key,
  source_id bigint not null constraint source_setting_source_fk references news.source,
  settings jsonb not null,
  before jsonb not null,
  proposed_at timestamptz not null,
  proposed_by text not null,
  kept_at timestamptz,
  kept_by text,
  ended_at timestamptz,
  ended_by text,
  constraint source_setting_kept_by_somebody check ((kept_at is null) = (kept_by is null)),
  constraint source_setting_ended_by_somebody check ((ended_at is null) = (ended_by is null)),
  constraint source_setting_is_object check (jsonb_typeof(settings) = 'object' and jsonb_typeof(before) = 'object')
);
create unique index source_setting_holds on ops.source_setting (source_id) where kept_at is not null and ended_at is null;
comment on table ops.source_setting is 'Grain: one set of settings of a source that somebody tried or kept on the pages, beside what dags/sources.toml says. At most one of a source holds.';
comment on column ops.source_setting.source_setting_id is 'Identity; a replay that tries the settings names it.';
comment on column ops.source_setting.source_id is 'The source.';
comment on column ops.source_setting.settings is 'Key of the source''s entry -> its value; null: the entry has no such line.';
comment on column ops.source_setting.before is 'What dags/sources.toml said of these keys then. A setting holds only while the file still says so: what is written there later wins.';
comment on column ops.source_setting.proposed_at is 'When it was tried first.';
comment on column ops.source_setting.proposed_by is 'Who tried it.';
comment on column ops.source_setting.kept_at is 'Since when runs read the source''s files with it; null: it was only tried.';
comment on column ops.source_setting.kept_by is 'Who kept it.';
comment on column ops.source_setting.ended_at is 'When it was taken back, or replaced by another one; null while it holds.';
comment on column ops.source_setting.ended_by is 'Who did that.';
