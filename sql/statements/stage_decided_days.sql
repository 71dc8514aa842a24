-- The run's records of articles whose day a person has decided get that day. What they state themselves is kept beside it.
update staging.article as a
set
  published_on = decided.day,
  published_at = case when a.published_on = decided.day then a.published_at end,
  published_precision = case when a.published_on = decided.day then a.published_precision else 'day' end,
  day = decided.day,
  evidence = news.evidence_with_decision(
    a.evidence, decided.day, coalesce(a.published_on = decided.day, false), decided.said
  ),
  date_candidates = jsonb_build_array(
    jsonb_build_object(
      'ordinal', 1, 'field', 'published_on', 'value', decided.day, 'raw', '', 'location', 'ops.decision',
      'rule', 'decided by a person', 'confidence', 1, 'chosen', true
    )
  ) || coalesce(
    (
      select jsonb_agg(
        candidate.it || jsonb_build_object(
          'ordinal', candidate.place + 1,
          'chosen',
            candidate.it -> 'chosen' = 'true'::jsonb
            and candidate.it ->> 'field' <> 'published_on'
            and (candidate.it ->> 'field' <> 'published_at' or coalesce(a.published_on = decided.day, false))
        )
        order by candidate.place
      )
      from jsonb_array_elements(a.date_candidates) with ordinality as candidate (it, place)
    ),
    '[]'
  ),
  delivered_date = jsonb_build_object(
    'published_on', a.published_on, 'published_at', a.published_at, 'published_precision', a.published_precision,
    'day', a.day, 'evidence', news.evidence_of_publication(a.evidence), 'date_candidates', a.date_candidates
  )
from news.article
join (
  select
    article_id,
    day,
    concat_ws(': ', 'decision ' || decision_id || ' of ' || decided_by, note) as said
  from ops.decision
  where verdict = 'day'
    and revoked_at is null
) as decided using (article_id)
where a.run_id = %(run_id)s
  and (a.file_id, a.record_position, article.article_id) in (
    select file_id, record_position, article_id
    from unnest(%(file_ids)s::bigint[], %(record_positions)s::integer[], %(article_ids)s::bigint[])
      as of_article (file_id, record_position, article_id)
  )
  and a.delivered_date is null
