-- The state of the whole: what is off, and how fresh each source is.
select
  (select count(*) from news.article) as articles,
  (select count(*) from news.story where merged_into_story_id is null) as stories,
  (select count(*) from ops.run where state = 'failed') as failed_runs,
  (select count(*) from ops.run_file where loaded_at is not null and not coalesce(
    found = original + copy + near_copy + rewrite + version + unchanged + quarantined, false)) as unbalanced_files,
  (select count(*) from ops.file where loaded_at is null) as files_due,
  (select count(*) from ops.rejected_record where resolved_at is null) as quarantined
