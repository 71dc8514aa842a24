-- Keep a search. What is held already is not told.
insert into ops.saved_search (
  name, query, language, country, source_id, event_id, quiet_from, quiet_to, connection, created_by, created_at, token
)
values (
  %(name)s, %(query)s, %(language)s, %(country)s, (select source_id from news.source where slug = %(source)s),
  %(event_id)s, %(quiet_from)s, %(quiet_to)s, %(connection)s, %(by)s, %(now)s, analytics.changes_token()
)
on conflict (name) do nothing
