-- analyst: The dates that an article states, and which one won.
select ordinal, field, value, confidence, raw, place as location, rule, chosen
from analytics.date_candidates
where article_id = %(article_id)s
order by ordinal
