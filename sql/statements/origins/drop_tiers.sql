-- Tiers of the index that hold nothing any more.
delete from news.sentence_index
where tier = any (%(tiers)s)
