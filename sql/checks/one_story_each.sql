-- fail: each article of the run is in exactly one story, and that story stands.
select article.article_id, count(membership.story_id) as stories, max(story.merged_into_story_id) as redirected_to
from news.article
left join news.membership on membership.article_id = article.article_id and membership.valid_to is null
left join news.story using (story_id)
where article.first_run_id = %(run_id)s
group by article.article_id
having count(membership.story_id) <> 1 or max(story.merged_into_story_id) is not null
order by article.article_id
