-- Every reading of a date that was considered for the new versions.
insert into news.date_candidate (
  article_id, version, month, ordinal, field, value, raw, location, rule, confidence, chosen
)
select
  o.article_id, o.version, %(month)s, c.ordinal, c.field, c.value, c.raw, c.location, c.rule, c.confidence, c.chosen
from staging.outcome as o
join staging.article as a using (run_id, file_id, record_position)
cross join lateral jsonb_to_recordset(a.date_candidates)
  as c (ordinal integer, field text, value text, raw text, location text, rule text, confidence real, chosen boolean)
where o.run_id = %(run_id)s
  and o.outcome <> 'unchanged'
