-- The token that stands for what this transaction sees.
select analytics.changes_token() as token
