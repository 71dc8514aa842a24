-- What a refresh works on begins empty, but for the articles that are hidden now.
delete from marts.touched_article;
delete from marts.touched_story;
delete from marts.touched_day;
delete from marts.touched_report_day;
delete from marts.hidden_now;
insert into marts.hidden_now select distinct article_id from news.hidden_article
