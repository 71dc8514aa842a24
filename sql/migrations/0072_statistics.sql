-- Statistics for the planner right after a load that has made the stock much larger. Autovacuum never looks at the parents of
-- partitions, and the planner takes those for empty: ordinary joins over 19,000 articles took minutes.
create function ops.analyze_grown(smallest bigint) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $body$
declare
  -- Ids are given one after the other: the last one is about the number of articles.
  held constant bigint := coalesce(pg_sequence_last_value(pg_get_serial_sequence('news.article', 'article_id')::regclass), 0);
  known constant bigint := (select reltuples from pg_class where oid = 'news.version'::regclass);
  parent text;
begin
  if held < smallest or held < 1.5 * known then
    return false;
  end if;
  foreach parent in array array['content', 'version', 'version_agency', 'date_candidate', 'content_features', 'search_document'] loop
    -- Its partitions are autovacuum's, but for those that it has not come to yet.
    execute format(
      'analyze (skip_locked) %s news.%I',
      case when current_setting('server_version_num')::integer >= 180000 and known > 0 then 'only' else '' end, parent
    );
  end loop;
  analyze (skip_locked) news.article, news.membership, news.story, news.link, news.content_key, news.content_appearance,
    news.hidden, news.source, ops.file, ops.run, ops.run_file;
  return true;
end
$body$;
comment on function ops.analyze_grown is 'Fresh planner statistics for the stock, where it has at least so many articles and half as many more than at the last time; whether that was so. Load calls it after its commit.';

create or replace function ops.analyze_marts() returns void
language plpgsql
security definer
set search_path = pg_catalog
as $body$
begin
  analyze marts.article, marts.story, marts.volume, marts.carriage, marts.correction, marts.date_quality, marts.story_term,
    marts.term_day, marts.rising_term, marts.place;
end
$body$;
comment on function ops.analyze_marts is 'Fresh planner statistics for the marts: a first refresh would plan for empty ones.';
