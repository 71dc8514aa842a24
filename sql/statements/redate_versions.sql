-- One more version of each article whose day was decided, or whose decision was taken back: the same record, with the day
-- that holds now. The one before it stays, and says what was believed until then.
insert into news.version (
  article_id, version, month, version_sha256, content_id, content_month, published_on, published_at, published_precision,
  evidence, run_id, file_id, record_position, first_seen_at, became_current, decision_id, delivered_date,
  :stated_columns
)
select
  v.article_id, latest.version + 1, %(month)s, v.version_sha256, v.content_id, v.content_month,
  case when decided.it then decision.day else delivered.published_on end,
  case when decided.it is not true or keeps.instant then delivered.published_at end,
  case when decided.it is not true or keeps.instant then delivered.published_precision else 'day' end,
  case
    when decided.it
      then news.evidence_with_decision(
        stated.evidence, decision.day, keeps.instant,
        concat_ws(': ', 'decision ' || decision.decision_id || ' of ' || decision.decided_by, decision.note)
      )
    else stated.evidence
  end,
  %(run_id)s, v.file_id, v.record_position, %(now)s, true,
  coalesce(decision.decision_id, taken_back.decision_id),
  case
    when decided.it
      then jsonb_build_object(
        'published_on', delivered.published_on, 'published_at', delivered.published_at,
        'published_precision', delivered.published_precision,
        'evidence', news.evidence_of_publication(stated.evidence)
      )
  end,
  v.:stated_columns
from news.article
join news.version as v
  on v.article_id = article.article_id
  and v.version = article.current_version
  and v.month = article.current_month
left join ops.decision
  on decision.article_id = article.article_id
  and decision.verdict = 'day'
  and decision.revoked_at is null
cross join lateral (select decision.decision_id is not null as it) as decided
cross join lateral (
  select max(decision_id) as decision_id
  from ops.decision as earlier
  where earlier.article_id = article.article_id
    and earlier.verdict = 'day'
) as taken_back
cross join lateral (select max(version) as version from news.version as any_of where any_of.article_id = v.article_id) as latest
cross join lateral (
  select
    case when v.delivered_date is null then v.published_on else (v.delivered_date ->> 'published_on')::date end
      as published_on,
    case when v.delivered_date is null then v.published_at else (v.delivered_date ->> 'published_at')::timestamptz end
      as published_at,
    case when v.delivered_date is null then v.published_precision else v.delivered_date ->> 'published_precision' end
      as published_precision
) as delivered
cross join lateral (select coalesce(delivered.published_on = decision.day, false) as instant) as keeps
cross join lateral (
  select
    case
      when v.delivered_date is null then v.evidence
      else news.evidence_as_delivered(v.evidence, v.delivered_date -> 'evidence')
    end as evidence
) as stated
where article.article_id = any(%(article_ids)s)
  and case
    when decided.it then v.delivered_date is null or v.published_on <> decision.day
    else v.delivered_date is not null
  end
order by v.article_id
