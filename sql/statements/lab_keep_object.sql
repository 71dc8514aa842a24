-- A view or function of the lab that is dropped while ours are made anew.
insert into ops.lab_object (name, kind, owner, definition, readers, ordinal, additions, dropped_at)
values (%(name)s, %(kind)s, %(owner)s, %(definition)s, %(readers)s, %(ordinal)s, %(additions)s, now())
on conflict (name) do update
set
  kind = excluded.kind, owner = excluded.owner, definition = excluded.definition, readers = excluded.readers,
  ordinal = excluded.ordinal, additions = excluded.additions, dropped_at = excluded.dropped_at, problem = null
