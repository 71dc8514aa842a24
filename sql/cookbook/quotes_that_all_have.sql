-- Which quotes do independent reports share?
-- Theme: Firsts and spread
-- Its first carrier, as far as we hold it; these sentences count as everybody's own.
select left(sentence, 70) as quote, count(*) + 1 as reports, min(first.source) as first_source
from analytics.sentence_origins as here
join analytics.articles as first on first.article_id = here.origin_article_id
where here.kind = 'shared_quote'
group by here.origin_article_id, here.origin_sentence_number, left(sentence, 70)
order by reports desc, quote
limit 8;
