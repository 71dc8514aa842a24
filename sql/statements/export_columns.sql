-- The columns of what is exported, without a row.
select * from analytics.articles limit 0
