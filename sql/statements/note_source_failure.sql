-- A source that the run could not read, in whole or in part.
insert into ops.source_failure (run_id, slug, detail, failed_at, failure_class)
values (%(run_id)s, %(slug)s, %(detail)s, %(now)s, %(failure_class)s)
