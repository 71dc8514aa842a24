-- What removes articles, and the partitions that they leave empty. The loader may remove nothing by itself: these functions
-- are the owner's, take whole articles only, and leave a row that says so for each.
create function ops.remove_articles(article_ids bigint[], at timestamptz, by_run bigint, why text) returns bigint
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $body$
#variable_conflict use_column
declare
  gone bigint[];
  texts bigint[];
  gone_texts bigint[];
  names text[];
  words text[];
begin
  -- The same lock as a load's: what is deduplicated against must not go meanwhile.
  perform ops.take_lock('load');
  gone := array(select article_id from news.article where article_id = any (article_ids) order by article_id for update);

  insert into news.removed_article (
    article_id, source_id, uri_sha256, versions_sha256, reason, first_seen_at, last_seen_at, run_id, removed_at
  )
  select
    article.article_id, article.source_id, article.uri_sha256, array_agg(distinct version.version_sha256), why,
    article.first_seen_at, article.last_seen_at, by_run, at
  from news.article
  join news.version using (article_id)
  where article.article_id = any (gone)
  group by article.article_id;
  insert into news.change (article_id, change, run_id, changed_at, days)
  select article_id, 'removed', by_run, at, array_agg(distinct published_on)
  from news.version
  where article_id = any (gone)
  group by article_id
  order by article_id;
  update ops.run_file
  set removed = removed + counted.versions
  from (
    select run_id, file_id, count(*) as versions from news.version where article_id = any (gone) group by run_id, file_id
  ) as counted
  where run_file.run_id = counted.run_id
    and run_file.file_id = counted.file_id;

  -- Texts that no other article holds go with them.
  texts := array(select distinct content_id from news.version where article_id = any (gone));
  gone_texts := array(
    select text from unnest(texts) as text
    where not exists (select from news.version where content_id = text and article_id <> all (gone))
  );
  perform ops.hand_over_links(gone, gone_texts);
  update news.content_appearance
  set article_id = (
    select min(version.article_id) from news.version
    where version.content_id = content_appearance.content_id and version.article_id <> all (gone)
  )
  where content_id = any (texts) and content_id <> all (gone_texts) and article_id = any (gone);
  delete from news.content_appearance where content_id = any (gone_texts);

  -- What repeated them has lost what it matched: whoever follows is told.
  with widowed as (
    update news.article
    set matched_article_id = null
    where matched_article_id = any (gone) and article_id <> all (gone)
    returning article_id
  )
  insert into news.change (article_id, change, run_id, changed_at)
  select article_id, 'changed', by_run, at from widowed order by article_id;
  update news.article set matched_article_id = null where matched_article_id = any (gone);
  delete from news.amendment where article_id = any (gone);
  if why = 'forgotten' then
    words := array(
      select news.words_of_name(term)
      from news.membership
      join marts.story_term using (story_id)
      cross join lateral unnest(story_term.terms) as term
      where membership.article_id = any (gone)
    );
  end if;
  delete from news.membership where article_id = any (gone);
  with removed as (
    delete from news.search_document where article_id = any (gone) returning day, configuration, names as held
  ),
  counted as (
    select day, configuration, count(*) as documents from removed group by day, configuration
  ),
  lowered as (
    update news.search_day
    set documents = search_day.documents - counted.documents
    from counted
    where search_day.day = counted.day and search_day.configuration = counted.configuration
  )
  select array_agg(distinct name) into names from removed cross join unnest(held) as name;
  delete from news.search_day where documents <= 0;
  delete from news.search_name
  using unnest(names) as dropped
  where search_name.kind = split_part(dropped, ':', 1)
    and search_name.name = substr(dropped, strpos(dropped, ':') + 1)
    and not exists (select from news.search_document where search_document.names @> array[dropped]);

  update news.event_member set reason = '' where article_id = any (gone) or joined_by_article_id = any (gone);

  -- What has sentences that were theirs says now that they are its own, or another's.
  insert into news.change (article_id, change, run_id, changed_at)
  select distinct article.article_id, 'changed', by_run, at
  from news.sentence_origin
  join news.version using (content_id)
  join news.article on article.article_id = version.article_id and article.current_version = version.version
  where sentence_origin.origin_article_id = any (gone)
    and sentence_origin.audience <> 'desk'
    and article.article_id <> all (gone)
    and not exists (
      select from news.change as told
      where told.article_id = article.article_id and told.run_id = by_run and told.change = 'changed' and told.changed_at = at
    )
  order by article.article_id;
  -- A person's name goes with all that held it, where somebody asked for that. What only grows old leaves its words: each costs a look.
  if why = 'forgotten' then
    words := array(
      select news.words_of_name(version.headline) from news.version where article_id = any (gone)
      union
      select news.words_of_name(substr(name, strpos(name, ':') + 1)) from unnest(names) as name
      union
      select news.words_of_name(name) from marts.text_name where content_id = any (gone_texts)
      union
      select unnest(words)
    );
    delete from news.search_word
    where word = any (words)
      and not exists (
        select
        from news.search_configurations() as held (configuration)
        join news.search_document on search_document.document @@ news.search_query(held.configuration, search_word.word)
      );
  end if;
  delete from news.version where article_id = any (gone);
  delete from news.sentence_origin where content_id = any (gone_texts) or origin_article_id = any (gone);
  delete from news.sentence_match where content_id = any (gone_texts) or other_content_id = any (gone_texts);
  delete from news.sentence_text where content_id = any (gone_texts);
  delete from news.content_features where content_id = any (gone_texts);
  delete from news.content
  using news.content_key
  where content_key.content_id = any (gone_texts)
    and content.content_id = content_key.content_id
    and content.month = content_key.month;
  delete from news.content_key where content_id = any (gone_texts);
  delete from news.novelty where article_id = any (gone);
  delete from marts.text_name where content_id = any (gone_texts);
  delete from news.article where article_id = any (gone);
  return cardinality(gone);
end
$body$;
comment on function ops.remove_articles is 'Removes whole articles with all that belongs to them only, under the lock of loads; leaves for each a row of news.removed_article and one of news.change. Gives how many were held. Stories are for the caller, in the same transaction.';

-- A link stands for a relation between two texts. Where an article leaves and its text stays, held by another one, so does
-- the relation, between the articles that hold the texts now.
create function ops.hand_over_links(gone bigint[], gone_texts bigint[]) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $body$
begin
  -- Most links leave with their texts, and to plan for the others takes long where there are many months.
  if not exists (
    select
    from news.link
    where (article_id = any (gone) or matched_article_id = any (gone))
      and valid_to is null
      and relation <> 'copy'
      and content_id <> all (gone_texts)
      and matched_content_id <> all (gone_texts)
  ) then
    delete from news.link where article_id = any (gone) or matched_article_id = any (gone);
    return;
  end if;
  with leaving as materialized (
    delete from news.link
    where link.article_id = any (gone) or link.matched_article_id = any (gone)
    returning link.*
  ),
  holder as materialized (
    select version.content_id, min(version.article_id) as article_id
    from news.version
    where version.content_id in (select content_id from leaving union select matched_content_id from leaving)
      and version.article_id <> all (gone)
    group by version.content_id
  ),
  heir as (
    select
      leaving.*,
      case when leaving.article_id = any (gone) then holder.article_id else leaving.article_id end as one,
      case
        when leaving.matched_article_id = any (gone) then matched_holder.article_id
        else leaving.matched_article_id
      end as other
    from leaving
    join holder using (content_id)
    join holder as matched_holder on matched_holder.content_id = leaving.matched_content_id
    where leaving.valid_to is null
      and leaving.relation <> 'copy'
  )
  insert into news.link (
    article_id, matched_article_id, relation, score, method, evidence, decided_by, run_id, valid_from, content_id,
    matched_content_id, joins
  )
  select
    greatest(one, other), least(one, other), relation, score, method, evidence, decided_by, run_id, valid_from,
    case when one > other then content_id else matched_content_id end,
    case when one > other then matched_content_id else content_id end,
    joins
  from heir
  where one <> other
  on conflict (article_id, matched_article_id, content_id, matched_content_id) where valid_to is null do nothing;
end
$body$;
comment on function ops.hand_over_links is 'Part of ops.remove_articles: the links of articles that leave, handed over to those that hold the same texts, else deleted.';

create function ops.forget_removals(slug text) returns bigint
language sql
security definer
set search_path = pg_catalog, pg_temp
as $body$
  with lifted as (
    delete from news.removed_article
    where source_id = (select source_id from news.source where source.slug = forget_removals.slug)
    returning article_id
  )
  select count(*) from lifted
$body$;
comment on function ops.forget_removals is 'Deletes the traces of a source''s removed articles, so that they are taken in as new ones where they come again.';

create function ops.prune_changes(before timestamptz) returns bigint
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $body$
declare
  horizon bigint;
  last_removed timestamptz;
  told_twice bigint;
  told_last bigint;
begin
  perform ops.take_lock('load');
  delete from news.change
  where changed_at < before
    and embargoed is null
    and exists (
      select from news.change as later
      where later.article_id = change.article_id and later.change_id > change.change_id
    );
  get diagnostics told_twice = row_count;
  with pruned as (
    delete from news.change
    where changed_at < before
      and not exists (select from news.article where article.article_id = change.article_id)
    returning change_id, changed_at
  )
  select count(*), max(change_id), max(changed_at) into told_last, horizon, last_removed from pruned;
  if horizon is not null then
    insert into news.change_horizon (change_id, removed_at, pruned_at) values (horizon, last_removed, now())
    on conflict ((true)) do update
    set
      change_id = greatest(change_horizon.change_id, excluded.change_id),
      removed_at = greatest(change_horizon.removed_at, excluded.removed_at),
      pruned_at = excluded.pruned_at;
  end if;
  return told_twice + told_last;
end
$body$;
comment on function ops.prune_changes is 'Deletes old rows of news.change: those that a later row of the same article repeats, which no follower misses, and the removals of articles from before a time, after which older tokens are refused.';

create function ops.drop_empty_partition(partition_name text) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $body$
declare
  parent regclass;
  held boolean;
begin
  select inhparent::regclass
  into parent
  from pg_inherits
  join pg_class on pg_class.oid = inhrelid
  where inhrelid = to_regclass(format('news.%I', partition_name))
    and inhparent in (
      'news.content'::regclass, 'news.version'::regclass, 'news.version_agency'::regclass, 'news.date_candidate'::regclass,
      'news.content_features'::regclass, 'news.sentence_text'::regclass
    );
  if parent is null or right(partition_name, 7) >= to_char(now() - interval '1 month', 'YYYY_MM') then
    raise exception 'this is no partition of a month that is over: %', partition_name using errcode = '22023';
  end if;
  perform ops.take_lock('load');
  perform ops.take_lock('partitions');
  execute format('select exists (select from only news.%I)', partition_name) into held;
  if held then
    return false;
  end if;
  execute format('alter table %s detach partition news.%I', parent, partition_name);
  execute format('drop table news.%I', partition_name);
  return true;
end
$body$;
comment on function ops.drop_empty_partition is 'Drops one partition of a month that is over, unless it holds a row. Readers wait for as long as that takes: milliseconds.';

create function ops.drop_empty_search_partitions(only_look boolean default false) returns text[]
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $body$
declare
  last_id constant bigint := coalesce(pg_sequence_last_value(pg_get_serial_sequence('news.article', 'article_id')::regclass), 0);
  part record;
  held boolean;
  dropped text[] := '{}';
begin
  perform ops.take_lock('load');
  perform ops.take_lock('partitions');
  for part in
    select relname as name, (regexp_match(pg_get_expr(relpartbound, pg_class.oid), 'TO \(''(\d+)''\)'))[1]::bigint as upper
    from pg_inherits
    join pg_class on pg_class.oid = inhrelid
    where inhparent = 'news.search_document'::regclass
    order by upper
  loop
    -- No article will have an id of this part any more.
    exit when part.upper > last_id;
    execute format('select exists (select from only news.%I)', part.name) into held;
    if not held then
      if not only_look then
        execute format('alter table news.search_document detach partition news.%I', part.name);
        execute format('drop table news.%I', part.name);
      end if;
      dropped := dropped || part.name;
    end if;
  end loop;
  return dropped;
end
$body$;
comment on function ops.drop_empty_search_partitions is 'Drops the partitions of news.search_document all of whose articles have left; their names. only_look: drops nothing.';
