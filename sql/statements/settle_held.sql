-- The files that a run keeps out, of one of its sources or of all: released to the next run, or discarded for good.
update ops.file
set
  held_run_id = case when %(settled)s = 'released' then null else held_run_id end,
  discarded_at = case when %(settled)s = 'discarded' then %(now)s::timestamptz end
where held_run_id = %(run_id)s
  and loaded_at is null
  and discarded_at is null
  and bytes_released_at is null
  and (%(slug)s::text is null or source_id = (select source_id from news.source where slug = %(slug)s))
