-- What is new on the newest day, each report once, for a newsletter?
-- Theme: The day
-- For yesterday: day = current_date - 1.
select headline, source, dateline_place, language, word_count, left(body, 90) as opening
from analytics.unique_articles
where day = (select max(day) from analytics.daily_volume where grain = 'day')
order by source_count desc, word_count desc, uri
limit 8;
