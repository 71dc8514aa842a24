-- The fold works on texts, knows its own limits, and obeys decisions.
alter table news.link
  add column content_id bigint,
  add column matched_content_id bigint,
  add column joins boolean not null default true;
comment on column news.link.content_id is 'The text of article_id that is related.';
comment on column news.link.matched_content_id is 'The text of matched_article_id that it is related to.';
comment on column news.link.joins is 'Whether it joins their stories; false where the fold''s guard or a decision keeps them apart.';
update news.link
set content_id = one.content_id, matched_content_id = other.content_id
from news.version as one, news.version as other
where one.article_id = link.article_id
  and one.version = 1
  and other.article_id = link.matched_article_id
  and other.version = 1;
drop index news.link_current;
create unique index link_current on news.link (article_id, matched_article_id, content_id, matched_content_id)
  nulls not distinct where valid_to is null;
create index link_apart on news.link (article_id, matched_article_id) where not joins and valid_to is null;
comment on table news.link is 'Grain: one relation found between two articles. Stories are the connected groups of the links that join.';

create table ops.decision (
  decision_id bigint generated always as identity constraint decision_pk primary key,
  verdict text not null constraint decision_verdict_known check (verdict in ('same', 'different')),
  article_id bigint not null constraint decision_article_fk references news.article,
  other_article_id bigint not null constraint decision_other_fk references news.article,
  decided_by text not null,
  note text,
  decided_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by text,
  constraint decision_ordered check (article_id < other_article_id),
  constraint decision_revoked_by_someone check ((revoked_at is null) = (revoked_by is null))
);
comment on table ops.decision is 'Grain: one decision of a person on two articles. It outlives every re-run, and the fold obeys it.';
comment on column ops.decision.decision_id is 'Identity of the decision.';
comment on column ops.decision.verdict is 'same: they carry one report. different: they don''t, and stand in different stories.';
comment on column ops.decision.article_id is 'The older article.';
comment on column ops.decision.other_article_id is 'The other one.';
comment on column ops.decision.decided_by is 'Who decided.';
comment on column ops.decision.note is 'Why.';
comment on column ops.decision.decided_at is 'When.';
comment on column ops.decision.revoked_at is 'When it was taken back; null while it holds.';
comment on column ops.decision.revoked_by is 'Who took it back.';
create unique index decision_current on ops.decision (article_id, other_article_id) where revoked_at is null;
create index decision_other on ops.decision (other_article_id) where revoked_at is null;

alter table staging.link
  add column content_sha256 bytea,
  add column matched_sha256 bytea,
  add column joins boolean not null default true;

create table staging.story_move (
  run_id bigint not null,
  article_id bigint not null,
  story_group integer not null,
  constraint staging_story_move_pk primary key (run_id, article_id)
);
comment on table staging.story_move is 'Grain: one stored article that a run moves to another story.';

create table staging.link_change (
  run_id bigint not null,
  link_id bigint not null,
  joins boolean,
  closes boolean not null,
  constraint staging_link_change_pk primary key (run_id, link_id)
);
comment on table staging.link_change is 'Grain: one stored link that a run closes, or that joins now where it did not, or the other way round.';

alter table ops.run
  drop constraint run_trigger_known,
  add constraint run_trigger_known check (trigger in ('airflow', 'command', 'replay', 'decision', 'refold'));
comment on column ops.run.trigger is 'Who started it: airflow, command, replay; decision and refold load no files, and change only stories.';
