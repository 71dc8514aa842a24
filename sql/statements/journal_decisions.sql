-- The decisions that an entry tells of: taken (taken is true), or taken back. Articles and refusals by what they are called everywhere.
select
  decision.journal_number = %(entry_number)s as taken,
  decision.decision_id, decision.verdict, decision.day, decision.slug, decision.reason_code, decision.expires_at,
  decision.decided_by, decision.note, decision.decided_at, decision.details,
  coalesce(article.name, decision.details -> 'article') as article,
  coalesce(other.name, decision.details -> 'other') as other,
  refusal.name as refusal,
  case when decision.revocation_journal_number = %(entry_number)s then decision.revoked_at end as revoked_at,
  case when decision.revocation_journal_number = %(entry_number)s then decision.revoked_by end as revoked_by
from ops.decision
left join lateral (
  select jsonb_build_object('source', source.slug, 'uri', article.uri) as name
  from news.article join news.source using (source_id)
  where article.article_id = decision.article_id
) as article on true
left join lateral (
  select jsonb_build_object('source', source.slug, 'uri', article.uri) as name
  from news.article join news.source using (source_id)
  where article.article_id = decision.other_article_id
) as other on true
left join lateral (
  select jsonb_build_object(
    'source', source.slug, 'name', file.name, 'sha256', encode(file.sha256, 'hex'), 'record_position', r.record_position,
    'reason_code', r.reason_code
  ) as name
  from ops.rejected_record as r
  join ops.file using (file_id)
  join news.source using (source_id)
  where r.rejected_record_id = decision.rejected_record_id
) as refusal on true
where decision.journal_number = %(entry_number)s
  or decision.revocation_journal_number = %(entry_number)s
order by coalesce(decision.revoked_at, decision.decided_at), decision.decision_id
