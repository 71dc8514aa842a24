-- Whether something was loaded since the marts were last refreshed.
select exists (
  select from ops.run
  where load_number > coalesce((select load_number from ops.mart_refresh order by refresh_id desc limit 1), 0)
) as are_behind
