-- What analysts hold in the schema lab, and the functions that lead ids which they kept to those of now.
create function ops.lab_tables() returns table (owner text, name text, bytes bigint)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
-- Whoever locks a table of their own holds nobody up.
set lock_timeout = '1s'
as $body$
begin
  return query
  select
    pg_get_userbyid(class.relowner)::text, class.relname::text,
    case when exists (
      select from pg_locks
      where pg_locks.relation = class.oid
        and pg_locks.mode = 'AccessExclusiveLock'
        and pg_locks.pid <> pg_backend_pid()
    ) then class.relpages * 8192::bigint else pg_total_relation_size(class.oid) end
  from pg_class as class
  where class.relnamespace = to_regnamespace('lab')
    and class.relkind in ('r', 'm', 'S');
exception
  when lock_not_available then
    return query
    select pg_get_userbyid(class.relowner)::text, class.relname::text, class.relpages * 8192::bigint
    from pg_class as class
    where class.relnamespace = to_regnamespace('lab')
      and class.relkind in ('r', 'm', 'S');
end
$body$;
comment on function ops.lab_tables is 'Grain: one table of the schema lab, with its owner and its size on disk, indexes included. Of one that is locked as a whole the size that the server last noted. Waits for no lock.';

create function ops.hold_lab() returns table (owner text, tables bigint, bytes bigint, quota bigint)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $body$
declare
  allowed bigint := (select lab_quota.bytes from ops.lab_quota);
  is_over boolean;
begin
  return query
  select held.owner, count(*), sum(held.bytes)::bigint, allowed
  from ops.lab_tables() as held
  group by held.owner
  order by 3 desc, 1;
  if to_regnamespace('lab') is null then
    return;
  end if;
  select allowed = 0 or coalesce(bool_or(held.bytes > allowed), false)
  into is_over
  from (select sum(each.bytes) as bytes from ops.lab_tables() as each group by each.owner) as held;
  if is_over and has_schema_privilege('newsfold_analyst', 'lab', 'create') then
    revoke create on schema lab from newsfold_analyst;
  elsif not is_over and not has_schema_privilege('newsfold_analyst', 'lab', 'create') then
    grant usage, create on schema lab to newsfold_analyst;
  end if;
exception
  -- Another run holds it at this moment.
  when internal_error or lock_not_available then
    return;
end
$body$;
comment on function ops.hold_lab is 'Grain: one login that holds tables in the schema lab, with their size in bytes and its quota. Where one holds more than that, or the quota is 0, nobody can make tables there until it holds less; each call sees to that.';

create function analytics.resolve_story(id bigint, as_of timestamptz default null)
returns table (story_id bigint, articles bigint)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $body$
#variable_conflict use_column
declare
  standing bigint;
begin
  if as_of is not null then
    return query
    select present.story_id, count(*)
    from news.membership as past
    join news.membership as present on present.article_id = past.article_id and present.valid_to is null
    where past.story_id = id
      and past.valid_from <= least(as_of, now())
      and (past.valid_to > least(as_of, now())) is not false
      and not exists (select from news.hidden_article where hidden_article.article_id = past.article_id)
    group by present.story_id
    order by 2 desc, 1;
    return;
  end if;
  with recursive led (story_id, merged_into_story_id) as (
    select story.story_id, story.merged_into_story_id from news.story where story.story_id = id
    union
    select story.story_id, story.merged_into_story_id
    from led
    join news.story on story.story_id = led.merged_into_story_id
  )
  select led.story_id into standing from led where led.merged_into_story_id is null;
  return query
  select membership.story_id, count(*)
  from news.membership
  where membership.story_id = standing
    and membership.valid_to is null
    and not exists (select from news.hidden_article where hidden_article.article_id = membership.article_id)
  group by membership.story_id;
end
$body$;
comment on function analytics.resolve_story is 'What became of a story whose id was kept. Grain: one story of now, with how many of its articles are meant. With as_of, where the articles are that were in the story then, most first: several rows where it was split since. Without it, the story that this one was merged into, or itself. No row where nothing of it is shown.';

create function analytics.resolve_article(id bigint, as_of timestamptz default null)
returns table (article_id bigint, state text, story_id bigint, story_id_then bigint, version integer, version_then integer)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $body$
  select
    article.article_id,
    case when hiding.it then 'hidden' else 'shown' end,
    present.story_id,
    past.story_id,
    case when not hiding.it then article.current_version end,
    case when not hiding.it then (
      select max(version.version)
      from news.version
      where version.article_id = article.article_id
        and version.became_current
        and version.first_seen_at <= least(as_of, now())
    ) end
  from news.article
  cross join lateral (
    select exists (select from news.hidden_article where hidden_article.article_id = article.article_id) as it
  ) as hiding
  left join news.membership as present on present.article_id = article.article_id and present.valid_to is null
  left join news.membership as past
    on past.article_id = article.article_id
    and past.valid_from <= least(as_of, now())
    and (past.valid_to > least(as_of, now())) is not false
    and as_of is not null
  where article.article_id = id
  union all
  select removed_article.article_id, 'removed', null, null, null, null
  from news.removed_article
  where removed_article.article_id = id
$body$;
comment on function analytics.resolve_article is 'What became of an article whose id was kept. One row: state is shown, hidden (killed, withheld, under embargo) or removed; its story and version of now, and with as_of those of then. No row for an id that was never given.';
