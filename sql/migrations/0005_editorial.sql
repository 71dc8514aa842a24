-- What editors and owners say about an article: status, embargo, signals, slug lines, rights, other ids, subjects.
alter table news.version
  add column subjects jsonb not null default '[]',
  add column media_topics text[] not null default '{}',
  add column pub_status text not null default 'usable'
    constraint version_pub_status_known check (pub_status in ('usable', 'withheld', 'canceled')),
  add column signal text
    constraint version_signal_known
    check (signal in ('update', 'writethru', 'correction', 'kill', 'refile', 'advisory', 'embargo')),
  add column embargoed timestamptz,
  add column slugline text,
  add column slugline_key text,
  add column ed_note text,
  add column copyright_holder text,
  add column copyright_notice text,
  add column usage_terms text,
  add column alt_ids jsonb not null default '[]';
comment on column news.version.subjects is 'Subjects as stated: name and code. ninjs: subjects; schema.org: about.';
comment on column news.version.media_topics is 'Those of them that are IPTC Media Topics, by their codes (medtop:20000002).';
comment on column news.version.pub_status is 'usable, withheld or canceled (killed). ninjs: pubStatus.';
comment on column news.version.signal is 'What this version or notice does: update, writethru, correction, kill, refile, advisory, embargo. NewsML-G2: signal.';
comment on column news.version.embargoed is 'The moment before which it must not be shown; null where there is no embargo. ninjs: embargoed.';
comment on column news.version.slugline is 'The desk''s short name for the story, as given. ninjs: slugline.';
comment on column news.version.slugline_key is 'The slug line in the form in which slug lines are compared.';
comment on column news.version.ed_note is 'The editor''s note. ninjs: edNote; schema.org: correction.';
comment on column news.version.copyright_holder is 'Who holds the copyright, as stated. ninjs: copyrightHolder; schema.org: copyrightHolder.';
comment on column news.version.copyright_notice is 'The notice, as stated. ninjs: copyrightNotice; schema.org: copyrightNotice.';
comment on column news.version.usage_terms is 'What may be done with it, as stated. ninjs: usageTerms; schema.org: usageInfo, license.';
comment on column news.version.alt_ids is 'Other ids of the article: role and value. ninjs: altIds.';
create index version_not_usable on news.version (article_id) where pub_status <> 'usable';
create index version_embargoed on news.version (embargoed) where embargoed is not null;
create index version_slugline on news.version (slugline_key) where slugline_key is not null;
create index version_headline on news.version using hash (lower(headline));

create table news.amendment (
  article_id bigint not null constraint amendment_article_fk references news.article,
  version integer not null,
  source_id bigint not null,
  signal text not null,
  amended_uri text,
  amended_uri_sha256 bytea,
  amended_slugline_key text,
  day date,
  changed_at timestamptz,
  seen_at timestamptz not null,
  constraint amendment_pk primary key (article_id, version),
  constraint amendment_names_something check (amended_uri is not null or amended_slugline_key is not null)
);
comment on table news.amendment is 'Grain: one version that says of another item of its source that it updates, corrects or kills it. What it means for that item is worked out when it is read, so the order of arrival does not matter.';
comment on column news.amendment.article_id is 'The article that says so.';
comment on column news.amendment.version is 'The version of it that says so.';
comment on column news.amendment.source_id is 'Its source: nobody amends another source''s items.';
comment on column news.amendment.signal is 'update, writethru, correction, kill or refile.';
comment on column news.amendment.amended_uri is 'The item that it names by id.';
comment on column news.amendment.amended_uri_sha256 is 'SHA-256 of amended_uri, as in news.article.';
comment on column news.amendment.amended_slugline_key is 'The slug line or headline of the items that it names, in the form in which slug lines are compared.';
comment on column news.amendment.day is 'Its own day, where known: it speaks of items of that day and the week before.';
comment on column news.amendment.seen_at is 'When it was loaded. Without a day of its own it speaks of items that were loaded within a week of it.';
comment on column news.amendment.changed_at is 'Its own instant of change, else of publication, where known: it speaks of nothing later.';
create index amendment_uri on news.amendment (amended_uri_sha256) where amended_uri_sha256 is not null;
create index amendment_slugline on news.amendment (amended_slugline_key) where amended_slugline_key is not null;
create index amendment_kill on news.amendment (article_id) where signal = 'kill';

alter table staging.article
  add column subjects jsonb not null default '[]',
  add column media_topics text[] not null default '{}',
  add column pub_status text not null default 'usable',
  add column signal text,
  add column embargoed timestamptz,
  add column slugline text,
  add column slugline_key text,
  add column ed_note text,
  add column amends_uri text,
  add column amends_uri_sha256 bytea,
  add column amends_slugline_key text,
  add column copyright_holder text,
  add column copyright_notice text,
  add column usage_terms text,
  add column alt_ids jsonb not null default '[]';
