-- operator: What became of the records of a file around one of them.
select record_position, article_id, headline, null::bigint as quarantine_id, null::text as reason_code
from news.version
where file_id = %(file_id)s
  and record_position between %(position)s - 3 and %(position)s + 3
union all
select record_position, null, detail, quarantine_id, reason_code
from ops.quarantine
where file_id = %(file_id)s
  and record_position between %(position)s - 3 and %(position)s + 3
order by record_position
