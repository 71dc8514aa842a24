-- analyst: Known articles that a run changed.
select source, article_id, version, headline, published_on, word_count, seen_at
from analytics.versions
where run_id = %(run_id)s
  and version > 1
order by source, article_id
