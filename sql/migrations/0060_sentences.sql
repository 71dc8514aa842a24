-- Where each sentence comes from: what is kept of the sentences of a text, what finds them again, which sentences of two texts
-- are one, and who carried each first.
create table news.sentence_text (
  content_id bigint not null,
  month date not null,
  spans integer[] not null,
  words integer[] not null,
  prints bytea not null,
  constraint sentence_text_pk primary key (content_id, month)
) partition by range (month);
alter table news.sentence_text alter column prints set storage external;
comment on table news.sentence_text is 'Grain: one text, cut into its sentences. Derived: worked out again from the text where it is missing.';
comment on column news.sentence_text.content_id is 'The text.';
comment on column news.sentence_text.month is 'The text''s partition.';
comment on column news.sentence_text.spans is 'Where the sentences begin and end in the text, in characters from 0, one after the other.';
comment on column news.sentence_text.words is 'How many words each sentence has.';
comment on column news.sentence_text.prints is 'Of each sentence a hash of its words and its heaviest terms, packed.';

create table news.sentence_posting (
  month date not null,
  bucket integer not null,
  postings bytea not null
) partition by range (month);
alter table news.sentence_posting alter column postings set storage external;
create index sentence_posting_bucket on news.sentence_posting (bucket);
comment on table news.sentence_posting is 'Grain: what one load, or several merged into one, added to one part of the index of sentences.';
comment on column news.sentence_posting.month is 'First day of the month in which the texts were first seen.';
comment on column news.sentence_posting.bucket is 'The upper 16 bits of the keys.';
comment on column news.sentence_posting.postings is 'Eight bytes a posting: the lower 16 bits of the key, the day of the text counted from 1970, the text.';

create table news.sentence_index (
  month date not null constraint sentence_index_pk primary key,
  merged bigint not null,
  appended bigint not null
);
comment on table news.sentence_index is 'Grain: one month of the index of sentences.';
comment on column news.sentence_index.month is 'First day of the month.';
comment on column news.sentence_index.merged is 'Postings that stood in it when it was last merged.';
comment on column news.sentence_index.appended is 'Rows that were added since: they are merged when they are many.';

create table news.sentence_match (
  content_id bigint not null,
  other_content_id bigint not null,
  matches bytea not null,
  constraint sentence_match_pk primary key (content_id, other_content_id),
  constraint sentence_match_ordered check (content_id < other_content_id)
);
create index sentence_match_other on news.sentence_match (other_content_id);
comment on table news.sentence_match is 'Grain: two texts that have sentences in common, as they are or in other words. It says nothing of who was first.';
comment on column news.sentence_match.content_id is 'The text with the smaller id.';
comment on column news.sentence_match.other_content_id is 'The other one.';
comment on column news.sentence_match.matches is 'The sentences: their places in both, whether they are the same words, how like they are, packed.';

create table news.sentence_origin (
  content_id bigint not null,
  sentence_number integer not null,
  origin_article_id bigint not null,
  origin_content_id bigint not null,
  origin_sentence_number integer not null,
  kind text not null constraint sentence_origin_kind_known check (kind in ('verbatim', 'reworded', 'shared_quote')),
  similarity real not null,
  constraint sentence_origin_pk primary key (content_id, sentence_number)
);
create index sentence_origin_article on news.sentence_origin (origin_article_id);
comment on table news.sentence_origin is 'Grain: one sentence of a text, and the article that carried it first: another one than some that carry the text. Sentences that are nowhere else have no row.';
comment on column news.sentence_origin.content_id is 'The text.';
comment on column news.sentence_origin.sentence_number is 'The sentence, counted from 1.';
comment on column news.sentence_origin.origin_article_id is 'The article that carried it first, by the instant, the day, then the longest text.';
comment on column news.sentence_origin.origin_content_id is 'The text of that article which has the sentence.';
comment on column news.sentence_origin.origin_sentence_number is 'The sentence there, counted from 1.';
comment on column news.sentence_origin.kind is 'verbatim; reworded; shared_quote: speech that independent reports have, by its first carrier.';
comment on column news.sentence_origin.similarity is 'How like the two are, 0 to 1; 1 for the same words.';

create function ops.create_sentence_partitions(first_day date) returns void
language plpgsql
security definer
set search_path = pg_catalog
as $body$
declare
  parent text;
  start_day date := pg_catalog.date_trunc('month', first_day)::date;
begin
  foreach parent in array array['sentence_text', 'sentence_posting'] loop
    if pg_catalog.to_regclass(pg_catalog.format('news.%I', parent || to_char(start_day, '_YYYY_MM'))) is null then
      perform ops.take_lock('partitions');
      continue when pg_catalog.to_regclass(pg_catalog.format('news.%I', parent || to_char(start_day, '_YYYY_MM'))) is not null;
      execute pg_catalog.format(
        'create table news.%I partition of news.%I for values from (%L) to (%L)',
        parent || to_char(start_day, '_YYYY_MM'), parent, start_day, (start_day + interval '1 month')::date
      );
      if pg_catalog.current_setting('server_version_num')::integer >= 170000 then
        execute pg_catalog.format('grant maintain on news.%I to newsfold_loader', parent || to_char(start_day, '_YYYY_MM'));
      end if;
    end if;
  end loop;
end
$body$;
comment on function ops.create_sentence_partitions is 'Makes the partitions of the sentences of the month that first_day is in, where they do not exist yet.';

-- Texts that are held already keep their month.
select ops.create_sentence_partitions(month) from (select distinct month from news.content_key) as held;
