-- An id for each group that is a new story, in the order of its first arrival.
update staging.story_group as g
set story_id = numbered.story_id
from (
  select story_group, nextval(pg_get_serial_sequence('news.story', 'story_id')) as story_id
  from (
    select story_group
    from staging.story_group
    where run_id = %(run_id)s and story_id is null
    order by story_group
  ) as ordered
) as numbered
where g.run_id = %(run_id)s
  and g.story_group = numbered.story_group
