-- Sentences that a source prints under many of its reports.
create table news.boilerplate (
  source_id bigint not null constraint boilerplate_source_fk references news.source,
  sentence_key bigint not null,
  sentence text not null,
  reports integer not null,
  run_id bigint not null constraint boilerplate_run_fk references ops.run,
  valid_from timestamptz not null,
  ended_run_id bigint constraint boilerplate_ended_run_fk references ops.run,
  valid_to timestamptz,
  constraint boilerplate_pk primary key (source_id, sentence_key, valid_from),
  constraint boilerplate_ends_by_a_run check ((valid_to is null) = (ended_run_id is null))
);
comment on table news.boilerplate is 'Grain: one sentence that a source prints under many of its reports, and that is set aside before texts are compared. Learned by a refold; it holds until a later one.';
comment on column news.boilerplate.source_id is 'The source that prints it.';
comment on column news.boilerplate.sentence_key is 'Hash of its words. It is set aside wherever it stands.';
comment on column news.boilerplate.sentence is 'The sentence, as it stands in one of the articles.';
comment on column news.boilerplate.reports is 'In how many reports it stood when it was learned: articles that open with other words.';
comment on column news.boilerplate.run_id is 'The refold that learned it.';
comment on column news.boilerplate.valid_from is 'Since when it is set aside.';
comment on column news.boilerplate.ended_run_id is 'The refold that did not find it any more.';
comment on column news.boilerplate.valid_to is 'Until when; null while it holds.';
create index boilerplate_current on news.boilerplate (sentence_key) where valid_to is null;

alter table staging.file add column method text not null default '';
comment on column staging.file.method is 'How the texts were read: where another method holds by the time they are compared, they are read again.';
