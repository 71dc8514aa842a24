-- Words of the names in touched texts, and the rare words that open touched stories, that nothing had before, so that what is spelled
-- alike leads to them.
insert into news.search_word (word, sounding)
select named.word, news.sounding(named.word)
from (
  select word
  from marts.touched_article
  join news.article using (article_id)
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  join marts.text_name on text_name.content_id = version.content_id
  cross join lateral news.words_of_name(text_name.name) as word
  union
  select word
  from marts.touched_story
  join marts.story_term using (story_id)
  cross join lateral unnest(story_term.terms) as term
  cross join lateral news.words_of_name(term) as word
) as named
where not exists (select from news.search_word where search_word.word = named.word)
on conflict (word) do nothing
