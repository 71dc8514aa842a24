-- What finds texts of like meaning among all that are stored, without comparing all numbers of all vectors.
create function news.signs_of_meaning(crossing bytea) returns bit(512)
language sql immutable parallel safe
-- Behind eight bytes of language one says whether there is a vector: 512 bytes, each a number with a sign. The first digit of each tells it.
return case
  when length(crossing) >= 521 and get_byte(crossing, 8) = 1
    then translate(
      regexp_replace(encode(substr(crossing, 10, 512), 'hex'), '(.).', '\1', 'g'), '0123456789abcdef', '0000000011111111'
    )::bit(512)
end;
comment on function news.signs_of_meaning is 'Of each number of a packed text''s mean vector whether it is negative; null where the text has no vector.';

alter table news.content_crossing
  add column signs bit(512) generated always as (news.signs_of_meaning(crossing)) stored;
comment on column news.content_crossing.signs is 'Of each number of the mean vector whether it is negative: texts of like meaning differ in few. Null where there is no vector.';
-- Read without the table.
create index content_crossing_signs on news.content_crossing (day) include (content_id, language, signs) where signs is not null;
