-- One article as analysts see it.
select * from analytics.article(%(id)s)
