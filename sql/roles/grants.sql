-- Who may do what. Applied at each migration, after the views.
grant usage on schema news, ops, staging, analytics to newsfold_loader;
grant select, insert, update on all tables in schema news, ops to newsfold_loader;
grant select, insert, update, delete on all tables in schema staging to newsfold_loader;
-- A snapshot stays what it was.
revoke update on ops.snapshot from newsfold_loader;
revoke insert, update, delete on ops.past_state from newsfold_loader;
grant delete on ops.check_result, ops.source_failure, ops.listing_gap, ops.brief, ops.near_miss, ops.date_doubt, ops.header_drift to newsfold_loader;
grant select on all tables in schema analytics to newsfold_loader;
grant usage on schema marts to newsfold_loader;
grant select, insert, update, delete on all tables in schema marts to newsfold_loader;
revoke execute on function ops.analyze_marts, ops.analyze_touched from public;
grant execute on function ops.analyze_marts, ops.analyze_touched to newsfold_loader;
grant delete on news.event_story, news.event_bond, news.event_member to newsfold_loader;
grant delete on news.sentence_posting, news.sentence_index, news.sentence_origin, news.search_day to newsfold_loader;
revoke execute on function ops.create_sentence_partitions from public;
grant execute on function ops.create_sentence_partitions to newsfold_loader;
grant usage on all sequences in schema news, ops to newsfold_loader;
revoke insert, update on ops.migration from newsfold_loader;
revoke execute on function ops.create_month_partitions, ops.create_search_partitions, ops.analyze_staging, ops.analyze_grown,
  ops.merge_search_entries from public;
grant execute on function ops.create_month_partitions, ops.create_search_partitions, ops.analyze_staging, ops.analyze_grown,
  ops.merge_search_entries to newsfold_loader;
revoke execute on function
  ops.remove_articles, ops.hand_over_links, ops.forget_removals, ops.prune_changes, ops.drop_empty_partition,
  ops.drop_empty_search_partitions from public;
grant execute on function ops.remove_articles, ops.forget_removals, ops.prune_changes, ops.drop_empty_partition,
  ops.drop_empty_search_partitions to newsfold_loader;
grant delete on ops.upkeep, ops.reading, ops.reader_death to newsfold_loader;
-- The traces of what was removed are written by what removes it.
revoke insert, update on news.removed_article, news.change_horizon from newsfold_loader;
-- The right to vacuum what one does not own is as old as Postgres 17.
do $body$
begin
  if current_setting('server_version_num')::integer >= 170000 then
    execute 'grant maintain on all tables in schema news, ops, staging, marts to newsfold_loader';
  end if;
end
$body$;

grant usage on schema news, ops, analytics to newsfold_operator;
grant select on all tables in schema news, ops, analytics to newsfold_operator;
grant insert, update (revoked_at, revoked_by, applied_at) on ops.decision to newsfold_operator;
grant insert, update on ops.source_state to newsfold_operator;
grant update (held_run_id, discarded_at) on ops.file to newsfold_operator;
grant update (settled, settled_by, settled_at) on ops.gate to newsfold_operator;
grant update (settled, settled_by, settled_at, staged) on ops.held_source to newsfold_operator;
grant update (owner, note, silenced_until, resolved_at, resolved_by) on ops.incident to newsfold_operator;
grant insert on ops.incident_event to newsfold_operator;
grant insert, update (kept_at, kept_by, ended_at, ended_by) on ops.source_setting to newsfold_operator;
grant insert, delete on ops.saved_search to newsfold_operator;
revoke execute on function ops.staged_samples, ops.staged_counts from public;
grant execute on function ops.staged_samples, ops.staged_counts to newsfold_operator, newsfold_loader;

do $$
begin
  -- A database of a past evening is open once it is done.
  if not exists (select from ops.past_state where closed_at is null) then
    grant usage on schema analytics to newsfold_analyst;
  end if;
end
$$;
grant select on all tables in schema analytics to newsfold_analyst;

-- The lab: analysts make tables there, within the quota that ops.hold_lab holds.
create schema if not exists lab;
revoke execute on function ops.lab_tables, ops.hold_lab from public;
grant execute on function ops.lab_tables, ops.hold_lab to newsfold_loader, newsfold_operator;
grant update on ops.lab_quota to newsfold_operator;
revoke insert, update on ops.lab_quota, ops.lab_object from newsfold_loader;
select from ops.hold_lab();
