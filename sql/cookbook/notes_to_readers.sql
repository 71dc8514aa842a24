-- What do editors say about their corrections?
-- Theme: Corrections and what is held back
select source, signal, ed_note
from analytics.articles
where published_on between '2025-09-22' and '2025-09-30'
  and ed_note is not null
order by source, uri
limit 8;
