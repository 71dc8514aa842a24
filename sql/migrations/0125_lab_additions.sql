-- What analysts put on a view or function of theirs is kept with it, and made again with it.
alter table ops.lab_object add column additions text[] not null default '{}';
comment on column ops.lab_object.additions is 'What was put on it, as statements: triggers, rules, indexes, defaults, options, rights and comments.';
update ops.lab_object
set additions = array(
  select format('grant select on %s to %s', name, case reader when 'public' then reader else quote_ident(reader) end)
  from unnest(readers) as reader
);
