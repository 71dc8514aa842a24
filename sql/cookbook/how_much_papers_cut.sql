-- How much shorter or longer is the paper's version than the first one?
-- Theme: Who carries whose text
select
  article.source,
  article.headline,
  article.outcome,
  story.word_count as words_first,
  article.word_count as words_here,
  round(100.0 * article.word_count / story.word_count) as percent
from analytics.unique_articles as story
join analytics.articles as article using (story_id)
where story.day = '2025-09-26'
  and story.source_count > 1
  and article.article_id <> story.article_id
  and article.outcome <> 'copy'
order by percent, article.uri
limit 8;
