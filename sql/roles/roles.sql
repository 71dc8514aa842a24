-- The roles, where the server does not have them yet. Without a password nobody can log in with them. The owner may act as
-- each of the others.
do $body$
declare
  name text;
begin
  foreach name in array array['newsfold_owner', 'newsfold_loader', 'newsfold_operator', 'newsfold_analyst'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = name) then
      execute format('create role %I login', name);
    end if;
  end loop;
end
$body$;
grant newsfold_loader, newsfold_operator, newsfold_analyst to newsfold_owner;
-- What a forgotten or careless query of an analyst may take; each session, and an administrator, may set another limit.
alter role newsfold_analyst set statement_timeout = '10min';
alter role newsfold_analyst set idle_in_transaction_session_timeout = '1h';
