-- The months that the index of sentences has.
select month
from news.sentence_index
order by month
