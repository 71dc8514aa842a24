-- The parts of a tier of the index that certain keys may stand in: looked up one by one, whatever is known of the table.
select posting.bucket, posting.postings
from unnest(%(buckets)s::integer[]) as wanted (bucket)
cross join lateral (
  select sentence_posting.bucket, sentence_posting.postings
  from news.sentence_posting
  where sentence_posting.tier = %(tier)s
    and sentence_posting.bucket = wanted.bucket
  offset 0
) as posting
