-- Whether a text is known to be a part of the article's; and what the confidence of a date's reading is.
alter table staging.article add column is_truncated boolean;
alter table news.version add column is_truncated boolean;
comment on column news.version.is_truncated is 'True where the text is known to be a part of the article''s; null where nothing says so, and in versions from before this column.';
comment on column news.date_candidate.confidence is 'How much that reading weighs in the choice, 0 to 1.';
comment on column ops.date_doubt.confidence is 'How much the reading that won weighs in the choice, 0 to 1; 0 where there is none.';
