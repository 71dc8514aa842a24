-- The monthly partitions: their names, and whether their month was over a month ago.
select
  relation.relname as name,
  parent.relname as parent,
  to_date(right(relation.relname, 7), 'YYYY_MM') as month,
  right(relation.relname, 7) < to_char(%(now)s::timestamptz - interval '1 month', 'YYYY_MM') as is_over
from pg_catalog.pg_inherits
join pg_catalog.pg_class as relation on relation.oid = inhrelid
join pg_catalog.pg_class as parent on parent.oid = inhparent
where parent.relnamespace = 'news'::regnamespace
  and parent.relkind = 'p'
  and parent.relname not in ('search_document', 'sentence_posting')
  and relation.relkind = 'r'
-- What points to a partition's rows goes before them.
order by
  array_position(
    array['date_candidate', 'version_agency', 'content_features', 'sentence_text', 'version', 'content'],
    parent.relname::text
  ),
  relation.relname
