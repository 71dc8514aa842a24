-- The run's records with the days that they state themselves, where a decision was laid over them before.
update staging.article
set
  published_on = (delivered_date ->> 'published_on')::date,
  published_at = (delivered_date ->> 'published_at')::timestamptz,
  published_precision = delivered_date ->> 'published_precision',
  day = (delivered_date ->> 'day')::date,
  evidence = news.evidence_as_delivered(evidence, delivered_date -> 'evidence'),
  date_candidates = delivered_date -> 'date_candidates',
  delivered_date = null
where run_id = %(run_id)s
  and delivered_date is not null
