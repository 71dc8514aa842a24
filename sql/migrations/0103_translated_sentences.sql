-- Sentences that one text has in another language than the other: found where the fold has found the texts to be translations, and
-- counted as long as it holds them for that.
alter table news.sentence_match
  add column across boolean not null default false,
  drop constraint sentence_match_pk,
  add constraint sentence_match_pk primary key (content_id, other_content_id, across);
alter table news.sentence_match alter column across drop default;
comment on table news.sentence_match is 'Grain: two texts that have sentences in common, as they are or in other words; and once more where these are in two languages. It says nothing of who was first.';
comment on column news.sentence_match.across is 'Whether the sentences are in two languages: compared by vectors of meaning, and also kept where none was found.';
create index link_translated on news.link (content_id, matched_content_id) where relation = 'translation' and valid_to is null;
create index link_translated_matched on news.link (matched_content_id, content_id) where relation = 'translation' and valid_to is null;
