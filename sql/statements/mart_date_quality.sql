-- How well the articles of the touched days are dated, by source.
delete from marts.date_quality using marts.touched_day where touched_day.day = date_quality.day;
insert into marts.date_quality (day, source, articles, instant, day_only, undated, inferred, ambiguous)
select
  article.day,
  article.source,
  count(*),
  count(article.published_at),
  count(article.published_on) - count(article.published_at),
  count(*) - count(article.published_on),
  count(*) filter (where article.is_day_inferred),
  count(*) filter (where article.is_day_ambiguous)
from marts.touched_day
join marts.article using (day)
where article.is_shown
group by article.day, article.source
