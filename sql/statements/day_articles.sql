-- What analysts see of one day, narrowed down by what is not null; `opens` is a word of the text that stands for its story.
select
  article_id, headline, source, agency, dateline_place, language, outcome, published_on, count(*) over () as found
from analytics.articles
where published_on = %(day)s
  and (%(source)s::text is null or source = %(source)s)
  and (%(language)s::text is null or coalesce(language, 'und') = %(language)s)
  and (%(place)s::text is null or dateline_place = %(place)s)
  and (%(country)s::text is null or dateline_country = %(country)s)
  and (%(opens)s::text is null or is_representative and strpos(lower(body), lower(%(opens)s)) > 0)
order by published_at desc nulls last, article_id desc
limit 1000
