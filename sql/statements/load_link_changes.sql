-- Stored links that join now where they did not, or the other way round, and those that hold no more.
update news.link
set joins = coalesce(c.joins, link.joins), valid_to = case when c.closes then %(now)s end
from staging.link_change as c
where c.run_id = %(run_id)s
  and link.link_id = c.link_id
  and link.valid_to is null
