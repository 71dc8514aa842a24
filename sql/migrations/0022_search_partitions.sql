-- The index of words in parts. One for all articles gets wider with each of them, and a load touches ever more of its pages:
-- to put 3,000 articles into their places took 0.45 s with 10,000 stored, 0.45 s with 100,000, and 1.4 s with a million.
drop index news.search_document_words, news.search_document_names;
alter table news.search_document rename to search_document_whole;
alter table news.search_document_whole
  drop constraint search_document_pk,
  drop constraint search_document_article_fk;

create table news.search_document (
  like news.search_document_whole including comments including compression including storage
) partition by range (article_id);
alter table news.search_document
  add constraint search_document_pk primary key (article_id),
  add constraint search_document_article_fk foreign key (article_id) references news.article on delete cascade;
comment on table news.search_document is 'Grain: one article as search sees it, in its current version. Derived: load writes it anew with each version.';

create function ops.create_search_partitions(articles bigint) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $body$
declare
  last_id bigint := coalesce(pg_sequence_last_value(pg_get_serial_sequence('news.article', 'article_id')::regclass), 0);
  -- A search looks into each part: of very many articles there are not more parts, but larger ones.
  size constant bigint := greatest(100000, last_id / 50);
  -- One part is always there ahead: runs at the same time may have asked for less than they take together.
  wanted constant bigint := last_id + articles + size;
  bound bigint;
  name text;
begin
  perform pg_advisory_xact_lock(hashtext('newsfold.partitions'));
  select coalesce(max((regexp_match(pg_get_expr(part.relpartbound, part.oid), 'TO \(''(\d+)''\)'))[1]::bigint), 1)
  into bound
  from pg_inherits
  join pg_class as part on part.oid = inhrelid
  where inhparent = 'news.search_document'::regclass;
  while bound < wanted loop
    name := 'search_document_from_' || bound;
    -- Made apart and attached: readers and writers go on meanwhile. Rows stay short, as the scan that finds the newest matches
    -- reads many of them, and few of the documents.
    execute format(
      'create table news.%I (like news.search_document including compression including storage)'
      ' with (toast_tuple_target = 128, autovacuum_vacuum_insert_scale_factor = 0.05)',
      name
    );
    execute format(
      'alter table news.search_document attach partition news.%I for values from (%L) to (%L)', name, bound, bound + size
    );
    if current_setting('server_version_num')::integer >= 170000 then
      execute format('grant maintain on news.%I to newsfold_loader', name);
    end if;
    bound := bound + size;
  end loop;
end
$body$;
comment on function ops.create_search_partitions is 'Makes the partitions of news.search_document for so many more articles, and one ahead, where they do not exist yet.';

select ops.create_search_partitions(0);
insert into news.search_document (article_id, source_id, day, language, configuration, names, document)
select article_id, source_id, day, language, configuration, names, document
from news.search_document_whole
order by day, article_id;
drop table news.search_document_whole;

-- One index for words and for what narrows them down, so that a search reads only what fits both. New entries wait in a list
-- that every search reads through: load empties it at its end.
create index search_document_words on news.search_document using gin (document, day, source_id)
  with (gin_pending_list_limit = 65536);
create index search_document_names on news.search_document using gin (names) with (gin_pending_list_limit = 65536);
analyze news.search_document;

create or replace function ops.merge_search_entries() returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $body$
begin
  perform gin_clean_pending_list(inhrelid::regclass)
  from pg_inherits
  where inhparent in ('news.search_document_words'::regclass, 'news.search_document_names'::regclass);
end
$body$;
comment on function ops.merge_search_entries is 'Puts the entries that wait in the lists of the search indexes into their place. Load calls it at its end.';
