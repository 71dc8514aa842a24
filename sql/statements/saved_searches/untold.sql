-- What a search has found and nobody was told of, the newest last, as analysts may see it: what was hidden meanwhile waits.
select
  shown.article_id, shown.story_id, shown.headline, shown.source, shown.published_on, shown.language, shown.uri, story.found_at
from ops.saved_search_story as story
join analytics.articles as shown using (article_id)
where story.name = %(name)s
  and story.told_at is null
  and not exists (select from news.hidden_article where hidden_article.article_id = shown.article_id)
order by story.found_at, shown.article_id
