-- No run begins in this database any more.
create trigger run_of_past_state before insert on ops.run for each row execute function ops.refuse_run()
