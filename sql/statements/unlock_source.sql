-- Lets the next one fetch the source.
select pg_advisory_unlock(hashtextextended('newsfold source ' || %(source_id)s::text, 0))
