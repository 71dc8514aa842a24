-- The event that an id leads to now.
select * from analytics.event(%(id)s)
