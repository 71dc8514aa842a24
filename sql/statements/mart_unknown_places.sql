-- The places of touched days that have not been looked up yet.
select distinct article.place, coalesce(article.country, '') as country
from marts.touched_day
join marts.article using (day)
where article.place is not null
  and article.is_shown
  and not exists (
    select
    from marts.place
    where place.place = article.place and place.country = coalesce(article.country, '')
  )
order by 1, 2
