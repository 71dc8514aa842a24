-- Who looks after a source, and the groups that it belongs to.
alter table news.source add column owner text, add column tags text[] not null default '{}';
comment on column news.source.owner is 'Who looks after it, as sources.toml says; incidents of it are theirs from the start.';
comment on column news.source.tags is 'Groups that it belongs to, as sources.toml says.';
