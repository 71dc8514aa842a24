-- The last refold that changed what is set aside.
select coalesce(max(greatest(run_id, ended_run_id)), 0) as version from news.boilerplate
