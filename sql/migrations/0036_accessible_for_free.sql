-- Whether an article can be read without paying, as its publisher states it.
alter table staging.article add column is_accessible_for_free boolean;
alter table news.version add column is_accessible_for_free boolean;
comment on column news.version.is_accessible_for_free is 'Whether it can be read without paying, as stated; null where nothing is said, and in versions from before this column. schema.org: isAccessibleForFree.';
