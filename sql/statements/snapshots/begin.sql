-- Make a database that holds no run one of a past evening.
insert into ops.past_state (at, begun_at)
select %(at)s, %(now)s
where not exists (select from ops.run)
on conflict (is_only) do nothing
