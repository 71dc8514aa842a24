-- What is unusual about the headers of the run's sources, in the place of what earlier runs found. Three articles show what was
-- usual, three what came; those of the first run that saw it stay.
with drifted as (
  select * from ops.header_drifts(%(run_id)s)
),
over as (
  delete from ops.header_drift
  using ops.header_tally as tally
  where tally.run_id = %(run_id)s
    and tally.source_id = header_drift.source_id
    and not exists (
      select from drifted
      where drifted.source_id = header_drift.source_id and drifted.header = header_drift.header
    )
)
insert into ops.header_drift (source_id, header, run_id, since, present, records, usual, days_known, before, after)
select
  drifted.source_id, drifted.header, %(run_id)s, %(now)s, drifted.present, drifted.records, drifted.usual, drifted.days_known,
  shown.before, shown.after
from drifted
left join ops.header_drift as known using (source_id, header)
cross join lateral (
  select
    coalesce(known.before, array(
      select article.article_id from news.article
      where article.source_id = drifted.source_id and article.first_run_id < %(run_id)s
      order by article.article_id desc
      limit 3
    )) as before,
    coalesce(known.after, array(
      select article.article_id
      from news.article
      join news.version
        on version.article_id = article.article_id and version.version = article.current_version
        and version.month = article.current_month
      where article.first_run_id = %(run_id)s and article.source_id = drifted.source_id
        and case drifted.header
          when 'headline' then (version.headline is null) = drifted.is_fallen
          when 'published_on' then (version.published_on is null) = drifted.is_fallen
          when 'published_at' then (version.published_at is null) = drifted.is_fallen
          when 'byline' then (version.byline = '{}') = drifted.is_fallen
          when 'dateline' then (version.dateline_place is null) = drifted.is_fallen
          else true
        end
      order by article.article_id
      limit 3
    )) as after
) as shown
on conflict (source_id, header) do update set
  run_id = excluded.run_id,
  present = excluded.present,
  records = excluded.records,
  usual = excluded.usual,
  days_known = excluded.days_known
