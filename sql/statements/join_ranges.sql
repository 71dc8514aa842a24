-- The files of the run whose ranges are all staged, as if each had been read in one; the number of records found is that of all
-- ranges. A file without any record has one refusal that says so.
with joined as (
  select
    f.run_id, f.file_id, min(planned.batch) as batch, (array_agg(f.format order by f.range_number) filter (where f.format is not null))[1] as format,
    sum(f.found)::integer as found, case when min(f.method) = max(f.method) then min(f.method) else '' end as method
  from staging.file_range as f
  join ops.run_range as planned using (run_id, file_id, range_number)
  where f.run_id = %(run_id)s
  group by f.run_id, f.file_id
),
without as (
  insert into staging.rejection (run_id, file_id, record_position, batch, reason_code, detail, byte_offset)
  select run_id, file_id, 0, batch, 'no_article', 'the reader found no record', 0 from joined where found = 0
  on conflict do nothing
)
insert into staging.file (run_id, file_id, batch, format, found, method)
select run_id, file_id, batch, format, greatest(found, 1), method from joined
on conflict (run_id, file_id) do update set
  format = excluded.format,
  found = excluded.found,
  method = excluded.method
