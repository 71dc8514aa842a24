-- All rows of some buckets of a month: they are written anew.
delete from news.sentence_posting
where month = %(month)s
  and bucket = any (%(buckets)s)
returning bucket, postings
