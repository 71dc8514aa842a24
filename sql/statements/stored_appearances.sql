-- The terms of the texts that appeared from one day to another.
select content_id, day, publisher, terms
from news.content_appearance
where day between %(first)s and %(last)s
  and terms <> ''
