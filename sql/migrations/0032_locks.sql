-- The locks of loads and of new partitions as rows that only the loader and the owner may lock. Anybody who can log in may take an
-- advisory lock, and whoever took `newsfold.load` held up every load.
create table ops.lock (
  name text constraint lock_pk primary key
);
comment on table ops.lock is 'Grain: one thing that only one transaction at a time may do. It is held as a lock on the row, which needs the right to change it; ops.take_lock takes it.';
comment on column ops.lock.name is 'load: what is loaded, refolded, decided or removed. partitions: partitions made or dropped.';
insert into ops.lock (name) values ('load'), ('partitions');

create function ops.take_lock(wanted text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $body$
begin
  perform from ops.lock where name = wanted for update;
  if not found then
    raise exception 'there is no lock of this name: %', wanted using errcode = '22023';
  end if;
end
$body$;
comment on function ops.take_lock is 'Until the transaction ends, nobody else holds this lock. With the rights of whoever calls: those who may not change ops.lock are refused.';

-- The functions of earlier migrations, with this lock in the place of the advisory one.
do $body$
declare
  held record;
begin
  for held in
    select pg_get_functiondef(pg_proc.oid) as definition
    from pg_proc
    where pronamespace = 'ops'::regnamespace
      and prokind = 'f'
      and prosrc ~ 'advisory_xact_lock\([a-z_.]*hashtext\(''newsfold\.(load|partitions)''\)\)'
  loop
    execute regexp_replace(
      held.definition, '(pg_catalog\.)?pg_advisory_xact_lock\([a-z_.]*hashtext\(''newsfold\.(load|partitions)''\)\)',
      'ops.take_lock(''\2'')', 'g'
    );
  end loop;
end
$body$;
