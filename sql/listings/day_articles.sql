-- analyst: Articles of one day, by source, language, place or a word of the report that began a story.
select article_id, headline, source, agency, dateline_place, language, outcome, published_on
from analytics.articles
where published_on = %(day)s
  and (%(source)s is null or source = %(source)s)
  and (%(language)s is null or coalesce(language, 'und') = %(language)s)
  and (%(place)s is null or dateline_place = %(place)s)
  and (%(country)s is null or dateline_country = %(country)s)
  and (%(opens)s is null or is_representative and strpos(lower(body), lower(%(opens)s)) > 0)
order by published_on, article_id
