-- The functions that analysts call.
select
  namespace.nspname as schema,
  function.proname as name,
  pg_get_function_arguments(function.oid) as arguments,
  pg_get_function_result(function.oid) as result,
  obj_description(function.oid, 'pg_proc') as comment
from pg_catalog.pg_proc as function
join pg_catalog.pg_namespace as namespace on namespace.oid = function.pronamespace
where namespace.nspname = 'analytics'
  and has_function_privilege('newsfold_analyst', function.oid, 'execute')
order by function.proname collate "C", function.oid
