-- Headers that sources have far more or far less often than usual, by source; not of one of which nothing is held any more.
select
  source.slug, source.name, drift.header, drift.run_id, drift.since, drift.present, drift.records, drift.usual,
  drift.days_known, drift.before, drift.after
from ops.header_drift as drift
join news.source using (source_id)
where exists (select from news.article where article.source_id = drift.source_id)
order by source.slug, drift.header
