-- What a refresh worked on is gone with it.
delete from marts.touched_article;
delete from marts.touched_story;
delete from marts.touched_day;
delete from marts.touched_report_day;
delete from marts.hidden_now
