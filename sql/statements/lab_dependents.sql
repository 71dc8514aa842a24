-- Each view and function of the schema lab that stands on something of analytics, those that others stand on first.
with recursive standing (classid, objid, depth) as (
  select 'pg_class'::regclass::oid, class.oid, 0
  from pg_catalog.pg_class as class
  where class.relnamespace = 'analytics'::regnamespace
  union
  select 'pg_type'::regclass::oid, class.reltype, 0
  from pg_catalog.pg_class as class
  where class.relnamespace = 'analytics'::regnamespace
  union
  select 'pg_proc'::regclass::oid, routine.oid, 0
  from pg_catalog.pg_proc as routine
  where routine.pronamespace = 'analytics'::regnamespace
  union
  select above.classid, above.objid, standing.depth + 1
  from standing
  join pg_catalog.pg_depend as depend on depend.refclassid = standing.classid and depend.refobjid = standing.objid
  left join pg_catalog.pg_rewrite as rule
    on depend.classid = 'pg_catalog.pg_rewrite'::regclass
    and rule.oid = depend.objid
  cross join lateral (
    -- What a rule stands on, its view stands on; a type goes with its view or table.
    select
      case when rule.oid is not null then 'pg_class'::regclass::oid else depend.classid end as classid,
      coalesce(rule.ev_class, depend.objid) as objid
    union all
    select 'pg_type'::regclass::oid, class.reltype
    from pg_catalog.pg_class as class
    where class.oid = rule.ev_class
  ) as above
  where standing.depth < 100
    and (above.classid, above.objid) <> (standing.classid, standing.objid)
),
found as (
  select classid, objid, max(depth) as depth from standing group by classid, objid
)
select
  format('%%I.%%I', 'lab', class.relname) as name,
  case class.relkind when 'v' then 'view' else 'materialized view' end as kind,
  pg_get_userbyid(class.relowner)::text as owner,
  rtrim(pg_get_viewdef(class.oid), ';') as definition,
  array(
    select distinct case when given.grantee = 0 then 'public' else pg_get_userbyid(given.grantee)::text end
    from aclexplode(class.relacl) as given
    where given.privilege_type = 'SELECT' and given.grantee <> class.relowner
  ) as readers,
  found.depth
from found
join pg_catalog.pg_class as class on class.oid = found.objid
where found.classid = 'pg_class'::regclass
  and class.relnamespace = to_regnamespace('lab')
  and class.relkind in ('v', 'm')
union all
select
  format('%%I.%%I(%%s)', 'lab', routine.proname, pg_get_function_identity_arguments(routine.oid)), 'function',
  pg_get_userbyid(routine.proowner)::text, pg_get_functiondef(routine.oid), '{}', found.depth
from found
join pg_catalog.pg_proc as routine on routine.oid = found.objid
where found.classid = 'pg_proc'::regclass
  and routine.pronamespace = to_regnamespace('lab')
  -- Postgres writes no statement that makes an aggregate again: it stands in the way, and is named.
  and routine.prokind <> 'a'
order by depth, name
