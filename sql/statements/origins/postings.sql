-- The parts of the index of sentences that certain keys may stand in.
select bucket, postings
from news.sentence_posting
where bucket = any (%(buckets)s)
