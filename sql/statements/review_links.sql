-- What joins the articles of certain stories that are not larger than a limit.
select story.story_id, link.article_id, link.matched_article_id
from unnest(%(story_ids)s::bigint[]) as story (story_id)
cross join lateral (
  select count(*) as articles
  from (
    select from news.membership where membership.story_id = story.story_id and membership.valid_to is null
    limit %(limit)s + 1
  ) as listed
) as size
join news.membership on membership.story_id = story.story_id and membership.valid_to is null
join news.link on link.article_id = membership.article_id and link.valid_to is null and link.joins
where size.articles <= %(limit)s
