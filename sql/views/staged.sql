-- What a run has staged, for those who decide at its gate: they may not read the schema staging itself.
create function ops.staged_samples(of_run bigint, per_source integer default 3)
returns table (source text, headline text, published_on date, word_count integer, opening text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $body$
  select source.slug, sample.headline, sample.published_on, sample.word_count, left(sample.body, 160)
  from (
    select
      source_id, file_id, record_position, headline, published_on, word_count, body,
      row_number() over (partition by source_id order by file_id, record_position) as place
    from staging.article
    where run_id = of_run
  ) as sample
  join news.source using (source_id)
  where sample.place <= least(per_source, 10)
  order by source.slug, sample.place
  limit 60
$body$;
comment on function ops.staged_samples is 'The first few records of each source that a run has staged and not loaded yet.';

create function ops.staged_counts(of_run bigint)
returns table (source text, records bigint, refused bigint, reasons jsonb)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $body$
  select source.slug, sum(counted.records)::bigint, coalesce(sum(counted.records) filter (where reason_code is not null), 0)::bigint,
    coalesce(jsonb_object_agg(reason_code, counted.records) filter (where reason_code is not null), '{}')
  from (
    select source_id, null as reason_code, count(*) as records from staging.article where run_id = of_run group by source_id
    union all
    select file.source_id, rejection.reason_code, count(*)
    from staging.rejection
    join ops.file using (file_id)
    where rejection.run_id = of_run
    group by file.source_id, rejection.reason_code
  ) as counted
  join news.source using (source_id)
  group by source.slug
$body$;
comment on function ops.staged_counts is 'What a run has staged of each source and not loaded yet: its records, how many of them are refused, and for which reasons.';

create function ops.is_decided(of_file bigint, of_run bigint)
returns boolean
language sql
stable
return exists (
  select
  from ops.run_file as earlier
  join ops.run on run.run_id = earlier.run_id
  where earlier.file_id = of_file
    and earlier.run_id < of_run
    and (earlier.held_at is not null or run.state = 'held')
);
comment on function ops.is_decided is 'Whether a file of a run was decided on at the gate of an earlier run: nobody is asked about it again.';
