-- The views that analysts query. Created anew whenever this file changes.
create view analytics.articles as
select
  article.article_id,
  membership.story_id,
  article.outcome,
  article.matched_article_id,
  article.similarity,
  story.representative_article_id is not distinct from article.article_id as is_representative,
  source.slug as source,
  article.uri,
  version.headline,
  version.byline,
  version.agency,
  version.agency_role,
  version.dateline_place,
  version.dateline_country,
  version.language,
  version.published_on,
  version.published_at,
  version.published_precision,
  version.modified_at,
  version.section,
  version.keywords,
  content.body,
  content.word_count,
  version.version,
  file.uri as file_uri,
  version.record_position,
  version.run_id,
  article.first_seen_at
from news.article
join news.source using (source_id)
join news.membership on membership.article_id = article.article_id and membership.valid_to is null
join news.story using (story_id)
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
join news.content on content.content_id = version.content_id and content.month = version.content_month
join ops.file using (file_id);
comment on view analytics.articles is 'Grain: one article, in its current version. schema.org: NewsArticle; ninjs: item of type text.';
comment on column analytics.articles.article_id is 'Identity of the article; never changes.';
comment on column analytics.articles.story_id is 'The story it belongs to now.';
comment on column analytics.articles.outcome is 'What it was on arrival: original, copy, near_copy or rewrite.';
comment on column analytics.articles.matched_article_id is 'The article that it was found to repeat; null for an original.';
comment on column analytics.articles.similarity is 'Score of that relation, 0 to 1; 1 for a copy.';
comment on column analytics.articles.is_representative is 'Whether it stands for its story: the earliest published, then the longest, then the smallest id.';
comment on column analytics.articles.source is 'Slug of the source that delivered it.';
comment on column analytics.articles.uri is 'Where it was published, else a urn made of source and file name. ninjs: uri.';
comment on column analytics.articles.headline is 'Headline; null where the record has none. schema.org: headline; ninjs: headlines.';
comment on column analytics.articles.byline is 'Names of the people who wrote it, in order. schema.org: author; ninjs: by.';
comment on column analytics.articles.agency is 'The agency that wrote or carried it.';
comment on column analytics.articles.agency_role is 'origin (wrote it) or carrier (published it).';
comment on column analytics.articles.dateline_place is 'Place of the dateline. schema.org: dateline.';
comment on column analytics.articles.dateline_country is 'Its country, ISO 3166-1 alpha-2.';
comment on column analytics.articles.language is 'ISO 639-1. schema.org: inLanguage.';
comment on column analytics.articles.published_on is 'Day of publication in the zone of the place or the publisher.';
comment on column analytics.articles.published_at is 'Instant of publication; null unless time and zone are known. schema.org: datePublished.';
comment on column analytics.articles.published_precision is 'instant or day; null where neither is known.';
comment on column analytics.articles.modified_at is 'Instant of last change as the publisher tells it. schema.org: dateModified.';
comment on column analytics.articles.section is 'Section of the publication. schema.org: articleSection.';
comment on column analytics.articles.keywords is 'Keywords as given. schema.org: keywords.';
comment on column analytics.articles.body is 'The text, without headers, dateline and set-aside blocks. schema.org: articleBody.';
comment on column analytics.articles.word_count is 'Words in body. schema.org: wordCount.';
comment on column analytics.articles.version is 'The version shown; counts from 1. ninjs: version.';
comment on column analytics.articles.file_uri is 'The file that it came in.';
comment on column analytics.articles.record_position is 'Its place in the file, from 0.';
comment on column analytics.articles.run_id is 'The run that loaded this version.';
comment on column analytics.articles.first_seen_at is 'When the article was first loaded.';

create view analytics.stories as
select
  story.story_id,
  representative.headline,
  members.first_published_on,
  members.last_published_on,
  members.article_count,
  members.source_count,
  members.copies,
  members.near_copies,
  members.rewrites,
  story.representative_article_id
from news.story
cross join lateral (
  select
    min(version.published_on) as first_published_on,
    max(version.published_on) as last_published_on,
    count(*) as article_count,
    count(distinct article.source_id) as source_count,
    count(*) filter (where article.outcome = 'copy') as copies,
    count(*) filter (where article.outcome = 'near_copy') as near_copies,
    count(*) filter (where article.outcome = 'rewrite') as rewrites
  from news.membership
  join news.article using (article_id)
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  where membership.story_id = story.story_id
    and membership.valid_to is null
) as members
left join lateral (
  select version.headline
  from news.article
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  where article.article_id = story.representative_article_id
) as representative on true
where story.merged_into_story_id is null;
comment on view analytics.stories is 'Grain: one story: all articles that carry the same report, copied or rewritten.';
comment on column analytics.stories.story_id is 'Identity of the story; never reused.';
comment on column analytics.stories.headline is 'Headline of its representative.';
comment on column analytics.stories.first_published_on is 'Earliest day of publication among its articles.';
comment on column analytics.stories.last_published_on is 'Latest day of publication among its articles.';
comment on column analytics.stories.article_count is 'Articles in the story.';
comment on column analytics.stories.source_count is 'Sources that carried it.';
comment on column analytics.stories.copies is 'Articles that arrived as a copy.';
comment on column analytics.stories.near_copies is 'Articles that arrived as a near copy.';
comment on column analytics.stories.rewrites is 'Articles that arrived as a rewrite.';
comment on column analytics.stories.representative_article_id is 'The article that stands for the story.';
