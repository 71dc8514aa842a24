-- One row for each bucket of a month of the index.
with taken as (
  delete from news.sentence_posting where month = %(month)s returning bucket, postings
),
merged as (
  insert into news.sentence_posting (month, bucket, postings)
  select %(month)s, bucket, string_agg(postings, ''::bytea)
  from taken
  group by bucket
  returning octet_length(postings) / 8 as postings
)
update news.sentence_index
set merged = (select coalesce(sum(postings), 0) from merged), appended = 0
where month = %(month)s
