-- What finds and judges candidates, in as few bytes as it takes: the terms of a text as one value per appearance instead of a row each, and the features that the comparison needs, so that no stored text is read again.
alter table news.content_appearance add column terms bytea not null default '';
comment on column news.content_appearance.terms is 'The heaviest terms of the text, ten bytes each: the first eight of the SHA-256 of the term, and its weight in ten-thousandths. Empty where the text is not to be compared.';
update news.content_appearance
set terms = packed.terms
from (
  select
    content_id,
    day,
    string_agg(substr(sha256(convert_to(term, 'UTF8')), 1, 8) || int2send(weight), ''::bytea order by weight desc, term) as terms
  from news.term
  group by content_id, day
) as packed
where packed.content_id = content_appearance.content_id
  and packed.day = content_appearance.day;
alter table news.content_appearance alter column terms drop default;
create index content_appearance_day on news.content_appearance (day);
comment on table news.content_appearance is 'Grain: one day on which a publisher carried a text. Its index by day finds the texts worth comparing.';
drop table news.term;

alter table staging.article
  add column packed_terms bytea not null default '',
  add column features bytea;
update staging.article
set packed_terms = coalesce(
  (
    select string_agg(substr(sha256(convert_to(t.term, 'UTF8')), 1, 8) || int2send(t.weight), ''::bytea order by t.place)
    from unnest(article.terms, article.weights) with ordinality as t (term, weight, place)
  ),
  ''
);
alter table staging.article
  alter column packed_terms drop default,
  alter column features set storage external,
  drop column terms,
  drop column weights;

-- Derived data only: what is missing here is computed again from the text when it is needed. Old partitions are dropped.
create table news.content_features (
  content_id bigint not null,
  month date not null,
  method text not null,
  features bytea not null,
  constraint content_features_pk primary key (content_id, method, month)
) partition by range (month);
-- Hashes don't get smaller.
alter table news.content_features alter column features set storage external;
comment on table news.content_features is 'Grain: one text as a version of the method compares it. Kept for what was loaded in this month and the last one; computed again from the text where it is missing.';
comment on column news.content_features.content_id is 'The text.';
comment on column news.content_features.month is 'First day of the month in which the row was loaded.';
comment on column news.content_features.method is 'Version of the method that the features belong to.';
comment on column news.content_features.features is 'Hashes of word runs, names, numbers and sentences, packed.';

create or replace function ops.create_month_partitions(first_day date) returns void
language plpgsql
security definer
set search_path = pg_catalog
as $body$
declare
  parent text;
  old_partition text;
  start_day date := pg_catalog.date_trunc('month', first_day)::date;
  oldest_kept text := to_char(start_day - interval '1 month', '"content_features_"YYYY_MM');
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('newsfold.partitions'));
  foreach parent in array array['content', 'version', 'version_agency', 'date_candidate', 'content_features'] loop
    if pg_catalog.to_regclass(pg_catalog.format('news.%I', parent || to_char(start_day, '_YYYY_MM'))) is null then
      execute pg_catalog.format(
        'create table news.%I partition of news.%I for values from (%L) to (%L)',
        parent || to_char(start_day, '_YYYY_MM'), parent, start_day, (start_day + interval '1 month')::date
      );
    end if;
  end loop;
  for old_partition in
    select relation.relname
    from pg_catalog.pg_inherits as part
    join pg_catalog.pg_class as relation on relation.oid = part.inhrelid
    where part.inhparent = pg_catalog.to_regclass('news.content_features')
      and relation.relname < oldest_kept
  loop
    execute pg_catalog.format('drop table news.%I', old_partition);
  end loop;
end
$body$;
comment on function ops.create_month_partitions is 'Makes the partitions of the month that first_day is in, where they do not exist yet, and drops features that were loaded before the month before it.';
