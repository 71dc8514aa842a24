-- Who was first is told by instants, not by the days of datelines. Filled by the next refresh: the definition of the marts is
-- another one.
alter table marts.article
  add column published_from timestamptz,
  add column published_by timestamptz;
comment on column marts.article.published_from is 'The moment before which it was not published: its instant, else the begin of its day in the zone of its source (UTC where none is declared); null where it is not dated.';
comment on column marts.article.published_by is 'The moment by which it was published: its instant, else the end of its day in the zone of its source; null where it is not dated.';
alter table marts.story alter column first_day_articles drop not null;
comment on column marts.story.first_day_articles is 'Articles of the representative''s day of publication; null where that is not known.';
comment on column marts.story.is_first_certain is 'Whether every other source certainly came later: by instants, else by days that don''t overlap in the zones of the sources.';
comment on column marts.story.last_day is 'Latest day of publication; where nothing of it is dated, that of the loading of its representative.';
comment on column marts.volume.day is 'Day of publication. What is not dated is not counted here, but in marts.date_quality.';
comment on column marts.carriage.period_start is 'The day, or the first day of the month, on which the carrying articles were published. Undated ones are not counted.';
comment on column news.story.representative_article_id is 'Its earliest published article, of those that are not hidden (ties: longest text, then smallest id): see news.first_of_stories.';
