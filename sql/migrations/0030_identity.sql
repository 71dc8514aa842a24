-- A place is no identity: what an article is known by in all its spellings, its second choice, and which ids and addresses are doubted.
alter table ops.file add column returned_at timestamptz;
comment on column ops.file.returned_at is 'When the same bytes last came back under this name after others had stood there: a correction that was taken back. Null where they never did.';

alter table news.article
  add column place_sha256 bytea,
  add column other_sha256 bytea;
comment on column news.article.uri is 'What it is known by: its stated id or address; where unlike articles share that, its second one; else a urn made of the source and the file that holds it alone, or of the source and its first text. ninjs: uri.';
comment on column news.article.place_sha256 is 'SHA-256 of the id or address that its records state, in the form that is the same for http and https and for what only defeats caches. Unlike articles may share it: then it is nobody''s uri.';
comment on column news.article.other_sha256 is 'The same of its second choice: an id beside an address, an address with its fragment; of what states neither, the file. Null where there is none.';

-- What is held already. Rows that were known by their place in a list are known by their text from now on, so that they are
-- met again where they stand tomorrow; an id of a row counts within its source, not within its file.
with known as (
  select
    article.article_id,
    article.uri,
    source.slug,
    content_key.content_sha256,
    regexp_replace(article.uri, '#[0-9]+$', '') as file_uri,
    article.uri like 'urn:newsfold:' || source.slug || ':%#id=%' as has_row_id,
    article.uri like 'urn:newsfold:' || source.slug || ':%'
      and article.uri not like 'urn:newsfold:' || source.slug || ':id:%'
      and article.uri not like '%#id=%'
      and (
        article.uri ~ '#[0-9]+$'
        or (version.format in ('feed', 'json-feed', 'sitemap', 'csv') and article.uri not like '%!/%')
      ) as is_in_list
  from news.article
  join news.source using (source_id)
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  join news.content_key using (content_id)
)
update news.article
set
  place_sha256 = sha256(
    convert_to(
      case
        when known.is_in_list then 'urn:newsfold:' || known.slug || ':text:' || encode(known.content_sha256, 'hex')
        when known.has_row_id
          then regexp_replace(known.uri, '^(urn:newsfold:' || known.slug || '):.*#id=(.*)$', '\1:id:\2')
        else
          regexp_replace(
            regexp_replace(
              regexp_replace(known.uri, '^http://', 'https://'),
              '(?<=[?&])(_|_?ts|_t|_dc|timestamp|cb|cachebust(er)?|nocache|rnd|rand|random|nonce)(=[^&#]*)?(&|(?=#)|$)',
              '', 'gi'
            ),
            '[?&]+(?=#|$)', ''
          )
      end,
      'UTF8'
    )
  ),
  other_sha256 = case when known.is_in_list then sha256(convert_to(known.file_uri, 'UTF8')) end
from known
where article.article_id = known.article_id;
alter table news.article alter column place_sha256 set not null;
create index article_place on news.article (source_id, place_sha256, article_id);
create index article_other on news.article (source_id, other_sha256, article_id) where other_sha256 is not null;

-- What was removed and was known by its text has no other name to be met again by.
create index removed_article_versions on news.removed_article using gin (versions_sha256);

create table ops.identity_doubt (
  source_id bigint not null constraint identity_doubt_source_fk references news.source,
  place_sha256 bytea not null,
  uri text not null,
  records bigint not null,
  first_run_id bigint not null constraint identity_doubt_first_run_fk references ops.run,
  last_run_id bigint not null constraint identity_doubt_last_run_fk references ops.run,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  constraint identity_doubt_pk primary key (source_id, place_sha256)
);
comment on table ops.identity_doubt is 'Grain: one id or address that a source states for articles which have nothing in common, so that it is taken for none.';
comment on column ops.identity_doubt.source_id is 'The source.';
comment on column ops.identity_doubt.place_sha256 is 'What it is found by, as in news.article.';
comment on column ops.identity_doubt.uri is 'The id or address, as a record stated it.';
comment on column ops.identity_doubt.records is 'How many records stated it in the runs in which it was shared or known to be.';
comment on column ops.identity_doubt.first_run_id is 'The run that found it shared.';
comment on column ops.identity_doubt.last_run_id is 'The last run in which a record stated it.';
comment on column ops.identity_doubt.first_seen_at is 'When it was found shared.';
comment on column ops.identity_doubt.last_seen_at is 'When a record last stated it.';

alter table staging.article
  add column place_sha256 bytea,
  add column other_uri text,
  add column other_sha256 bytea,
  add column identity_kind text not null default 'stated'
    constraint staging_article_identity_kind_known check (identity_kind in ('stated', 'row', 'file', 'text'));
update staging.article
set place_sha256 = uri_sha256, identity_kind = case when uri like 'urn:newsfold:%' then 'file' else 'stated' end;
alter table staging.article alter column place_sha256 set not null;

alter table staging.outcome
  add column uri text,
  add column uri_sha256 bytea;

create table staging.identity_doubt (
  run_id bigint not null,
  source_id bigint not null,
  place_sha256 bytea not null,
  constraint staging_identity_doubt_pk primary key (run_id, source_id, place_sha256)
);
comment on table staging.identity_doubt is 'Grain: one id or address that unlike articles share, as a run found or knows.';

create table staging.handed_link (
  run_id bigint not null,
  link_id bigint not null,
  article_id bigint,
  arrival integer,
  matched_article_id bigint,
  matched_arrival integer,
  joins boolean not null,
  constraint staging_handed_link_pk primary key (run_id, link_id)
);
comment on table staging.handed_link is 'Grain: one stored link of which an article says its text no more, and the articles that say both texts now: they take it over.';
