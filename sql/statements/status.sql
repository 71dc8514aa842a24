-- The state of the whole: what is held, and what is off. An entry that only points to a page is not off.
select
  (select count(*) from news.article) as articles,
  (select count(*) from news.story where merged_into_story_id is null and ended_at is null) as stories,
  (
    select count(*)
    from ops.run
    where (
        state = 'failed'
        -- Nobody was left to note it: a run of Airflow is ended after eighteen hours at most.
        or (state in ('started', 'loaded', 'checked') and started_at < now() - interval '24 hours')
      )
      and run_id > coalesce(
        (select max(run_id) from ops.run where state = 'published' and trigger in ('airflow', 'command', 'replay')), 0
      )
  ) as failed_runs,
  (
    select count(*)
    from ops.run_file
    where loaded_at is not null
      and not coalesce(
        found = original + copy + near_copy + rewrite + translation + version + unchanged + quarantined and found > 0, false
      )
  ) as unbalanced_files,
  (select count(*) from ops.source_state where incomplete_since is not null) as incomplete_listings,
  (
    select count(*) from ops.file
    where loaded_at is null and bytes_released_at is null and held_run_id is null and discarded_at is null
  ) as files_due,
  (select count(*) from ops.quarantine where is_open and reason_code <> 'pointer') as quarantined
