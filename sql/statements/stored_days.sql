-- The days on which stored texts were published, and how many were.
select day, count(distinct content_id) as texts from news.content_appearance group by day order by day
