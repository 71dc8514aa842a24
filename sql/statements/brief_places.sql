-- Grain: one place of the day's datelines, with its coordinates (degrees, WGS 84) where it is a city of GeoNames.
select place, country, latitude, longitude, articles, stories as reports
from analytics.places
where day = %(day)s
order by articles desc, place, country
limit 400
