-- What finds a copy at any distance in time, and another telling within weeks.
alter table staging.article add column marks bigint[] not null default '{}';
create table news.content_mark (
  mark bigint not null,
  content_id bigint not null
    constraint content_mark_content_fk references news.content_key (content_id) on delete cascade
);
create index content_mark_mark on news.content_mark (mark) include (content_id);
create index content_mark_content on news.content_mark (content_id);
comment on table news.content_mark is 'Grain: one mark of a text: of the smallest hashes of its word runs (even), or of two of its heaviest terms (odd). Derived data only: newsfold refold makes what is missing.';
comment on column news.content_mark.mark is 'The mark; texts that share word runs or heaviest terms share marks.';
comment on column news.content_mark.content_id is 'The text.';
