-- In which encodings a source's articles come, day by day: another one is another export on its side.
alter table staging.article add column encoding text;
comment on column staging.article.encoding is 'Encoding of the bytes that it was read from.';

alter table ops.header_tally add column encodings jsonb not null default '{}';
comment on column ops.header_tally.encodings is 'How many came in each encoding; empty for days before it was counted.';
comment on column ops.header_drift.header is 'headline, published_on, published_at, byline, dateline, language X, format X, encoding X, refused, or words: how long its articles are.';
