-- The sources.
select * from analytics.sources order by source
