-- The sentences of an article's current version, each with the article that carried it first, if another one did. For operators,
-- who see hidden articles, too.
select
  sentence.number as sentence_number,
  sentence_text.spans[2 * sentence.number - 1] as starts_at,
  sentence_text.spans[2 * sentence.number] as ends_at,
  sentence_text.words[sentence.number] as word_count,
  origin.origin_article_id,
  origin.origin_sentence_number,
  origin.kind,
  origin.similarity,
  origin_source.slug as origin_source,
  origin_version.headline as origin_headline,
  origin_version.agency as origin_agency,
  origin_version.published_on as origin_day,
  exists (select from news.hidden_article where hidden_article.article_id = origin.origin_article_id) as origin_is_hidden
from news.article
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
join news.sentence_text on sentence_text.content_id = version.content_id and sentence_text.month = version.content_month
cross join lateral generate_series(1, cardinality(sentence_text.words)) as sentence (number)
left join news.sentence_origin as origin
  on origin.content_id = version.content_id
  and origin.sentence_number = sentence.number
  and origin.origin_article_id <> article.article_id
  and origin.audience <> 'analysts'
left join news.article as first on first.article_id = origin.origin_article_id
left join news.source as origin_source on origin_source.source_id = first.source_id
left join news.version as origin_version
  on origin_version.article_id = first.article_id
  and origin_version.version = first.current_version
  and origin_version.month = first.current_month
where article.article_id = %(article_id)s
order by sentence.number
