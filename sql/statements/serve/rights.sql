-- Whether the login can be more than an analyst, whatever role it has taken on.
select
  pg_has_role(session_user, 'newsfold_analyst', 'member') as is_analyst,
  has_schema_privilege(session_user, 'news', 'usage') or has_schema_privilege(session_user, 'ops', 'usage') as is_more
