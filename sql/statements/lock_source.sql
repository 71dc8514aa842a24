-- One fetch of a source at a time: held by the session until it is unlocked or ends.
select pg_advisory_lock(hashtextextended('newsfold source ' || %(source_id)s::text, 0))
