-- Analysts see nothing, until what is hidden by now is hidden here, too.
revoke usage on schema analytics from newsfold_analyst
