-- Grain: one later version of an article: loaded on the day, or of an article of the day and loaded in the week after it.
-- What changed most comes first.
select
  correction.article_id,
  correction.source,
  article.language,
  article.published_on,
  correction.day as loaded_on,
  correction.signal,
  correction.fields,
  left(correction.headline_before, 300) as headline_before,
  left(correction.headline_after, 300) as headline_after,
  correction.words_added,
  correction.words_removed,
  left(correction.ed_note, 300) as ed_note,
  count(*) over () as found
from analytics.corrections as correction
join analytics.articles as article using (article_id)
where correction.day between %(day)s and %(day)s::date + 7
  and (correction.day = %(day)s or article.published_on = %(day)s)
order by correction.words_added + correction.words_removed desc, correction.article_id, correction.version
limit 12
