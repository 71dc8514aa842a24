-- A source that the run could not read.
insert into ops.source_failure (run_id, slug, detail, failed_at)
values (%(run_id)s, %(slug)s, %(detail)s, %(now)s)
