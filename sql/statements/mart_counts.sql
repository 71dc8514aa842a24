-- How much a refresh looks at.
select
  (select count(*) from marts.touched_article) as articles,
  (select count(*) from marts.touched_story) as stories,
  (select count(*) from marts.touched_day) as days
