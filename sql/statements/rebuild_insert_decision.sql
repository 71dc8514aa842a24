-- A decision of the journal, on the articles and the refusal as they are here; none where one of them is not held.
with named as (
  select
    (
      select article.article_id
      from news.article join news.source using (source_id)
      where source.slug = %(source)s and article.uri_sha256 = sha256(convert_to(%(uri)s, 'UTF8'))
    ) as article_id,
    (
      select article.article_id
      from news.article join news.source using (source_id)
      where source.slug = %(other_source)s and article.uri_sha256 = sha256(convert_to(%(other_uri)s, 'UTF8'))
    ) as other_article_id,
    (
      select r.rejected_record_id
      from ops.rejected_record as r
      join ops.file using (file_id)
      join news.source using (source_id)
      where source.slug = %(refused_source)s
        and file.name = %(refused_name)s
        and file.sha256 = decode(%(refused_sha256)s, 'hex')
        and r.record_position = %(refused_position)s
        and r.reason_code = %(refused_reason)s
    ) as rejected_record_id
)
insert into ops.decision (
  decision_id, verdict, article_id, other_article_id, day, rejected_record_id, slug, reason_code, expires_at, decided_by, note,
  decided_at, revoked_at, revoked_by, details, journal_number, revocation_journal_number
)
overriding system value
select
  %(decision_id)s,
  %(verdict)s,
  case when other_article_id is null then article_id else least(article_id, other_article_id) end,
  case when other_article_id is not null then greatest(article_id, other_article_id) end,
  %(day)s,
  rejected_record_id,
  %(slug)s,
  %(reason_code)s,
  %(expires_at)s,
  %(decided_by)s,
  %(note)s,
  %(decided_at)s,
  %(revoked_at)s,
  %(revoked_by)s,
  %(details)s,
  %(entry_number)s,
  case when %(revoked_at)s::timestamptz is not null then %(entry_number)s::bigint end
from named
where (%(uri)s is null or article_id is not null)
  and (%(other_uri)s is null or other_article_id is not null)
  and (%(refused_name)s is null or rejected_record_id is not null)
on conflict (decision_id) do update set journal_number = excluded.journal_number
