-- How much shorter or longer is the paper's version than the first one?
-- Theme: Who carries whose text
-- article_facts has what articles are compared by; analytics.article(id) the words of the few that are shown.
select
  compared.source,
  article.headline,
  compared.outcome,
  compared.words_first,
  compared.words_here,
  compared.percent
from (
  select
    here.article_id,
    here.source,
    here.outcome,
    first.word_count as words_first,
    here.word_count as words_here,
    round(100.0 * here.word_count / first.word_count) as percent
  from analytics.story_spread as story
  join analytics.article_facts as first on first.article_id = story.representative_article_id
  join analytics.article_facts as here on here.story_id = story.story_id
  where story.day = '2025-09-26'
    and story.source_count > 1
    and here.article_id <> first.article_id
    and here.outcome <> 'copy'
  order by percent, here.article_id
  limit 8
) as compared
cross join lateral analytics.article(compared.article_id) as article
order by compared.percent, article.uri;
