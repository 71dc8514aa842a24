-- The tables that need a vacuum or fresh statistics: where dead rows passed a share, or many rows changed since they were
-- counted. The server does so by itself for most, and never for the parents of partitions.
select
  table_.schemaname as schema,
  table_.relname as name,
  table_.n_dead_tup as dead_rows,
  class.relkind <> 'p' and table_.n_dead_tup >= %(least)s
    and table_.n_dead_tup >= %(share)s * (table_.n_live_tup + table_.n_dead_tup) as vacuum,
  case
    when class.relkind = 'p'
      then coalesce(table_.last_analyze, '-infinity') < %(now)s::timestamptz - interval '7 days'
    else table_.n_mod_since_analyze >= %(least)s and table_.n_mod_since_analyze >= %(share)s * table_.n_live_tup
  end as analyze
from pg_catalog.pg_stat_user_tables as table_
join pg_catalog.pg_class as class on class.oid = table_.relid
where table_.schemaname in ('news', 'ops', 'staging', 'marts')
order by table_.schemaname, table_.relname
