-- Names of past states, for whoever cites them.
create table ops.snapshot (
  name text constraint snapshot_pk primary key constraint snapshot_name_is_plain check (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  at timestamptz not null,
  load_number bigint not null,
  articles bigint not null,
  stories bigint not null,
  digest text,
  note text,
  made_by text not null,
  made_at timestamptz not null
);
comment on table ops.snapshot is 'Grain: one state of what is held that has a name, so that it can be cited. A row is never changed.';
comment on column ops.snapshot.name is 'Its name: small letters, digits, dots, dashes.';
comment on column ops.snapshot.at is 'The moment: analytics.articles_as_of of it gives the articles.';
comment on column ops.snapshot.load_number is 'The last load that is in it.';
comment on column ops.snapshot.articles is 'Articles that analysts saw.';
comment on column ops.snapshot.stories is 'Stories that analysts saw.';
comment on column ops.snapshot.digest is 'Digest of all that was held, as `newsfold status --verify` works it out; null before the first load that has one.';
comment on column ops.snapshot.note is 'What it is for.';
comment on column ops.snapshot.made_by is 'Who named it.';
comment on column ops.snapshot.made_at is 'When.';

create function ops.refuse_run() returns trigger
language plpgsql
as $body$
begin
  raise exception 'this database is of a past evening: nothing is loaded into it, and nothing decided' using errcode = '55000';
end
$body$;
comment on function ops.refuse_run is 'The trigger on ops.run of a database that `newsfold snapshot --into` has built.';
