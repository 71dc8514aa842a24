-- Words of names and headlines, each once, so that a word that is spelled a little wrongly leads to the one that was meant.
create function news.words_of_name(name text) returns setof text
language sql immutable parallel safe
begin atomic
  select distinct
    -- Latin words without their marks: search finds those with them, too. In other alphabets marks make other letters.
    case when piece ~ '[\u0370-\u1DFF]' then piece else news.without_marks(piece) end
  from regexp_split_to_table(lower(normalize(left(name, 1000), NFC)), '[^[:alpha:]\u0300-\u036F]+') as piece
  where length(piece) between 4 and 40
    and piece !~ ('[' || news.unspaced() || ']');
end;
comment on function news.words_of_name is 'The words of a name or headline that are worth looking up in spite of typing errors: of 4 to 40 letters, in lower case.';

create function news.latin_letters(word text) returns text
language sql immutable parallel safe
return replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
  translate(
    news.without_marks(lower(word)),
    'абвгґдеєзиіїйклмнопрстуфыэъьαβγδεζηικλμνοπρσςτυφω''’',
    'abvggdeeziiiiklmnoprstufie  avgdeziiklmnoprsstufo'
  ), ' ', ''), 'ж', 'zh'), 'х', 'kh'), 'ц', 'ts'), 'ч', 'ch'), 'ш', 'sh'), 'щ', 'shch'), 'ю', 'yu'), 'я', 'ya'),
  'χ', 'kh'), 'θ', 'th'), 'ξ', 'x'), 'ψ', 'ps');
comment on function news.latin_letters is 'A word of Cyrillic or Greek in Latin letters, in small ones and without marks; other letters stay.';

create function news.sounding(word text) returns text
language sql immutable parallel safe
-- From the inside: groups of letters for one sound, letters that stand for each other, what is not heard, vowels.
return regexp_replace(
  regexp_replace(
    regexp_replace(
      translate(
        regexp_replace(replace(news.latin_letters(word), 'ph', 'f'), 'tsch|tch|sch|cz|ch|sh|sz|zh|ts|tz', 's', 'g'),
        'cqgdwfzyjxß', 'kkktvvsiiks'
      ),
      '(?<=.)h', '', 'g'
    ),
    '[aeiou]+', 'a', 'g'
  ),
  -- Doubled letters, and vowels at the end.
  '(.)\1+|(?<=..)a$', '\1', 'g'
);
comment on function news.sounding is 'How a word sounds, roughly and in Latin letters, so that Zelensky, Selenskyj and Зеленский are one: vowels are one, letters that transcriptions exchange too.';

create table news.search_word (
  word text constraint search_word_pk primary key,
  sounding text not null
);
create index search_word_sounding on news.search_word (sounding);
create index search_word_similar on news.search_word using gin (word gin_trgm_ops);
comment on table news.search_word is 'Grain: one word of a name or headline that an article holds or has held. A list to look in, not to show: search tells a word only where an article that can be read has it.';
comment on column news.search_word.word is 'In lower case; Latin words without marks.';
comment on column news.search_word.sounding is 'How it sounds, as news.sounding has it.';

insert into news.search_word (word, sounding)
select word, news.sounding(word)
from (
  select news.words_of_name(name) as word from news.search_name
  union
  select news.words_of_name(name) from (select distinct name from marts.text_name) as named
) as held;

alter type analytics.found_article add attribute searched_as text;
comment on column analytics.found_article.searched_as is 'Null where the article has the words as typed. Else what was asked in their place, as few or no articles have a word as it was typed: only words of names and headlines that are spelled or sound much alike.';
