-- A source that the run asked, or that it left alone as it is paused.
insert into ops.run_source (run_id, source_id, day, is_asked, failure_class)
select run_id, %(source_id)s, coalesce(news_day, day, (started_at at time zone 'UTC')::date), %(is_asked)s, %(failure_class)s
from ops.run
where run_id = %(run_id)s
on conflict (run_id, source_id) do update set
  is_asked = excluded.is_asked,
  failure_class = excluded.failure_class
