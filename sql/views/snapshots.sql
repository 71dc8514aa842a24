-- Past states that have names.
create view analytics.snapshots as
select snapshot.name, snapshot.at, snapshot.load_number, snapshot.articles, snapshot.stories, snapshot.digest, snapshot.note, snapshot.made_at
from ops.snapshot;
comment on view analytics.snapshots is 'Grain: one state of what is held that has a name, so that a paper can cite it. `newsfold snapshot NAME` makes one.';
comment on column analytics.snapshots.name is 'Its name.';
comment on column analytics.snapshots.at is 'The moment.';
comment on column analytics.snapshots.load_number is 'The last load that is in it.';
comment on column analytics.snapshots.articles is 'Articles that analysts saw then.';
comment on column analytics.snapshots.stories is 'Stories that analysts saw then.';
comment on column analytics.snapshots.digest is 'Digest of all that was held then, in words for a citation.';
comment on column analytics.snapshots.note is 'What it is for.';
comment on column analytics.snapshots.made_at is 'When it was named.';

create function analytics.snapshot(name text) returns timestamptz
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $body$
declare
  found record;
begin
  select * into found from ops.snapshot where ops.snapshot.name = $1;
  if found.name is null then
    raise exception 'there is no such snapshot' using errcode = '22023';
  end if;
  -- Loads bear the time at which they began: one that had to wait may bear an earlier one.
  if exists (select from ops.run where run.load_number > found.load_number and run.loaded_at <= found.at) then
    raise exception 'this snapshot holds no more: a load that was under way when it was made is of before it' using errcode = '55000';
  end if;
  return found.at;
end
$body$;
comment on function analytics.snapshot is 'The moment of a snapshot, for analytics.articles_as_of and stories_as_of. Raises for a name that is none, and for one that would not give what it gave.';
