-- One report in two languages is one story.
alter table ops.run_file add column translation integer not null default 0;
comment on column ops.run_file.translation is 'Records that carry a known report in another language.';
alter table ops.run_tally add column translation bigint not null default 0;
alter table ops.run_tally alter column translation drop default;
comment on column ops.run_tally.translation is 'As in ops.run_file.';
alter table news.article
  drop constraint article_outcome_known,
  add constraint article_outcome_known check (outcome in ('original', 'copy', 'near_copy', 'rewrite', 'translation'));
comment on column news.article.outcome is 'What its first record was: original, copy, near_copy, rewrite or translation.';
alter table news.link
  drop constraint link_relation_known,
  add constraint link_relation_known check (relation in ('copy', 'near_copy', 'rewrite', 'translation'));
comment on column news.link.relation is 'copy, near_copy, rewrite or translation.';
comment on column marts.article.outcome is 'What it was on arrival: original, copy, near_copy, rewrite or translation.';
alter table marts.story add column translations integer not null default 0;
alter table marts.story alter column translations drop default;
comment on column marts.story.translations is 'Articles that arrived as a translation.';
alter table marts.carriage add column translations integer not null default 0;
alter table marts.carriage alter column translations drop default;
comment on column marts.carriage.translations is 'Those that arrived as a translation.';

-- What finds a report in another language. The rows follow those of the appearances; so does all that moves or removes these.
alter table staging.article add column crossing bytea not null default '';
create table news.content_crossing (
  content_id bigint not null,
  day date not null,
  publisher text not null,
  language text not null,
  crossing bytea not null,
  constraint content_crossing_pk primary key (content_id, day, publisher),
  constraint content_crossing_appearance_fk foreign key (content_id, day, publisher)
    references news.content_appearance on update cascade on delete cascade
);
create index content_crossing_language on news.content_crossing (language, day);
create index content_crossing_day on news.content_crossing (day);
-- Hashes and vectors don't get smaller.
alter table news.content_crossing alter column crossing set storage external;
comment on table news.content_crossing is 'Grain: one day on which a publisher carried a text, as texts in other languages are looked for. Derived data only: newsfold refold makes what is missing.';
comment on column news.content_crossing.content_id is 'The text.';
comment on column news.content_crossing.day is 'Day of publication, as in news.content_appearance.';
comment on column news.content_crossing.publisher is 'Who published it, as in news.content_appearance.';
comment on column news.content_crossing.language is 'The language it was read in, ISO 639-1 or 639-3.';
comment on column news.content_crossing.crossing is 'Its language, keys of its names and figures with their weights, and the mean vector of its first sentences where the language has vectors. Empty where the text is not to be compared on this day.';
