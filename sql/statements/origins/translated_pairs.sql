-- The pairs of certain texts and others that are translations and whose sentences are not compared yet; the smaller id first.
select distinct pair.content_id, pair.other_content_id
from (
  select
    least(content_id, matched_content_id) as content_id,
    greatest(content_id, matched_content_id) as other_content_id
  from news.link
  where relation = 'translation'
    and valid_to is null
    and content_id = any (%(content_ids)s)
  union
  select
    least(content_id, matched_content_id),
    greatest(content_id, matched_content_id)
  from news.link
  where relation = 'translation'
    and valid_to is null
    and matched_content_id = any (%(content_ids)s)
) as pair
where pair.content_id < pair.other_content_id
  and not exists (
    select from news.sentence_match as held
    where held.content_id = pair.content_id and held.other_content_id = pair.other_content_id and held.across
  )
order by pair.content_id, pair.other_content_id
