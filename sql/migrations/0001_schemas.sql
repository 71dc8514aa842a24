-- The four schemas. Grants are in sql/roles, views in sql/views: both are applied again whenever they change.
create schema if not exists news;
create schema if not exists ops;
create schema if not exists staging;
create schema if not exists analytics;

comment on schema news is 'What we hold: sources, articles, their versions and texts, stories and the links that made them.';
comment on schema ops is 'How it came: runs, files, the ledger, quarantine, checks, migrations.';
comment on schema staging is 'One run''s records on their way from normalize to load. Empty between runs.';
comment on schema analytics is 'The views that analysts query. The only schema that newsfold_analyst can read.';
