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
  left join pg_catalog.pg_trigger as trigger
    on depend.classid = 'pg_catalog.pg_trigger'::regclass
    and trigger.oid = depend.objid
    and exists (select from pg_catalog.pg_class as class where class.oid = trigger.tgrelid and class.relkind = 'v')
  cross join lateral (
    -- What a rule or a view's trigger stands on, its view stands on; a type goes with its view or table.
    select
      case when coalesce(rule.oid, trigger.oid) is not null then 'pg_class'::regclass::oid else depend.classid end as classid,
      coalesce(rule.ev_class, trigger.tgrelid, depend.objid) as objid
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
  found.depth,
  array(
    -- In the order in which they can be made: an index of a materialized view before what speaks of it.
    select added.statement
    from (
      select 1 as place, format('alter %%s lab.%%I set (%%s)', case class.relkind when 'v' then 'view' else 'materialized view' end,
        class.relname, array_to_string(class.reloptions, ', ')) as statement
      where class.reloptions is not null
      union all
      select 2, format('alter view lab.%%I alter column %%I set default %%s', class.relname, attribute.attname,
        pg_get_expr(usual.adbin, usual.adrelid))
      from pg_catalog.pg_attrdef as usual
      join pg_catalog.pg_attribute as attribute on attribute.attrelid = usual.adrelid and attribute.attnum = usual.adnum
      where usual.adrelid = class.oid
      union all
      select 3, pg_get_indexdef(index.indexrelid) from pg_catalog.pg_index as index where index.indrelid = class.oid
      union all
      select 4, rtrim(pg_get_ruledef(rule.oid), ';')
      from pg_catalog.pg_rewrite as rule
      where rule.ev_class = class.oid and rule.rulename <> '_RETURN'
      union all
      select 5, pg_get_triggerdef(trigger.oid)
      from pg_catalog.pg_trigger as trigger
      where trigger.tgrelid = class.oid and not trigger.tgisinternal
      union all
      select 6, format('grant %%s%%s on lab.%%I to %%s%%s', given.privilege_type,
        coalesce(' (' || quote_ident(rights.column_name) || ')', ''), class.relname,
        case when given.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(given.grantee)) end,
        case when given.is_grantable then ' with grant option' else '' end)
      from (
        select class.relacl as acl, null::name as column_name
        union all
        select attribute.attacl, attribute.attname
        from pg_catalog.pg_attribute as attribute
        where attribute.attrelid = class.oid and attribute.attacl is not null
      ) as rights
      cross join lateral aclexplode(rights.acl) as given
      where given.grantee <> class.relowner
      union all
      select 7, format('comment on %%s is %%L',
        case
          when described.objsubid > 0 then format('column lab.%%I.%%I', class.relname, attribute.attname)
          when class.relkind = 'v' then format('view lab.%%I', class.relname)
          else format('materialized view lab.%%I', class.relname)
        end,
        described.description)
      from pg_catalog.pg_description as described
      left join pg_catalog.pg_attribute as attribute
        on attribute.attrelid = described.objoid and attribute.attnum = described.objsubid and described.objsubid > 0
      where described.classoid = 'pg_class'::regclass and described.objoid = class.oid
      union all
      select 8, format('comment on %%s %%I on lab.%%I is %%L', named.kind, named.name, class.relname, described.description)
      from (
        select 'trigger' as kind, trigger.tgname as name, 'pg_trigger'::regclass as classid, trigger.oid
        from pg_catalog.pg_trigger as trigger where trigger.tgrelid = class.oid
        union all
        select 'rule', rule.rulename, 'pg_rewrite'::regclass, rule.oid
        from pg_catalog.pg_rewrite as rule where rule.ev_class = class.oid
      ) as named
      join pg_catalog.pg_description as described on described.classoid = named.classid and described.objoid = named.oid
    ) as added
    order by added.place, added.statement
  ) as additions
from found
join pg_catalog.pg_class as class on class.oid = found.objid
where found.classid = 'pg_class'::regclass
  and class.relnamespace = to_regnamespace('lab')
  and class.relkind in ('v', 'm')
union all
select
  format('%%I.%%I(%%s)', 'lab', routine.proname, pg_get_function_identity_arguments(routine.oid)), 'function',
  pg_get_userbyid(routine.proowner)::text, pg_get_functiondef(routine.oid), '{}', found.depth,
  array(
    select added.statement
    from (
      -- Everybody may call a function unless its owner has said otherwise.
      select 1 as place, format('revoke all on routine %%s from public', routine.oid::regprocedure) as statement
      where routine.proacl is not null
      union all
      select 2, format('grant execute on routine %%s to %%s%%s', routine.oid::regprocedure,
        case when given.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(given.grantee)) end,
        case when given.is_grantable then ' with grant option' else '' end)
      from aclexplode(routine.proacl) as given
      where given.grantee <> routine.proowner
      union all
      select 3, format('comment on routine %%s is %%L', routine.oid::regprocedure, described.description)
      from pg_catalog.pg_description as described
      where described.classoid = 'pg_proc'::regclass and described.objoid = routine.oid
    ) as added
    order by added.place, added.statement
  )
from found
join pg_catalog.pg_proc as routine on routine.oid = found.objid
where found.classid = 'pg_proc'::regclass
  and routine.pronamespace = to_regnamespace('lab')
  -- Postgres writes no statement that makes an aggregate again: it stands in the way, and is named.
  and routine.prokind <> 'a'
order by depth, name
