-- warn: what a watched source had an hour before the daily run was taken in by a run for arrivals, not by the daily one.
select source.slug, count(*) as files, min(file.modified_at) as landed_at
from ops.run
join ops.run_file using (run_id)
join ops.file using (file_id)
join news.source using (source_id)
where run.run_id = %(run_id)s
  and run.trigger = 'airflow'
  and not starts_with(run.run_key, 'airflow:news_arrivals:')
  and source.schedule = 'on_arrival'
  -- What a source has when it is declared comes by whichever run is first.
  and source.created_at < run.started_at - interval '1 day'
  and file.fetched_at >= run.started_at
  and file.modified_at < run.started_at - interval '1 hour'
group by source.slug
order by source.slug
