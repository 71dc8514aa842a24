-- A place where analysts keep tables of their own. What may stand there is held by sql/views/lab.sql.
create schema if not exists lab;
comment on schema lab is 'Tables of analysts, who may make them here and nowhere else. Nothing of Newsfold reads what stands in it.';

create table ops.lab_quota (
  is_only boolean constraint lab_quota_pk primary key default true constraint lab_quota_one_row check (is_only),
  bytes bigint not null constraint lab_quota_not_negative check (bytes >= 0),
  changed_by text not null,
  changed_at timestamptz not null
);
comment on table ops.lab_quota is 'Grain: one row: how much each login may hold in the schema lab.';
comment on column ops.lab_quota.is_only is 'Always true: there is one row.';
comment on column ops.lab_quota.bytes is 'Bytes of all tables of one login; 0 closes the lab.';
comment on column ops.lab_quota.changed_by is 'Who has set it.';
comment on column ops.lab_quota.changed_at is 'When.';
insert into ops.lab_quota (bytes, changed_by, changed_at) values (5 * 1024::bigint ^ 3, 'newsfold', now());

create table ops.lab_object (
  name text constraint lab_object_pk primary key,
  kind text not null constraint lab_object_kind_known check (kind in ('view', 'materialized view', 'function')),
  owner text not null,
  definition text not null,
  readers text[] not null,
  ordinal integer not null,
  dropped_at timestamptz not null,
  problem text
);
comment on table ops.lab_object is 'Grain: one view or function of the schema lab that stood on the views for analysts when these were made anew, and could not be made again.';
comment on column ops.lab_object.name is 'Its full name; of a function with its arguments.';
comment on column ops.lab_object.kind is 'view, materialized view or function.';
comment on column ops.lab_object.owner is 'Whose it was.';
comment on column ops.lab_object.definition is 'The query of a view, the whole statement of a function.';
comment on column ops.lab_object.readers is 'Who else might read it.';
comment on column ops.lab_object.ordinal is 'Those that others stand on come first.';
comment on column ops.lab_object.dropped_at is 'When the views were made anew.';
comment on column ops.lab_object.problem is 'Why it could not be made again.';
comment on schema analytics is 'The views that analysts query. The only schema of ours that newsfold_analyst can read; tables of their own stand in lab.';
