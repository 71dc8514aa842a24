-- The articles that the run folded into a story, each with the link that did it.
select
  membership.story_id,
  article.outcome,
  article.article_id,
  source.slug as source,
  version.headline,
  left(content.body, 100) as opening,
  matched_source.slug as matched_source,
  article.matched_article_id,
  matched_version.headline as matched_headline,
  left(matched_content.body, 100) as matched_opening,
  article.similarity as score,
  link.evidence
from news.article
join news.source on source.source_id = article.source_id
join news.membership on membership.article_id = article.article_id and membership.valid_to is null
join news.version
  on version.article_id = article.article_id and version.version = article.current_version and version.month = article.current_month
join news.content on content.content_id = version.content_id and content.month = version.content_month
join news.article as matched on matched.article_id = article.matched_article_id
join news.source as matched_source on matched_source.source_id = matched.source_id
join news.version as matched_version
  on matched_version.article_id = matched.article_id
  and matched_version.version = matched.current_version
  and matched_version.month = matched.current_month
join news.content as matched_content
  on matched_content.content_id = matched_version.content_id and matched_content.month = matched_version.content_month
left join news.link
  on link.article_id = greatest(article.article_id, article.matched_article_id)
  and link.matched_article_id = least(article.article_id, article.matched_article_id)
  and link.valid_to is null
where article.first_run_id = %(run_id)s
  and article.outcome in ('rewrite', 'near_copy', 'translation')
order by article.outcome desc, article.similarity desc, article.article_id
limit %(limit)s
