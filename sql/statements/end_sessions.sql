-- Ends other sessions of ours in this database.
select pg_terminate_backend(pid)
from pg_stat_activity
where pid = any(%(sessions)s::integer[])
  and usename = session_user
  and datname = current_database()
