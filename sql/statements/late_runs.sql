-- Runs of the daily ingest, and for what has arrived, that began so many hours ago and have not come to an end, and of which nobody was told. Not those that
-- wait for a person, who knows, nor backfills: they are many, and wait for each other.
select run_id, run_key, started_at
from ops.run
where trigger = 'airflow'
  and (starts_with(run_key, 'airflow:news_ingest:') or starts_with(run_key, 'airflow:news_arrivals:'))
  and not starts_with(run_key, 'airflow:news_ingest:backfill__')
  and state in ('started', 'loaded', 'checked')
  and finished_at is null
  and started_at < %(now)s - make_interval(secs => %(hours)s::double precision * 3600)
  and started_at > %(now)s - interval '14 days'
  and late_told_at is null
order by run_id
