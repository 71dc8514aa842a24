-- All rows of the buckets of a tier from a first one to before a last one: they are written anew.
delete from news.sentence_posting
where tier = %(tier)s
  and bucket >= %(first)s
  and bucket < %(last)s
returning bucket, postings
