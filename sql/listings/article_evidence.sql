-- analyst: What the headers of an article were read from.
select field, value, confidence, raw, place, rule, candidates, note
from analytics.evidence
where article_id = %(article_id)s
order by field
