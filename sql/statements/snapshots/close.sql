-- It is done: no run begins in this database any more, and analysts see it.
create trigger run_of_past_state before insert on ops.run for each row execute function ops.refuse_run();
update ops.past_state set closed_at = %(now)s;
grant usage on schema analytics to newsfold_analyst
