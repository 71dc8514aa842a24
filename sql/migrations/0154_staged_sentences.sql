alter table staging.article add column sentences bytea;
comment on column staging.article.sentences is
  'The sentences of the body as bytes: their places, words, prints and keys. Null where an older version staged the record: then the load cuts them.';
