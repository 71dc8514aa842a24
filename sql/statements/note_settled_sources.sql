-- Who released or discarded the files of sources that were held back.
update ops.held_source
set
  settled = %(settled)s,
  settled_by = %(by)s,
  settled_at = %(now)s,
  -- What was there to decide by is not kept beyond that.
  staged = staged - 'samples'
where run_id = %(run_id)s
  and settled is null
  and (%(slug)s::text is null or source_id = (select source_id from news.source where slug = %(slug)s))
