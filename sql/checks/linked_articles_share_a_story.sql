-- fail: articles are in the same story where a link joins them, and in two where it doesn't.
select link.link_id, link.article_id, one.story_id, link.matched_article_id, other.story_id as matched_story_id
from news.link
join news.membership as one on one.article_id = link.article_id and one.valid_to is null
join news.membership as other on other.article_id = link.matched_article_id and other.valid_to is null
where link.run_id = %(run_id)s
  and link.valid_to is null
  and (one.story_id = other.story_id) <> link.joins
order by link.link_id
