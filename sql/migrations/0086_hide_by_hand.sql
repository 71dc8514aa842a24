-- A person hides an article from analysts, whatever its source says of it: a decision like the others, that can be taken back.
alter table ops.decision
  drop constraint decision_verdict_known,
  add constraint decision_verdict_known check (
    verdict in (
      'same', 'different', 'unsure', 'same_event', 'different_event', 'day', 'hide', 'dismiss', 'silence', 'replay', 'pause', 'resume',
      'fetch'
    )
  ),
  add constraint decision_on_an_article check (verdict <> 'hide' or article_id is not null);
create unique index decision_hidden on ops.decision (article_id) where revoked_at is null and verdict = 'hide';
drop index ops.decision_pending;
create index decision_pending on ops.decision (decision_id)
  where verdict in ('same', 'different', 'same_event', 'different_event', 'day', 'hide')
    and (applied_at is null or applied_at < revoked_at);
comment on column ops.decision.verdict is 'On two articles: same (they carry one report), different (they stand in different stories), unsure, same_event, different_event. day: the right day of an article. hide: an article that analysts do not see. dismiss: a refusal that nobody has to look at any more. silence: no alerts for a while. replay, pause, resume, fetch: acts, kept as a record.';
comment on column news.hidden.reason is 'canceled, withheld, embargoed, killed or hidden.';
