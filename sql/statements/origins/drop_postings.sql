-- All rows of some buckets of a tier of the index: they are written anew.
delete from news.sentence_posting
where tier = %(tier)s
  and bucket = any (%(buckets)s)
returning bucket, postings
