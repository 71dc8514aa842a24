-- What was corrected, and what changed?
-- Theme: Corrections and what is held back
select source, headline_after as headline, signal, fields, words_added, words_removed
from analytics.corrections
where day between '2025-09-22' and '2025-09-30'
order by words_added + words_removed desc, uri;
