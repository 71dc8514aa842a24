-- All files of a source up to a name have been taken in.
insert into ops.source_state (source_id, last_name)
values (%(source_id)s, %(last_name)s)
on conflict (source_id) do update set
  last_name = excluded.last_name
