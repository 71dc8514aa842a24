-- One more run that could not fetch from a source. After several in a row it is paused.
insert into ops.source_state as state (source_id, failures, last_failed_run_id, failure_class, detail, failed_at)
values (%(source_id)s, 1, %(run_id)s, %(failure_class)s, %(detail)s, %(now)s)
on conflict (source_id) do update set
  failures = state.failures + (state.last_failed_run_id is distinct from excluded.last_failed_run_id)::integer,
  last_failed_run_id = excluded.last_failed_run_id,
  failure_class = excluded.failure_class,
  detail = excluded.detail,
  failed_at = excluded.failed_at,
  paused_at = case
    when state.failures + (state.last_failed_run_id is distinct from excluded.last_failed_run_id)::integer >= %(most_failures)s
    then coalesce(state.paused_at, excluded.failed_at)
    else state.paused_at
  end,
  paused_by = case
    when state.paused_at is null
      and state.failures + (state.last_failed_run_id is distinct from excluded.last_failed_run_id)::integer >= %(most_failures)s
    then 'newsfold'
    else state.paused_by
  end,
  pause_reason = case
    when state.paused_at is null
      and state.failures + (state.last_failed_run_id is distinct from excluded.last_failed_run_id)::integer >= %(most_failures)s
    then format('%%s runs in a row failed: %%s', %(most_failures)s, excluded.detail)
    else state.pause_reason
  end
returning failures, paused_at
