-- The views that analysts query. Created anew whenever this file changes.
--
-- What is hidden is hidden twice. The last condition leaves its row out; but the planner may ask a reader's condition first, and a
-- cast that fails quotes the text that it failed on. So each column that analytics.hidden_articles does not tell anyway is null
-- where the article is hidden, whatever is asked first: the guard knows it by the same join. Not security_barrier: that still asks
-- `agency = 'X'` of hidden rows, whose number then stands in the plan, and joins of two views are planned as two queries.
create view analytics.articles as
select
  article.article_id,
  membership.story_id,
  case when hiding.article_id is null then article.outcome end as outcome,
  case when hiding.article_id is null then article.matched_article_id end as matched_article_id,
  case when hiding.article_id is null then article.similarity end as similarity,
  case when hiding.article_id is null then story.representative_article_id is not distinct from article.article_id end as is_representative,
  source.slug as source,
  article.uri,
  case when hiding.article_id is null then version.headline end as headline,
  case when hiding.article_id is null then version.byline end as byline,
  case when hiding.article_id is null then version.agency end as agency,
  case when hiding.article_id is null then version.agency_role end as agency_role,
  case when hiding.article_id is null then version.dateline_place end as dateline_place,
  case when hiding.article_id is null then version.dateline_country end as dateline_country,
  case when hiding.article_id is null then version.language end as language,
  version.published_on,
  case when hiding.article_id is null then version.published_at end as published_at,
  case when hiding.article_id is null then version.published_precision end as published_precision,
  case when hiding.article_id is null then version.modified_at end as modified_at,
  case when hiding.article_id is null then version.section end as section,
  case when hiding.article_id is null then version.keywords end as keywords,
  case when hiding.article_id is null then content.body end as body,
  case when hiding.article_id is null then content.word_count end as word_count,
  case when hiding.article_id is null then version.version end as version,
  case when hiding.article_id is null then file.uri end as file_uri,
  case when hiding.article_id is null then version.record_position end as record_position,
  case when hiding.article_id is null then version.run_id end as run_id,
  article.first_seen_at,
  case when hiding.article_id is null then version.subjects end as subjects,
  case when hiding.article_id is null then version.media_topics end as media_topics,
  case when hiding.article_id is null then version.signal end as signal,
  case when hiding.article_id is null then version.slugline end as slugline,
  case when hiding.article_id is null then version.ed_note end as ed_note,
  case when hiding.article_id is null then version.copyright_holder end as copyright_holder,
  case when hiding.article_id is null then version.copyright_notice end as copyright_notice,
  case when hiding.article_id is null then version.usage_terms end as usage_terms,
  case when hiding.article_id is null then version.alt_ids end as alt_ids,
  case when hiding.article_id is null then version.opt_out end as opt_out,
  source.licence,
  case when hiding.article_id is null then version.is_accessible_for_free end as is_accessible_for_free,
  case when hiding.article_id is null then version.is_truncated end as is_truncated,
  case when hiding.article_id is null then version.kicker end as kicker,
  case when hiding.article_id is null then shares.own_share end as own_share,
  case when hiding.article_id is null then shares.reused_share end as reused_share,
  case when hiding.article_id is null then shares.agency_share end as agency_share,
  case when hiding.article_id is null then version.outlet_day end as outlet_day,
  case when hiding.article_id is null then version.dateline_day end as dateline_day,
  case when hiding.article_id is null then version.day_utc_offset end as day_utc_offset,
  case when hiding.article_id is null then event_story.event_id end as event_id
-- Each left join finds exactly one row, by its foreign key: a query that asks for nothing of it is spared the join.
from news.article
left join news.source using (source_id)
join news.membership on membership.article_id = article.article_id and membership.valid_to is null
left join news.story using (story_id)
left join news.event_story using (story_id)
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
left join news.hidden_article as hiding on hiding.article_id = version.article_id
left join news.content on content.content_id = version.content_id and content.month = version.content_month
left join ops.file using (file_id)
-- One row each, so that this one is spared, too, where nobody asks for the shares.
left join lateral (
  select
    (1 - coalesce(sum(reused.words), 0) / nullif(min(reused.all_words), 0))::real as own_share,
    (coalesce(sum(reused.words), 0) / nullif(min(reused.all_words), 0))::real as reused_share,
    (
      coalesce(
        sum(reused.words) filter (
          where exists (
            select
            from news.article as first
            join news.version as said
              on said.article_id = first.article_id
              and said.version = first.current_version
              and said.month = first.current_month
            where first.article_id = reused.origin_article_id
              and said.agency is not null
              and said.agency_role <> 'cited'
          )
        ),
        0
      ) / nullif(min(reused.all_words), 0)
    )::real as agency_share
  from (
    select origin.origin_article_id, sentence_text.words[origin.sentence_number] as words, total.words as all_words
    from news.sentence_text
    cross join lateral (select sum(word_count)::real as words from unnest(sentence_text.words) as word_count) as total
    left join news.sentence_origin as origin
      on origin.content_id = sentence_text.content_id
      and origin.origin_article_id <> article.article_id
      and origin.kind <> 'shared_quote'
      and origin.audience <> 'desk'
      and not exists (select from news.hidden_article where hidden_article.article_id = origin.origin_article_id)
    where sentence_text.content_id = version.content_id
      and sentence_text.month = version.content_month
      -- Nothing of a hidden article is looked at.
      and hiding.article_id is null
  ) as reused
) as shares on true
where hiding.article_id is null;
comment on view analytics.articles is 'Grain: one article, in its current version; killed, withheld and embargoed ones are in analytics.hidden_articles. schema.org: NewsArticle; ninjs: item of type text.';
comment on column analytics.articles.article_id is 'Identity of the article; never changes.';
comment on column analytics.articles.story_id is 'The story it belongs to now.';
comment on column analytics.articles.outcome is 'What it was on arrival: original, copy, near_copy, rewrite or translation.';
comment on column analytics.articles.matched_article_id is 'The article that it was found to repeat; null for an original.';
comment on column analytics.articles.similarity is 'Score of that relation, 0 to 1; 1 for a copy.';
comment on column analytics.articles.is_representative is 'Whether it stands for its story: of those shown at the last load the earliest published (by instants, and by days in the zone of the source where there is none), then the longest, then the smallest id.';
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
comment on column analytics.articles.subjects is 'Subjects as stated: name and code. ninjs: subjects; schema.org: about.';
comment on column analytics.articles.media_topics is 'Those of them that are IPTC Media Topics, by their codes (medtop:20000002).';
comment on column analytics.articles.signal is 'What the version shown says that it does: update, writethru, correction, refile, advisory. NewsML-G2: signal.';
comment on column analytics.articles.slugline is 'The desk''s short name for the story, as given. ninjs: slugline.';
comment on column analytics.articles.ed_note is 'The editor''s note. ninjs: edNote; schema.org: correction.';
comment on column analytics.articles.copyright_holder is 'Who holds the copyright, as stated. ninjs: copyrightHolder.';
comment on column analytics.articles.copyright_notice is 'The notice, as stated. ninjs: copyrightNotice.';
comment on column analytics.articles.usage_terms is 'What may be done with it, as stated. ninjs: usageTerms; schema.org: usageInfo.';
comment on column analytics.articles.alt_ids is 'Other ids of the article: role and value. ninjs: altIds.';
comment on column analytics.articles.opt_out is 'By which means the publisher reserves text and data mining or training (robots.txt, tdm-reservation, …); empty where it does not.';
comment on column analytics.articles.licence is 'What the articles of the source may be used for, as declared in sources.toml. schema.org: license.';
comment on column analytics.articles.is_accessible_for_free is 'Whether it can be read without paying, as stated; null where nothing is said. schema.org: isAccessibleForFree.';
comment on column analytics.articles.is_truncated is 'True where the text is known to be a part of the article''s: it ends with a mark or link for the rest, at a wall, or has not half of the words that are stated. Null where nothing says so.';
comment on column analytics.articles.kicker is 'The short line above the headline, as stated; null where the record names none.';
comment on column analytics.articles.own_share is 'Share of its words in sentences that no other article had before, 0 to 1; null while they are not looked at.';
comment on column analytics.articles.reused_share is 'Share of its words in sentences that another article had before, as they are or reworded. Speech that all reports have counts as its own.';
comment on column analytics.articles.agency_share is 'Share of its words in sentences that an agency''s report had first.';
comment on column analytics.articles.outlet_day is 'Day of publication where the outlet is: in the zone of the source, else in the one that the record states; null where neither is known.';
comment on column analytics.articles.dateline_day is 'Day of the dateline: as it states it, else that of the instant in the zone of its place; null where there is no dateline.';
comment on column analytics.articles.day_utc_offset is 'Minutes by which the zone in which published_on is the day is ahead of UTC: that of the dateline''s place, else of the source; null where neither is known.';
comment on column analytics.articles.event_id is 'The event that its story tells of; null where it is in none.';

create view analytics.hidden_articles as
select
  article.article_id,
  membership.story_id,
  source.slug as source,
  article.uri,
  version.published_on,
  hidden_article.reason,
  hidden_article.embargoed,
  hidden_article.amended_by_article_id,
  article.first_seen_at
from news.hidden_article
join news.article using (article_id)
join news.source using (source_id)
join news.membership on membership.article_id = article.article_id and membership.valid_to is null
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month;
comment on view analytics.hidden_articles is 'Grain: one reason why an article is not in analytics.articles now. Without headline and text, on purpose.';
comment on column analytics.hidden_articles.article_id is 'The article.';
comment on column analytics.hidden_articles.story_id is 'The story it belongs to.';
comment on column analytics.hidden_articles.source is 'Slug of the source that delivered it.';
comment on column analytics.hidden_articles.uri is 'Where it was published, else a urn made of source and file name.';
comment on column analytics.hidden_articles.published_on is 'Day of publication.';
comment on column analytics.hidden_articles.reason is 'canceled or withheld (its own status), embargoed (until the embargo ends), killed (by another item), hidden (by a person).';
comment on column analytics.hidden_articles.embargoed is 'When the embargo ends, where that is the reason.';
comment on column analytics.hidden_articles.amended_by_article_id is 'The item that killed it, where that is the reason.';
comment on column analytics.hidden_articles.first_seen_at is 'When the article was first loaded.';

create view analytics.amendments as
select amended_by_article_id, article_id, signal, named_by
from news.amended_article;
comment on view analytics.amendments is 'Grain: one article that another item of its source updates, corrects or kills: what the desk says, beside what the comparison of the texts found.';
comment on column analytics.amendments.amended_by_article_id is 'The item that says so.';
comment on column analytics.amendments.article_id is 'The article that it speaks of.';
comment on column analytics.amendments.signal is 'update, writethru, correction, kill or refile.';
comment on column analytics.amendments.named_by is 'uri, slugline or headline: how it names the article.';

create view analytics.stories as
select
  story.story_id,
  members.headline,
  members.first_published_on,
  members.last_published_on,
  members.article_count,
  members.source_count,
  members.copies,
  members.near_copies,
  members.rewrites,
  members.translations,
  members.representative_article_id,
  event_story.event_id
from news.story
left join news.event_story using (story_id)
cross join lateral (
  select
    min(version.published_on) as first_published_on,
    max(version.published_on) as last_published_on,
    count(*) as article_count,
    count(distinct article.source_id) as source_count,
    count(*) filter (where article.outcome = 'copy') as copies,
    count(*) filter (where article.outcome = 'near_copy') as near_copies,
    count(*) filter (where article.outcome = 'rewrite') as rewrites,
    count(*) filter (where article.outcome = 'translation') as translations,
    -- The first of these stands for the story: its representative, or the earliest shown where that is hidden.
    (
      array_agg(article.article_id order by article.article_id = story.representative_article_id desc nulls last,
        news.published_by(version.published_on, version.published_at, version.day_utc_offset, source.time_zone) nulls last, article.article_id)
    )[1] as representative_article_id,
    (
      array_agg(version.headline order by article.article_id = story.representative_article_id desc nulls last,
        news.published_by(version.published_on, version.published_at, version.day_utc_offset, source.time_zone) nulls last, article.article_id)
    )[1] as headline
  from news.membership
  join news.article using (article_id)
  join news.source using (source_id)
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  where membership.story_id = story.story_id
    and membership.valid_to is null
    and not exists (select from news.hidden_article where hidden_article.article_id = article.article_id)
) as members
where story.merged_into_story_id is null
  and members.article_count > 0;
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
comment on column analytics.stories.translations is 'Articles that arrived as a translation.';
comment on column analytics.stories.representative_article_id is 'The article that stands for the story: its representative, or the earliest shown where that is hidden.';
comment on column analytics.stories.event_id is 'The event that it tells of; null where it is in none.';
