-- Name the state of now; nothing where the name is taken. The caller holds the lock of loads.
insert into ops.snapshot (name, at, load_number, articles, stories, digest, note, made_by, made_at)
select
  %(name)s, clock_timestamp(),
  coalesce((select max(load_number) from ops.run), 0),
  (select count(*) from analytics.articles),
  (select count(*) from analytics.stories),
  %(digest)s, %(note)s, %(by)s, clock_timestamp()
on conflict (name) do nothing
returning name, at, load_number, articles, stories, digest, note, made_at
