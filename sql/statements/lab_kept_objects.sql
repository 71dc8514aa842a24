-- Those that wait to be made again.
select name, kind, owner, definition, readers, additions, problem from ops.lab_object order by dropped_at, ordinal, name
