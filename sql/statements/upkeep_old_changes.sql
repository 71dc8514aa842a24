-- How many changes are older than a time.
select count(*) as changes from news.change where changed_at < %(before)s
