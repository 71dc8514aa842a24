-- The articles of a moment as they are told now, the undated last.
select * from analytics.articles_as_of(%(at)s) order by published_on nulls last, article_id
