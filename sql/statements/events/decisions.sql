-- What people have decided on events, by the stories that the articles are in now.
select
  decision.verdict,
  least(one.story_id, other.story_id) as one,
  greatest(one.story_id, other.story_id) as other
from ops.decision
join news.membership as one on one.article_id = decision.article_id and one.valid_to is null
join news.membership as other on other.article_id = decision.other_article_id and other.valid_to is null
where decision.verdict in ('same_event', 'different_event')
  and decision.revoked_at is null
  and one.story_id <> other.story_id
