-- The parts of the index of sentences that certain keys may stand in, of all months.
select bucket, string_agg(postings, ''::bytea) as postings
from news.sentence_posting
where bucket = any (%(buckets)s)
group by bucket
