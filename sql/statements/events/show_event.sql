-- One event, by its id or by that of one that was merged into it; with the parts of its saga before and after it.
select
  event.*,
  before.name as follows,
  array(
    select jsonb_build_object('event_id', later.event_id, 'name', later.name, 'first_published_on', later.first_published_on)
    from analytics.events as later
    where later.follows_event_id = event.event_id
    order by later.first_published_on, later.event_id
  ) as followed_by
from analytics.event(%(event_id)s) as event
left join analytics.events as before on before.event_id = event.follows_event_id
