-- analyst: Articles that carry sentences which an article had first.
select article_id, source, published_on, sentences, words, verbatim, reworded
from analytics.reuse
where origin_article_id = %(article_id)s
order by words desc, article_id
