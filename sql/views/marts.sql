-- What analysts ask every day, from the marts: quick, and as of the last refresh (analytics.mart_freshness).
create view analytics.mart_freshness as
select
  state.refreshed_at,
  state.load_number,
  loads.load_number as last_load_number,
  loads.loaded_at as last_loaded_at,
  coalesce(state.load_number, 0) >= coalesce(loads.load_number, 0) as is_current
from (
  select max(load_number) as load_number, max(loaded_at) as loaded_at
  from ops.run
  where load_number is not null
) as loads
left join lateral (
  select mart_refresh.refreshed_at, mart_refresh.load_number
  from ops.mart_refresh
  order by refresh_id desc
  limit 1
) as state on true;
comment on view analytics.mart_freshness is 'Grain: one row: what the marts stand for. The marts are unique_articles, story_spread, daily_volume, carriage, corrections, date_quality, rising_terms, places and source_activity.';
comment on column analytics.mart_freshness.refreshed_at is 'The moment that the marts stand for; null before the first refresh.';
comment on column analytics.mart_freshness.load_number is 'The last load that they have seen.';
comment on column analytics.mart_freshness.last_load_number is 'The last load that there was.';
comment on column analytics.mart_freshness.last_loaded_at is 'When that was.';
comment on column analytics.mart_freshness.is_current is 'Whether they have seen the last load.';

create view analytics.unique_articles as
select
  story.story_id,
  story.representative_article_id as article_id,
  story.day,
  story.source,
  article.uri,
  case when hiding.article_id is null then version.headline end as headline,
  case when hiding.article_id is null then version.byline end as byline,
  case when hiding.article_id is null then version.agency end as agency,
  case when hiding.article_id is null then version.agency_role end as agency_role,
  case when hiding.article_id is null then version.dateline_place end as dateline_place,
  case when hiding.article_id is null then version.dateline_country end as dateline_country,
  case when hiding.article_id is null then version.language end as language,
  story.published_on,
  case when hiding.article_id is null then version.published_at end as published_at,
  case when hiding.article_id is null then version.section end as section,
  case when hiding.article_id is null then version.keywords end as keywords,
  case when hiding.article_id is null then version.media_topics end as media_topics,
  case when hiding.article_id is null then content.body end as body,
  case when hiding.article_id is null then content.word_count end as word_count,
  story.article_count,
  story.source_count,
  story.sources,
  story.copies,
  story.near_copies,
  story.rewrites,
  story.translations,
  story.first_published_on,
  story.last_published_on,
  story.last_day,
  article.first_seen_at,
  case when hiding.article_id is null then version.usage_terms end as usage_terms,
  case when hiding.article_id is null then version.opt_out end as opt_out,
  source.licence,
  event_story.event_id
-- Each left join finds exactly one row, by its foreign key: a query that asks for nothing of it is spared the join.
from marts.story
join news.article on article.article_id = story.representative_article_id
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
left join news.hidden_article as hiding on hiding.article_id = version.article_id
left join news.content on content.content_id = version.content_id and content.month = version.content_month
left join news.source using (source_id)
left join news.event_story on event_story.story_id = story.story_id
where hiding.article_id is null;
comment on view analytics.unique_articles is 'Grain: one story, as its representative: the deduplicated corpus. However often a report was reprinted or rewritten, it is here once. As of the last refresh, but what was killed since is gone at once.';
comment on column analytics.unique_articles.story_id is 'The story.';
comment on column analytics.unique_articles.article_id is 'The article that stands for it: of those shown the earliest published, then the longest text, then the smallest id.';
comment on column analytics.unique_articles.day is 'Its day of publication; where that is not known, the day (UTC) on which it was loaded. Never null.';
comment on column analytics.unique_articles.source is 'Slug of its source.';
comment on column analytics.unique_articles.uri is 'Where it was published, else a urn made of source and file name. ninjs: uri.';
comment on column analytics.unique_articles.headline is 'Its headline. schema.org: headline; ninjs: headlines.';
comment on column analytics.unique_articles.byline is 'Names of the people who wrote it, in order. schema.org: author; ninjs: by.';
comment on column analytics.unique_articles.agency is 'The agency that wrote or carried it.';
comment on column analytics.unique_articles.agency_role is 'origin (wrote it) or carrier (published it).';
comment on column analytics.unique_articles.dateline_place is 'Place of its dateline. schema.org: dateline.';
comment on column analytics.unique_articles.dateline_country is 'That place''s country, ISO 3166-1 alpha-2.';
comment on column analytics.unique_articles.language is 'ISO 639-1. schema.org: inLanguage.';
comment on column analytics.unique_articles.published_on is 'Its day of publication; null where that is not known.';
comment on column analytics.unique_articles.published_at is 'Its instant of publication; null where that is not known. schema.org: datePublished.';
comment on column analytics.unique_articles.section is 'Section of the publication. schema.org: articleSection.';
comment on column analytics.unique_articles.keywords is 'Keywords as given. schema.org: keywords.';
comment on column analytics.unique_articles.media_topics is 'IPTC Media Topics, by their codes (medtop:20000002).';
comment on column analytics.unique_articles.body is 'Its text, without headers, dateline and set-aside blocks. schema.org: articleBody.';
comment on column analytics.unique_articles.word_count is 'Words in body. schema.org: wordCount.';
comment on column analytics.unique_articles.article_count is 'Articles that carry the report, itself included.';
comment on column analytics.unique_articles.source_count is 'Sources that carry it.';
comment on column analytics.unique_articles.sources is 'Their slugs: its own first, then in the order in which they came.';
comment on column analytics.unique_articles.copies is 'Articles that arrived as a copy.';
comment on column analytics.unique_articles.near_copies is 'Articles that arrived as a near copy.';
comment on column analytics.unique_articles.rewrites is 'Articles that arrived as a rewrite.';
comment on column analytics.unique_articles.translations is 'Articles that arrived as a translation.';
comment on column analytics.unique_articles.first_published_on is 'Earliest day of publication among them.';
comment on column analytics.unique_articles.last_published_on is 'Latest day of publication among them.';
comment on column analytics.unique_articles.last_day is 'Latest day of publication among them; where nothing is dated, the day of loading. Never null.';
comment on column analytics.unique_articles.first_seen_at is 'When the article that stands for the story was first loaded.';
comment on column analytics.unique_articles.usage_terms is 'What may be done with it, as stated. ninjs: usageTerms; schema.org: usageInfo.';
comment on column analytics.unique_articles.opt_out is 'By which means the publisher reserves text and data mining or training; empty where it does not.';
comment on column analytics.unique_articles.licence is 'What the articles of the source may be used for, as declared in sources.toml. schema.org: license.';
comment on column analytics.unique_articles.event_id is 'The event that the story tells of, as of now; null where it is in none.';

create view analytics.story_spread as
select
  story.story_id,
  story.day,
  story.source as first_source,
  story.agency as first_agency,
  story.agency_role as first_agency_role,
  story.published_at as first_published_at,
  story.is_first_certain,
  story.article_count,
  story.source_count,
  story.sources,
  story.languages,
  story.countries,
  story.first_day_articles,
  story.last_published_on - story.first_published_on + 1 as days,
  story.minutes_to_second_source,
  story.minutes_to_last_source,
  story.representative_article_id
from marts.story;
comment on view analytics.story_spread is 'Grain: one story: who had it first, and how far and how fast it went.';
comment on column analytics.story_spread.story_id is 'The story.';
comment on column analytics.story_spread.day is 'The first article''s day of publication, else of loading.';
comment on column analytics.story_spread.first_source is 'Slug of the source that had it first, among those that we hold.';
comment on column analytics.story_spread.first_agency is 'The agency that the first article names.';
comment on column analytics.story_spread.first_agency_role is 'origin (wrote it) or carrier (published it).';
comment on column analytics.story_spread.first_published_at is 'The first article''s instant of publication; null where that is not known.';
comment on column analytics.story_spread.is_first_certain is 'Whether every other source certainly came later: by instants, else by days that don''t overlap in the zones of the sources.';
comment on column analytics.story_spread.article_count is 'Articles.';
comment on column analytics.story_spread.source_count is 'Sources.';
comment on column analytics.story_spread.sources is 'Their slugs, the first one first, then in the order in which they came.';
comment on column analytics.story_spread.languages is 'Languages of its articles, ISO 639-1.';
comment on column analytics.story_spread.countries is 'Countries of their datelines, ISO 3166-1 alpha-2.';
comment on column analytics.story_spread.first_day_articles is 'Articles of the first article''s day of publication; null where that is not known.';
comment on column analytics.story_spread.days is 'Days from the first to the last day of publication, both counted; null where nothing of it is dated.';
comment on column analytics.story_spread.minutes_to_second_source is 'Minutes until the first article of another source, of those whose instants are known; null where fewer than two are.';
comment on column analytics.story_spread.minutes_to_last_source is 'Minutes until the first article of the source that came last, of those whose instants are known; null where fewer than two are.';
comment on column analytics.story_spread.representative_article_id is 'The first article.';

create view analytics.article_facts as
select
  article.article_id,
  article.story_id,
  article.source,
  article.day,
  article.published_on,
  case when article.is_shown and hiding.article_id is null then article.published_at end as published_at,
  article.first_seen_at,
  case when article.is_shown and hiding.article_id is null then article.language end as language,
  case when article.is_shown and hiding.article_id is null then article.country end as country,
  case when article.is_shown and hiding.article_id is null then article.place end as place,
  case when article.is_shown and hiding.article_id is null then article.agency end as agency,
  case when article.is_shown and hiding.article_id is null then article.agency_role end as agency_role,
  case when article.is_shown and hiding.article_id is null then article.outcome end as outcome,
  case when article.is_shown and hiding.article_id is null then article.matched_article_id end as matched_article_id,
  case when article.is_shown and hiding.article_id is null then article.similarity end as similarity,
  case when article.is_shown and hiding.article_id is null then article.word_count end as word_count
from marts.article
left join news.unreadable_article as hiding on hiding.article_id = article.article_id
where article.is_shown
  and hiding.article_id is null
  and exists (select from news.article as held where held.article_id = article.article_id);
comment on view analytics.article_facts is 'Grain: one article as far as it can be counted and compared, without its words: what to join and to sort large numbers of articles by, and then to take the words of the few from analytics.article(id). As of the last refresh, but what was killed or removed since is gone at once.';
comment on column analytics.article_facts.article_id is 'The article.';
comment on column analytics.article_facts.story_id is 'Its story.';
comment on column analytics.article_facts.source is 'Slug of the source that delivered it.';
comment on column analytics.article_facts.day is 'Day of publication; where that is not known, the day (UTC) on which it was first loaded.';
comment on column analytics.article_facts.published_on is 'Day of publication; null where it is not known.';
comment on column analytics.article_facts.published_at is 'Instant of publication; null where it is not known. schema.org: datePublished.';
comment on column analytics.article_facts.first_seen_at is 'When it was first loaded.';
comment on column analytics.article_facts.language is 'ISO 639-1. schema.org: inLanguage.';
comment on column analytics.article_facts.country is 'Country of the dateline, ISO 3166-1 alpha-2.';
comment on column analytics.article_facts.place is 'Place of the dateline. schema.org: dateline.';
comment on column analytics.article_facts.agency is 'The agency that wrote or carried it.';
comment on column analytics.article_facts.agency_role is 'origin (wrote it) or carrier (published it).';
comment on column analytics.article_facts.outcome is 'What it was on arrival: original, copy, near_copy, rewrite or translation.';
comment on column analytics.article_facts.matched_article_id is 'The article it repeated on arrival.';
comment on column analytics.article_facts.similarity is 'Score of that relation, 0 to 1.';
comment on column analytics.article_facts.word_count is 'Words of its text. schema.org: wordCount.';

create view analytics.daily_volume as
select
  volume.day,
  volume.grain,
  volume.source,
  volume.language,
  volume.country,
  volume.place,
  volume.agency,
  volume.agency_role,
  volume.articles,
  volume.stories,
  volume.first_reports,
  round(volume.articles::numeric / volume.stories, 2) as echo_factor
from marts.volume;
comment on view analytics.daily_volume is 'Grain: one day and one value of what the column grain names. Always ask for one grain: its rows add up to the day''s articles, rows of different grains must not be added. Undated articles were published on none of the days: analytics.date_quality counts them.';
comment on column analytics.daily_volume.day is 'Day of publication. Articles without one are not counted here: analytics.date_quality has their number.';
comment on column analytics.daily_volume.grain is 'What the row counts by: day (the whole day), source, language, country, place (with its country), agency (with its role), source_language.';
comment on column analytics.daily_volume.source is 'Slug of the source, in the grains source and source_language.';
comment on column analytics.daily_volume.language is 'ISO 639-1, in the grains language and source_language; null there: not known.';
comment on column analytics.daily_volume.country is 'Country of the dateline, ISO 3166-1 alpha-2, in the grains country and place; null there: not known.';
comment on column analytics.daily_volume.place is 'Place of the dateline, in the grain place; null there: not known.';
comment on column analytics.daily_volume.agency is 'The agency, in the grain agency; null there: none is named.';
comment on column analytics.daily_volume.agency_role is 'origin (wrote it) or carrier (published it), in the grain agency.';
comment on column analytics.daily_volume.articles is 'Articles.';
comment on column analytics.daily_volume.stories is 'Different stories among them: independent reports. Not to be added over days or values: one story may be in several.';
comment on column analytics.daily_volume.first_reports is 'Stories whose representative is among them. May be added over days and values: each story counts once.';
comment on column analytics.daily_volume.echo_factor is 'Articles for each story: 1 where nothing was reprinted.';

create view analytics.carriage as
select
  carriage.period,
  carriage.period_start,
  carriage.origin_agency,
  carriage.origin_source,
  carriage.source,
  carriage.articles,
  carriage.stories,
  carriage.copies,
  carriage.near_copies,
  carriage.rewrites,
  carriage.translations,
  carriage.timed_articles,
  carriage.median_minutes,
  carriage.median_days
from marts.carriage;
comment on view analytics.carriage is 'Grain: one day or one month, one origin and one source that carried its texts. Always ask for one period. A text that nobody else carries and that names no agency of origin is not counted.';
comment on column analytics.carriage.period is 'day or month. Medians can''t be added up, so both are kept.';
comment on column analytics.carriage.period_start is 'The day, or the first day of the month, on which the carrying articles were published; undated ones are not counted.';
comment on column analytics.carriage.origin_agency is 'The agency that wrote it: named by the article, else by its story''s representative; null where neither names one.';
comment on column analytics.carriage.origin_source is 'Slug of the source that had it first, among those that we hold.';
comment on column analytics.carriage.source is 'Slug of the source that carried it.';
comment on column analytics.carriage.articles is 'Articles carried, the first one included where it names an agency.';
comment on column analytics.carriage.stories is 'Different stories among them.';
comment on column analytics.carriage.copies is 'Those that arrived as a copy.';
comment on column analytics.carriage.near_copies is 'Those that arrived as a near copy.';
comment on column analytics.carriage.rewrites is 'Those that arrived as a rewrite.';
comment on column analytics.carriage.translations is 'Those that arrived as a translation.';
comment on column analytics.carriage.timed_articles is 'Those other than the first for which both instants are known: what median_minutes is taken of.';
comment on column analytics.carriage.median_minutes is 'Median of the minutes from the first article''s instant to theirs.';
comment on column analytics.carriage.median_days is 'Median of the days between their days of publication, where both are known; the first one does not count.';

create view analytics.corrections as
select
  correction.article_id,
  case when hiding.article_id is null then correction.version end as version,
  correction.source,
  article.uri,
  correction.day,
  case when hiding.article_id is null then correction.signal end as signal,
  case when hiding.article_id is null then correction.modified_at end as modified_at,
  case when hiding.article_id is null then correction.seen_at end as seen_at,
  case when hiding.article_id is null then correction.is_current end as is_current,
  case when hiding.article_id is null then correction.fields end as fields,
  case when hiding.article_id is null then earlier.headline end as headline_before,
  case when hiding.article_id is null then later.headline end as headline_after,
  case when hiding.article_id is null then correction.words_before end as words_before,
  case when hiding.article_id is null then correction.words_after end as words_after,
  case when hiding.article_id is null then correction.words_added end as words_added,
  case when hiding.article_id is null then correction.words_removed end as words_removed,
  case when hiding.article_id is null then later.ed_note end as ed_note
-- Each left join finds exactly one row, by its key: a query that asks for nothing of it is spared the join.
from marts.correction
join news.article using (article_id)
left join news.hidden_article as hiding on hiding.article_id = correction.article_id
left join news.version as later
  on later.article_id = correction.article_id
  and later.version = correction.version
  and later.month = correction.month
left join news.version as earlier
  on earlier.article_id = correction.article_id
  and earlier.version = correction.version - 1
  and earlier.month = correction.previous_month
where hiding.article_id is null;
comment on view analytics.corrections is 'Grain: one version of an article after its first, held against the one before it, in the order of arrival. What one item says about another is in analytics.amendments.';
comment on column analytics.corrections.article_id is 'The article.';
comment on column analytics.corrections.version is 'The later version. ninjs: version.';
comment on column analytics.corrections.source is 'Slug of the source.';
comment on column analytics.corrections.uri is 'Where it was published, else a urn made of source and file name.';
comment on column analytics.corrections.day is 'Day (UTC) on which the later version was loaded.';
comment on column analytics.corrections.signal is 'What the later version says that it does: update, writethru, correction and so on. NewsML-G2: signal.';
comment on column analytics.corrections.modified_at is 'Instant of change as the publisher tells it. schema.org: dateModified.';
comment on column analytics.corrections.seen_at is 'When the later version was loaded.';
comment on column analytics.corrections.is_current is 'Whether the later version is the one in analytics.articles.';
comment on column analytics.corrections.fields is 'What changed, by column names of analytics.articles; body for the text. Sorted.';
comment on column analytics.corrections.headline_before is 'Headline before.';
comment on column analytics.corrections.headline_after is 'Headline after.';
comment on column analytics.corrections.words_before is 'Words of the text before.';
comment on column analytics.corrections.words_after is 'Words of the text after.';
comment on column analytics.corrections.words_added is 'Words of the text after that the one before does not have as often, without regard to case and order.';
comment on column analytics.corrections.words_removed is 'Words of the text before that the one after does not have as often.';
comment on column analytics.corrections.ed_note is 'The editor''s note of the later version. schema.org: correction.';

create view analytics.date_quality as
select
  date_quality.day,
  date_quality.source,
  date_quality.articles,
  date_quality.instant,
  date_quality.day_only,
  date_quality.undated,
  round(date_quality.inferred::numeric / date_quality.articles, 3) as inferred_share,
  round(date_quality.ambiguous::numeric / date_quality.articles, 3) as ambiguous_share
from marts.date_quality;
comment on view analytics.date_quality is 'Grain: one day and one source: how well its articles are dated.';
comment on column analytics.date_quality.day is 'Day of publication; of loading for the undated.';
comment on column analytics.date_quality.source is 'Slug of the source.';
comment on column analytics.date_quality.articles is 'Articles.';
comment on column analytics.date_quality.instant is 'Those whose instant of publication is known.';
comment on column analytics.date_quality.day_only is 'Those of which only the day is known.';
comment on column analytics.date_quality.undated is 'Those of which neither is known.';
comment on column analytics.date_quality.inferred_share is 'Share, 0 to 1, whose day was worked out: its year from evidence, day and month told apart by other dates, counted back from the fetch, or read from an address.';
comment on column analytics.date_quality.ambiguous_share is 'Share, 0 to 1, with a date that could be read two ways and that nothing decided.';

create view analytics.rising_terms as
select
  rising_term.day,
  rising_term.language,
  rising_term.rank,
  rising_term.term,
  rising_term.kind,
  rising_term.stories,
  round(rising_term.expected::numeric, 2) as expected,
  round(rising_term.score::numeric, 1) as score,
  rising_term.past_days
from marts.rising_term;
comment on view analytics.rising_terms is 'Grain: one of at most 100 names or rare words of a day and language that open more stories than their past makes likely. Stories are counted, not articles.';
comment on column analytics.rising_terms.day is 'The day: that of the stories'' representatives.';
comment on column analytics.rising_terms.language is 'ISO 639-1; und where it is not known.';
comment on column analytics.rising_terms.rank is 'Counts from 1, the highest score first.';
comment on column analytics.rising_terms.term is 'A name as spelled, or a rare word in lower case.';
comment on column analytics.rising_terms.kind is 'name or word.';
comment on column analytics.rising_terms.stories is 'Stories of the day that open with it: forty reprints count once.';
comment on column analytics.rising_terms.expected is 'Stories to expect: its share of the stories of the 28 days before, times the day''s stories. Days on which only one story had it count as none.';
comment on column analytics.rising_terms.score is 'Log-likelihood ratio of stories against expected (at least 0.5) under a Poisson law; 11 is one chance in a thousand.';
comment on column analytics.rising_terms.past_days is 'How many of the 28 days before have stories in this language. With few of them a score says little.';

create view analytics.places as
select
  volume.day,
  volume.place,
  volume.country,
  place.name,
  place.kind,
  place.latitude,
  place.longitude,
  place.geoname_id,
  volume.articles,
  volume.stories,
  volume.first_reports
from marts.volume
left join marts.place on place.place = volume.place and place.country = coalesce(volume.country, '')
where volume.grain = 'place'
  and volume.place is not null;
comment on view analytics.places is 'Grain: one day and one place of a dateline, with its coordinates: for maps.';
comment on column analytics.places.day is 'Day of publication.';
comment on column analytics.places.place is 'The place as datelines name it. schema.org: dateline.';
comment on column analytics.places.country is 'Its country, ISO 3166-1 alpha-2; null where it is not known.';
comment on column analytics.places.name is 'The name in GeoNames; null where it has no such place in that country.';
comment on column analytics.places.kind is 'city, region or country.';
comment on column analytics.places.latitude is 'Degrees north, WGS 84; cities only.';
comment on column analytics.places.longitude is 'Degrees east, WGS 84; cities only.';
comment on column analytics.places.geoname_id is 'Identity in GeoNames; cities only.';
comment on column analytics.places.articles is 'Articles with that dateline.';
comment on column analytics.places.stories is 'Different stories among them.';
comment on column analytics.places.first_reports is 'Stories whose representative is among them. May be added over days and places.';

create view analytics.source_activity as
select
  calendar.day,
  source.slug as source,
  coalesce(here.articles, 0) as articles,
  usual.articles as usual_articles,
  usual.weeks as weeks_compared,
  last_held.day as last_day,
  calendar.day - last_held.day as days_silent,
  coalesce(usual.articles >= 2 and coalesce(here.articles, 0) < 0.2 * usual.articles, false) as is_quiet,
  here.last_seen_at
from marts.volume as calendar
cross join news.source
join lateral (
  select volume.day
  from marts.volume
  where volume.grain = 'source' and volume.source = source.slug
  order by volume.day
  limit 1
) as first_held on first_held.day <= calendar.day
left join marts.volume as here
  on here.grain = 'source' and here.source = source.slug and here.day = calendar.day
cross join lateral (
  select
    percentile_cont(0.5) within group (order by coalesce(before.articles, 0)) as articles,
    count(*) as weeks
  from generate_series(1, 8) as week
  join marts.volume as whole on whole.grain = 'day' and whole.day = calendar.day - 7 * week
  left join marts.volume as before
    on before.grain = 'source' and before.source = source.slug and before.day = whole.day
  where whole.day >= first_held.day
) as usual
cross join lateral (
  select volume.day
  from marts.volume
  where volume.grain = 'source' and volume.source = source.slug and volume.day <= calendar.day
  order by volume.day desc
  limit 1
) as last_held
where calendar.grain = 'day';
comment on view analytics.source_activity is 'Grain: one source and one day on which anything came at all, from the source''s first day on: what it gave against its usual. Ask for a day or a few.';
comment on column analytics.source_activity.day is 'The day of publication.';
comment on column analytics.source_activity.source is 'Slug of the source.';
comment on column analytics.source_activity.articles is 'Its articles of that day; 0 where there are none.';
comment on column analytics.source_activity.usual_articles is 'Median of the same weekday in the eight weeks before, without weeks before its first day and days on which nothing came from anybody; null where there is no such day.';
comment on column analytics.source_activity.weeks_compared is 'Of how many days that median is.';
comment on column analytics.source_activity.last_day is 'Its last day with an article, up to this one.';
comment on column analytics.source_activity.days_silent is 'Days since then; 0 where it has articles of this day.';
comment on column analytics.source_activity.is_quiet is 'Whether it usually has two or more, and now has less than a fifth of that.';
comment on column analytics.source_activity.last_seen_at is 'When the last of the day''s articles was loaded.';
