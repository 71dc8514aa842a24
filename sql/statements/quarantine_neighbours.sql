-- What became of the records before and behind one, in its file: the article or the refusal at each position.
select
  held.record_position,
  held.article_id,
  held.headline,
  null::bigint as quarantine_id,
  null::text as reason_code
from (
  select distinct on (record_position) record_position, article_id, headline
  from news.version
  where file_id = %(file_id)s
    and record_position between %(position)s - 3 and %(position)s + 3
  order by record_position, version desc
) as held
union all
select record_position, null, detail, rejected_record_id, reason_code
from ops.rejected_record
where file_id = %(file_id)s
  and record_position between %(position)s - 3 and %(position)s + 3
  and resolved_at is null
order by record_position
limit 20
