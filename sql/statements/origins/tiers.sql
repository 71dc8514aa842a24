-- The tiers of the index of sentences that hold something.
select tier, bits, postings, appended
from news.sentence_index
order by tier
