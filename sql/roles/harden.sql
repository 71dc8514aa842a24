-- What every login may do that nobody needs to: run once in the news database as a superuser, after roles.sql. The embedded server
-- and `python -m newsfold.local.roles` have it; without it analysts could hold up runs and fill the disk. Safe to run again.
do $body$
declare
  held record;
begin
  -- Advisory locks: whoever takes one of a run, a source or a refresh holds it up. Large objects: they belong to no table and have
  -- no limit.
  for held in
    select oid::regprocedure as name, proname ~ 'advisory' as is_lock
    from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace
      and (proname ~ '^pg_(try_)?advisory_' or proname ~ '^lo_' or proname in ('loread', 'lowrite'))
  loop
    execute format('revoke execute on function %s from public', held.name);
    if held.is_lock then
      execute format('grant execute on function %s to newsfold_owner, newsfold_loader', held.name);
    end if;
  end loop;
  execute format('revoke all on database %I from public', current_database());
  execute format(
    'grant connect on database %I to newsfold_owner, newsfold_loader, newsfold_operator, newsfold_analyst', current_database()
  );
end
$body$;
-- Temporary files of one query, and sessions at a time: only a superuser sets these two.
alter role newsfold_analyst set temp_file_limit = '5GB';
alter role newsfold_analyst connection limit 50;
