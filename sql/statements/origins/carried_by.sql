-- The articles that carry sentences which an article had first, each with how many; and of those, how many it says no more in its
-- present version. The most first. For operators, who see hidden articles, too.
select
  article.article_id,
  source.slug as source,
  version.headline,
  version.published_on,
  count(*) as sentences,
  sum(sentence_text.words[origin.sentence_number]) as words,
  count(*) filter (where origin.kind = 'verbatim') as verbatim,
  count(*) filter (where origin.kind = 'reworded') as reworded,
  count(*) filter (where origin.origin_content_id <> present.content_id and not is_said.it) as dropped
from news.sentence_origin as origin
join news.version
  on version.content_id = origin.content_id
  and version.article_id <> origin.origin_article_id
join news.article
  on article.article_id = version.article_id
  and article.current_version = version.version
join news.source using (source_id)
join news.sentence_text on sentence_text.content_id = version.content_id and sentence_text.month = version.content_month
join news.article as first on first.article_id = origin.origin_article_id
join news.version as present
  on present.article_id = first.article_id
  and present.version = first.current_version
  and present.month = first.current_month
join news.content as present_text
  on present_text.content_id = present.content_id and present_text.month = present.content_month
join news.content_key as old_key on old_key.content_id = origin.origin_content_id
join news.content as old_text on old_text.content_id = old_key.content_id and old_text.month = old_key.month
join news.sentence_text as old_sentences
  on old_sentences.content_id = old_key.content_id and old_sentences.month = old_key.month
cross join lateral (
  select
    strpos(
      present_text.body,
      substr(
        old_text.body,
        old_sentences.spans[2 * origin.origin_sentence_number - 1] + 1,
        old_sentences.spans[2 * origin.origin_sentence_number] - old_sentences.spans[2 * origin.origin_sentence_number - 1]
      )
    ) > 0 as it
) as is_said
where origin.origin_article_id = %(article_id)s
  and origin.kind <> 'shared_quote'
  and origin.audience <> 'analysts'
group by article.article_id, source.slug, version.headline, version.published_on
order by dropped desc, words desc, article.article_id
limit 50
