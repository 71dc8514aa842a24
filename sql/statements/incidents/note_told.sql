-- A message has told of these incidents, or of their end.
update ops.incident
set
  told_at = coalesce(told_at, %(now)s::timestamptz),
  end_told_at = case when ended_at is not null then %(now)s::timestamptz end
where incident_id = any (%(incident_ids)s)
