-- Nobody asks the host for a while: it said so.
insert into ops.host (host, next_turn_at)
values (%(host)s, clock_timestamp() + make_interval(secs => %(seconds)s))
on conflict (host) do update set
  next_turn_at = greatest(host.next_turn_at, clock_timestamp() + make_interval(secs => %(seconds)s))
