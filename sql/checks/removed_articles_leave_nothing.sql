-- fail: an article that the run removed has left no row that means it, and no text that nobody holds.
with gone as materialized (
  select article_id from news.removed_article where run_id = %(run_id)s
)
select 'article' as what, article_id from gone join news.article using (article_id)
union all
select 'version', article_id from gone join news.version using (article_id)
union all
select 'membership', article_id from gone join news.membership using (article_id)
union all
select 'link', gone.article_id from gone join news.link on link.article_id = gone.article_id
union all
select 'link', gone.article_id from gone join news.link on link.matched_article_id = gone.article_id
union all
select 'match', gone.article_id from gone join news.article on article.matched_article_id = gone.article_id
union all
select 'appearance', article_id from gone join news.content_appearance using (article_id)
union all
select 'origin', gone.article_id from gone join news.sentence_origin on sentence_origin.origin_article_id = gone.article_id
union all
select 'search', article_id from gone join news.search_document using (article_id)
union all
select 'hidden', article_id from gone join news.hidden using (article_id)
union all
select 'amendment', article_id from gone join news.amendment using (article_id)
union all
select 'novelty', article_id from gone join news.novelty using (article_id)
union all
select 'story', story.story_id
from gone
join news.story on story.representative_article_id = gone.article_id
where story.ended_at is null
  and story.merged_into_story_id is null
order by 1, 2
