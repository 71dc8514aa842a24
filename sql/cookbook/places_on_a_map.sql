-- From which places was reported, with coordinates for a map?
-- Theme: Places, topics, languages
select
  place,
  country,
  round(latitude::numeric, 2) as latitude,
  round(longitude::numeric, 2) as longitude,
  sum(articles) as articles,
  sum(first_reports) as first_reports
from analytics.places
where day between '2025-09-22' and '2025-09-29'
  and latitude is not null
group by place, country, latitude, longitude
order by articles desc, place
limit 8;
