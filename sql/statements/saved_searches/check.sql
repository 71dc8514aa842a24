-- Whether what a search names is there: its name, its source, its event; and whether its words find anything that an article has.
select
  exists (select from ops.saved_search where name = %(name)s) as is_known,
  %(source)s::text is null or exists (select from news.source where slug = %(source)s) as has_source,
  %(event_id)s::bigint is null or exists (select from news.event where event_id = %(event_id)s) as has_event,
  %(query)s::text is null or querytree(news.search_query('simple', %(query)s)) not in ('', 'T') as finds_something
