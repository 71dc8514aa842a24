-- The short line above the headline, where the record calls it so.
alter table staging.article add column kicker text;
alter table news.version add column kicker text;
comment on column news.version.kicker is 'The short line above the headline, as stated; null where the record names none, and in versions from before this column.';
