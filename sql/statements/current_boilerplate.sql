-- What is set aside now, and its version: the last refold that changed it.
select
  coalesce((select max(greatest(run_id, ended_run_id)) from news.boilerplate), 0) as version,
  coalesce((select array_agg(distinct sentence_key) from news.boilerplate where valid_to is null), '{}') as keys
