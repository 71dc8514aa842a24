-- A portion of what changed since a token.
select article_id, story_id, change, run_id, at, token
from analytics.changes(%(since)s, %(portion)s)
