-- warn: an id or address that a source states for articles which have nothing in common is taken for none; they are known by another one, or by their texts.
select source.slug, doubt.uri, doubt.records, doubt.first_seen_at
from ops.identity_doubt as doubt
join news.source using (source_id)
where doubt.last_run_id = %(run_id)s
order by source.slug, doubt.uri
