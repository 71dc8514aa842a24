-- What texts in other languages look for in the texts that appeared from one day to another; of one language none, where it is named.
select content_id, day, crossing
from news.content_crossing
where day between %(first)s and %(last)s
  and crossing <> ''
  and (%(other_than)s::text is null or language < %(other_than)s or language > %(other_than)s)
