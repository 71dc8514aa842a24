-- The feed of changes for systems that follow: what changed since a token. Each row tells the state of the article as it is
-- when the feed is read, so that reading a change late, twice, or after later ones never tells what is not so.
--
-- A token means nothing to whoever keeps it; here it is 1.<change>.<microseconds>.<change>: all changes up to the first number
-- have been told, and, of these, all ends of embargoes up to that instant; the last number goes on within an instant. The order
-- of changes is that in which they became visible, as loads exclude each other. An embargo ends without a load: its row is told
-- again then.
create function analytics.changes(since text default null, max_rows integer default 1000)
returns table (article_id bigint, story_id bigint, change text, run_id bigint, at timestamptz, token text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $body$
#variable_conflict use_column
declare
  after_change bigint := 0;
  told_until timestamptz := now();
  told_change bigint := 0;
begin
  if since <> '' then
    if since !~ '^1\.\d{1,18}\.\d{1,18}\.\d{1,18}$' then
      raise exception 'this is no token of analytics.changes: %', left(since, 100) using errcode = '22023';
    end if;
    after_change := split_part(since, '.', 2);
    told_until := timestamptz 'epoch' + split_part(since, '.', 3)::bigint * interval '1 microsecond';
    told_change := split_part(since, '.', 4);
    -- A state that no follower can catch up with: removals of articles that it may hold are told no more.
    -- Whoever began to read after those removals never held the articles; a day more, for a load that takes its time.
    if exists (
      select from news.change_horizon
      where after_change < change_horizon.change_id
        and told_until < change_horizon.removed_at + interval '1 day'
    ) then
      raise exception 'this token is too old, changes since are told no more: take a full export, and its token'
        using errcode = '22023';
    end if;
    if after_change > coalesce((select max(change_id) from news.change), 0)
      and after_change > coalesce((select change_id from news.change_horizon), 0)
    then
      raise exception 'this token is of another database, or of a later state of this one' using errcode = '22023';
    end if;
  end if;
  return query
  with log as materialized (
    select change_id, article_id, change, run_id, changed_at
    from news.change
    where change_id > after_change
    order by change_id
    limit max_rows
  ),
  -- Only behind the end of the log.
  ended as materialized (
    select change_id, article_id, run_id, embargoed
    from news.change
    where change_id <= after_change
      and embargoed <= now()
      and (embargoed, change_id) > (told_until, told_change)
    order by embargoed, change_id
    limit max_rows - (select count(*) from log)
  ),
  told as (
    select
      1 as part, log.change_id as place, log.change_id, log.article_id, log.change, log.run_id, log.changed_at as at,
      told_until as until, told_change as until_change
    from log
    union all
    select
      2, row_number() over (order by ended.embargoed, ended.change_id), greatest(after_change, (select max(change_id) from log)),
      ended.article_id, 'shown', ended.run_id, ended.embargoed, ended.embargoed, ended.change_id
    from ended
  )
  select
    told.article_id,
    membership.story_id,
    case
      when shown.it then case told.change when 'hidden' then 'shown' else told.change end
      when shown.is_held then 'hidden'
      else 'removed'
    end,
    told.run_id,
    told.at,
    concat_ws('.', 1, told.change_id, (extract(epoch from told.until) * 1000000)::bigint, told.until_change)
  from told
  left join news.membership on membership.article_id = told.article_id and membership.valid_to is null
  cross join lateral (
    select
      held.it as is_held,
      held.it and not exists (select from news.hidden_article where hidden_article.article_id = told.article_id) as it
    from (select exists (select from news.article where article.article_id = told.article_id) as it) as held
  ) as shown
  order by told.part, told.place;
end
$body$;
comment on function analytics.changes is 'Grain: one article and one kind of change since a token; all that is held where there is none. change is added, changed (another version is shown, or it stands for its story now, or no more), moved (to another story), hidden, shown, or removed (it is held no more, in whatever version); story_id is the story of now; token is what to go on from after this row. Fewer rows than max_rows: that was all. A token that is none, or of another database, is refused, and so is one from before removals that are told no more (news.change_horizon): take a full export then, and its token. An article may be told more often than it changed, and what is hidden by now is told as hidden only.';

create function analytics.changes_token() returns text
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $body$
  select concat_ws(
    '.', 1, greatest(max(change_id), (select change_id from news.change_horizon), 0), (extract(epoch from now()) * 1000000)::bigint, 9223372036854775807 / 10
  )
  from news.change
$body$;
comment on function analytics.changes_token is 'The token that stands for all that is held now: analytics.changes tells from there on what comes later.';

create function analytics.changed_days(since text) returns table (published_on date)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $body$
  select distinct version.published_on
  from analytics.changes(since, null) as changed
  join news.version using (article_id)
  union
  select day
  from analytics.changes(since, null) as changed
  join news.change using (article_id)
  cross join unnest(change.days) as day
  where changed.change = 'removed'
    and news.change.change = 'removed'
$body$;
comment on function analytics.changed_days is 'Grain: one day of publication, null for none, that an article which changed since the token has or had.';
