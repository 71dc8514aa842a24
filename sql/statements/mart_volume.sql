-- Articles and independent reports published on the touched days, by each grain. What is not dated was published on none of them.
delete from marts.volume using marts.touched_day where touched_day.day = volume.day;
insert into marts.volume (
  day, grain, source, language, country, place, agency, agency_role, articles, stories, first_reports, last_seen_at
)
select
  article.day,
  case grouping(article.source, article.language, article.country, article.place, article.agency)
    when 31 then 'day'
    when 15 then 'source'
    when 23 then 'language'
    when 27 then 'country'
    when 25 then 'place'
    when 30 then 'agency'
    when 7 then 'source_language'
  end,
  article.source,
  article.language,
  article.country,
  article.place,
  article.agency,
  article.agency_role,
  count(*),
  count(distinct article.story_id),
  count(story.story_id),
  max(article.first_seen_at)
from marts.touched_day
join marts.article using (day)
left join marts.story on story.representative_article_id = article.article_id
where article.is_shown
  and article.published_on is not null
group by grouping sets (
  (article.day),
  (article.day, article.source),
  (article.day, article.language),
  (article.day, article.country),
  (article.day, article.country, article.place),
  (article.day, article.agency, article.agency_role),
  (article.day, article.source, article.language)
)
