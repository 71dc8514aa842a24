-- Rare words that open reports are looked for by how they are spelled, too: in German texts capitals tell no names.
insert into news.search_word (word, sounding)
select word, news.sounding(word)
from (
  select distinct word
  from marts.story_term
  cross join lateral unnest(terms) as term
  cross join lateral news.words_of_name(term) as word
) as opening
on conflict (word) do nothing;
comment on table news.search_word is 'Grain: one word of a name or headline, or a rare one that opens a report, that an article holds or has held. A list to look in, not to show: search tells a word only where an article that can be read has it.';
