-- A full refresh: all that is held is looked at again, and nothing of the marts stays.
insert into marts.touched_article select article_id from news.article;
delete from marts.article;
delete from marts.story;
delete from marts.volume;
delete from marts.carriage;
delete from marts.correction;
delete from marts.date_quality;
delete from marts.story_term;
delete from marts.term_day;
delete from marts.rising_term;
delete from marts.place
