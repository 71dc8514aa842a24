-- The days of articles that changed since a token.
select published_on from analytics.changed_days(%(since)s)
