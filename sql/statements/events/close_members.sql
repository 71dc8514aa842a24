-- Stories that are in their event no more, or for another reason. What this settling itself has said before is not kept.
with unsaid as (
  delete from news.event_member
  where story_id = any (%(story_ids)s) and valid_to is null and valid_from = %(now)s
)
update news.event_member
set valid_to = %(now)s
where story_id = any (%(story_ids)s)
  and valid_to is null
  and valid_from <> %(now)s
