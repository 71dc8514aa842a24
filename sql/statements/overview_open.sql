-- What waits: files that are due, files that don't balance, decisions to be applied, runs that wait for a person, days without a run.
select
  (
    select count(*) from ops.file
    where loaded_at is null and bytes_released_at is null and held_run_id is null and discarded_at is null
  ) as files_due,
  (
    select count(*)
    from ops.run_file
    where loaded_at is not null
      and not coalesce(
        found = original + copy + near_copy + rewrite + translation + version + unchanged + quarantined and found > 0, false
      )
  ) as unbalanced_files,
  (
    select max(run_id)
    from ops.run_file
    where loaded_at is not null
      and not coalesce(
        found = original + copy + near_copy + rewrite + translation + version + unchanged + quarantined and found > 0, false
      )
  ) as unbalanced_run_id,
  (
    select count(*)
    from ops.decision
    where verdict in ('same', 'different', 'same_event', 'different_event', 'day', 'hide')
      and (applied_at is null or applied_at < revoked_at)
  ) as pending_decisions,
  (select count(*) from ops.run where trigger in ('airflow', 'command', 'replay')) as known_runs
