-- One task of the upkeep, done. Rows of more than two years ago go.
with old as (
  delete from ops.upkeep where finished_at < %(finished_at)s::timestamptz - interval '2 years'
)
insert into ops.upkeep (task, dry_run, report, started_at, finished_at)
values (%(task)s, %(dry_run)s, %(report)s, %(started_at)s, %(finished_at)s)
