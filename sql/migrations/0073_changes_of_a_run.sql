-- The marts ask what a removal has changed in articles that stay.
create index change_of_run on news.change (run_id) where change = 'changed';
