-- What people decide and do, all in one place: verdicts on pairs, right days, dismissals, silences, and acts on runs and sources.
alter table ops.decision
  drop constraint decision_verdict_known,
  drop constraint decision_ordered,
  drop constraint decision_article_fk,
  drop constraint decision_other_fk,
  alter column article_id drop not null,
  alter column other_article_id drop not null,
  add column day date,
  add column rejected_record_id bigint,
  add column slug text,
  add column reason_code text,
  add column expires_at timestamptz,
  add column applied_at timestamptz,
  add column details jsonb not null default '{}',
  add constraint decision_verdict_known check (
    verdict in ('same', 'different', 'unsure', 'day', 'dismiss', 'silence', 'replay', 'pause', 'resume', 'fetch')
  ),
  add constraint decision_on_a_pair check (
    verdict not in ('same', 'different', 'unsure') or coalesce(article_id < other_article_id, false)
  ),
  add constraint decision_on_a_day check (verdict <> 'day' or (article_id is not null and day is not null)),
  add constraint decision_on_a_record check (verdict <> 'dismiss' or rejected_record_id is not null),
  add constraint decision_on_a_silence check (
    verdict <> 'silence' or (num_nonnulls(slug, reason_code) = 1 and expires_at is not null)
  ),
  add constraint decision_on_a_source check (verdict not in ('pause', 'resume', 'fetch') or slug is not null);

update ops.decision
set applied_at = coalesce(revoked_at, decided_at), details = jsonb_build_object(
  'article', (
    select jsonb_build_object('source', source.slug, 'uri', article.uri)
    from news.article join news.source using (source_id)
    where article.article_id = decision.article_id
  ),
  'other', (
    select jsonb_build_object('source', source.slug, 'uri', article.uri)
    from news.article join news.source using (source_id)
    where article.article_id = decision.other_article_id
  )
);

drop index ops.decision_current;
create unique index decision_current on ops.decision (article_id, other_article_id)
  where revoked_at is null and verdict in ('same', 'different', 'unsure');
create unique index decision_day on ops.decision (article_id) where revoked_at is null and verdict = 'day';
create unique index decision_dismissed on ops.decision (rejected_record_id)
  where revoked_at is null and verdict = 'dismiss';
create index decision_silence on ops.decision (expires_at) where revoked_at is null and verdict = 'silence';
create index decision_pending on ops.decision (decision_id)
  where verdict in ('same', 'different', 'day') and (applied_at is null or applied_at < revoked_at);

comment on table ops.decision is 'Grain: one decision or act of a person. It outlives every re-run; the fold, the load, the pages and the alerts obey it.';
comment on column ops.decision.verdict is 'On two articles: same (they carry one report), different (they stand in different stories), unsure. day: the right day of an article. dismiss: a refusal that nobody has to look at any more. silence: no alerts for a while. replay, pause, resume, fetch: acts, kept as a record.';
comment on column ops.decision.article_id is 'The article, or the older one of two. Not a foreign key: it outlives the article.';
comment on column ops.decision.day is 'The right day, of verdict day.';
comment on column ops.decision.rejected_record_id is 'The refusal, of verdict dismiss.';
comment on column ops.decision.slug is 'The source, of silence, pause, resume and fetch.';
comment on column ops.decision.reason_code is 'The quarantine''s reason, of silence.';
comment on column ops.decision.expires_at is 'When a silence ends.';
comment on column ops.decision.applied_at is 'When stories and days last obeyed it as it stands; null or before revoked_at while that is due.';
comment on column ops.decision.details is 'What else identifies what was decided on: source and uri of the articles, what was replayed, the DAG run that was started.';
