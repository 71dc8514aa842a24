-- What a person decided or did on something other than two articles. A refusal is dismissed once, an article hidden once.
insert into ops.decision (
  verdict, article_id, day, rejected_record_id, slug, reason_code, expires_at, decided_by, note, decided_at, details
)
values (
  %(verdict)s, %(article_id)s, %(day)s, %(rejected_record_id)s, %(slug)s, %(reason_code)s, %(expires_at)s,
  %(decided_by)s, %(note)s, %(now)s,
  %(details)s::jsonb || coalesce(
    (
      select jsonb_build_object('article', jsonb_build_object('source', source.slug, 'uri', article.uri))
      from news.article join news.source using (source_id)
      where article.article_id = %(article_id)s
    ),
    '{}'
  )
)
on conflict do nothing
returning decision_id
