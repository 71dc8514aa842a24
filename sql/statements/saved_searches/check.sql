-- Whether the source and the event that a search names are there, and whether its words find anything that an article has.
select
  %(source)s::text is null or exists (select from news.source where slug = %(source)s) as has_source,
  %(event_id)s::bigint is null or exists (select from news.event where event_id = %(event_id)s) as has_event,
  %(query)s::text is null or querytree(news.search_query('simple', %(query)s)) not in ('', 'T') as finds_something
