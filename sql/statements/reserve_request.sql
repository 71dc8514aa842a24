-- Reserves the next request that a host's rate limit allows; how many seconds from now it is.
insert into ops.host (host, next_turn_at)
values (%(host)s, clock_timestamp() + make_interval(secs => %(seconds_between)s))
on conflict (host) do update set
  next_turn_at = greatest(host.next_turn_at, clock_timestamp()) + make_interval(secs => %(seconds_between)s)
returning extract(epoch from next_turn_at - make_interval(secs => %(seconds_between)s) - clock_timestamp())::double precision as seconds
