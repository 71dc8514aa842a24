-- The headers of one article with the words that they were read from.
select field, value, raw, place, rule, confidence, candidates, note
from analytics.evidence
where article_id = %(id)s
order by field
