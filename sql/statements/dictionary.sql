-- Every column of every table and view of ours, in reading order: what analysts see first. Partitions are left out.
select
  namespace.nspname as schema,
  obj_description(namespace.oid, 'pg_namespace') as schema_comment,
  class.relname as relation,
  class.relkind = 'v' as is_view,
  obj_description(class.oid, 'pg_class') as relation_comment,
  attribute.attname as name,
  format_type(attribute.atttypid, attribute.atttypmod) as type,
  attribute.attnotnull as required,
  col_description(class.oid, attribute.attnum) as comment
from pg_catalog.pg_class as class
join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
join pg_catalog.pg_attribute as attribute
  on attribute.attrelid = class.oid
  and attribute.attnum > 0
  and not attribute.attisdropped
where namespace.nspname in ('analytics', 'ops', 'news', 'marts', 'staging')
  and class.relkind in ('r', 'p', 'v')
  and not class.relispartition
order by
  array_position(array['analytics', 'ops', 'news', 'marts', 'staging'], namespace.nspname::text),
  is_view desc,
  class.relname collate "C",
  attribute.attnum
