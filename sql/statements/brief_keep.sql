-- Keep the page of one day, over the one before it.
insert into ops.brief (day, html, article_ids, load_number, refresh_id, made_at)
select
  %(day)s,
  %(html)s,
  %(article_ids)s::bigint[],
  %(load_number)s,
  coalesce((select max(refresh_id) from ops.mart_refresh), 0),
  %(made_at)s
on conflict (day) do update set
  html = excluded.html,
  article_ids = excluded.article_ids,
  load_number = excluded.load_number,
  refresh_id = excluded.refresh_id,
  made_at = excluded.made_at
