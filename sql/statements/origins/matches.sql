-- The sentences that certain texts have in common with others: once from each side that is asked for. Those in two languages count
-- where the texts hold for translations, and no person says that they are none; they come behind the others.
with found as (
  select content_id as one, other_content_id as other, false as turned, across, matches
  from news.sentence_match
  where content_id = any (%(content_ids)s)
  union all
  select other_content_id, content_id, true, across, matches
  from news.sentence_match
  where other_content_id = any (%(content_ids)s)
)
select one, other, turned, matches
from found
where not across
  or exists (
    select
    from news.link
    where link.relation = 'translation'
      and link.valid_to is null
      and (
        (link.content_id = one and link.matched_content_id = other)
        or (link.content_id = other and link.matched_content_id = one)
      )
      and not exists (
        select from ops.decision
        where decision.verdict = 'different'
          and decision.revoked_at is null
          and decision.article_id = least(link.article_id, link.matched_article_id)
          and decision.other_article_id = greatest(link.article_id, link.matched_article_id)
      )
  )
order by across
