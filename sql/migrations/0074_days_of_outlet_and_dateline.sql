-- The day at the outlet and the day of the dateline, beside published_on, which is one of the two. Articles that were read before have
-- neither until they are read again.
alter table staging.article
  add column outlet_day date,
  add column dateline_day date,
  add column day_utc_offset integer;
alter table news.version
  add column outlet_day date,
  add column dateline_day date,
  add column day_utc_offset integer;
comment on column news.version.outlet_day is 'Day of publication where the outlet is: in the zone of the source, else in the one that the record states; null where neither is known, and in versions from before this column.';
comment on column news.version.dateline_day is 'Day of the dateline: as it states it, else that of the instant in the zone of its place; null where there is no dateline, and in versions from before this column.';
comment on column news.version.day_utc_offset is 'Minutes by which the zone in which published_on is the day is ahead of UTC: that of the dateline''s place, else of the source; null where neither is known, and in versions from before this column.';
