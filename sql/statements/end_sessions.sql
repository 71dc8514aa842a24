-- Ends other sessions of ours in this database, and waits for up to five seconds until they are over.
select pg_terminate_backend(pid, 5000)
from pg_stat_activity
where pid = any(%(sessions)s::integer[])
  and usename = session_user
  and datname = current_database()
