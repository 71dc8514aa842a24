-- The index of sentences in tiers that are merged by size, no longer by month: to look up a key took a step for each month that was held.
alter table news.sentence_posting rename to sentence_posting_by_month;
alter index news.sentence_posting_bucket rename to sentence_posting_by_month_bucket;
create table news.sentence_posting (
  tier smallint not null constraint sentence_posting_tier_known check (tier between 0 and 2),
  bucket integer not null,
  postings bytea not null
) partition by list (tier);
create table news.sentence_posting_young partition of news.sentence_posting for values in (0);
create table news.sentence_posting_old_1 partition of news.sentence_posting for values in (1);
create table news.sentence_posting_old_2 partition of news.sentence_posting for values in (2);
alter table news.sentence_posting alter column postings set storage external;
insert into news.sentence_posting (tier, bucket, postings)
select 1, bucket, string_agg(postings, ''::bytea)
from news.sentence_posting_by_month
group by bucket
order by bucket;
drop table news.sentence_posting_by_month, news.sentence_index;
create index sentence_posting_bucket on news.sentence_posting (bucket);
comment on table news.sentence_posting is 'Grain: what one load, or several merged into one, added to one part of the index of sentences.';
comment on column news.sentence_posting.tier is '0: what came lately; 1 or 2: all that is older, in one of the two, and in the other one after it was merged.';
comment on column news.sentence_posting.bucket is 'The upper bits of the keys: 18 of them, or more where many texts are held.';
comment on column news.sentence_posting.postings is 'Eight bytes a posting: the lower 14 bits of the key, the day of the text counted from 1970, the text.';

create table news.sentence_index (
  tier smallint not null constraint sentence_index_pk primary key,
  bits smallint not null constraint sentence_index_bits_known check (bits between 18 and 31),
  postings bigint not null,
  appended bigint not null
);
comment on table news.sentence_index is 'Grain: one tier of the index of sentences that holds something.';
comment on column news.sentence_index.tier is 'The tier, see news.sentence_posting.';
comment on column news.sentence_index.bits is 'By how many upper bits of a key its buckets are told.';
comment on column news.sentence_index.postings is 'Postings that were put in since it was last merged, and then; what was taken out since is counted, too.';
comment on column news.sentence_index.appended is 'Rows that were added since it was last merged.';
insert into news.sentence_index (tier, bits, postings, appended)
select 1, 18, sum(octet_length(postings)) / 8, 0
from news.sentence_posting
having count(*) > 0;

create or replace function ops.create_sentence_partitions(first_day date) returns void
language plpgsql
security definer
set search_path = pg_catalog
as $body$
declare
  start_day date := pg_catalog.date_trunc('month', first_day)::date;
  partition_name text := 'sentence_text' || to_char(start_day, '_YYYY_MM');
begin
  if pg_catalog.to_regclass(pg_catalog.format('news.%I', partition_name)) is null then
    perform ops.take_lock('partitions');
    if pg_catalog.to_regclass(pg_catalog.format('news.%I', partition_name)) is not null then
      return;
    end if;
    execute pg_catalog.format(
      'create table news.%I partition of news.sentence_text for values from (%L) to (%L)',
      partition_name, start_day, (start_day + interval '1 month')::date
    );
    if pg_catalog.current_setting('server_version_num')::integer >= 170000 then
      execute pg_catalog.format('grant maintain on news.%I to newsfold_loader', partition_name);
    end if;
  end if;
end
$body$;
