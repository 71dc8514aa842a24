-- Counted exactly from now on: an article whose version changed was counted twice, on its day of before, too.
delete from news.search_day;
insert into news.search_day (day, configuration, documents)
select day, configuration, count(*) from news.search_document group by day, configuration;
comment on column news.search_day.documents is 'Articles of that day.';
