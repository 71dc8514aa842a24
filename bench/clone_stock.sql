-- Stored articles number %(first)s to %(last)s, copied in the database from those that the real load has put there: the
-- same text every so many days, with another number in it. Features only where a live archive would still have them.
create temp table clone on commit drop as
select
  series.number,
  %(content_base)s + series.number as content_id,
  %(article_base)s + series.number as article_id,
  %(story_base)s + series.number as story_id,
  %(last_day)s::date - (series.number / %(per_day)s)::integer as day,
  template.content_id as template_content_id,
  template.article_id as template_article_id
from generate_series(%(first)s::bigint, %(last)s) as series (number)
join bench_template as template on template.number = series.number %% %(templates)s;
analyze clone;

insert into news.content_key (content_sha256, content_id, month) overriding system value
select sha256(convert_to('stock ' || number, 'UTF8')), content_id, %(month)s from clone;

insert into news.content (content_id, month, body, word_count, first_seen_at)
select clone.content_id, %(month)s, content.body || ' ' || number, content.word_count, %(now)s
from clone
join news.content on content.content_id = template_content_id;

insert into news.article (
  article_id, source_id, uri, uri_sha256, place_sha256, month, outcome, current_version, current_month, first_run_id, first_seen_at,
  last_seen_at, seen_count
) overriding system value
select
  clone.article_id, source_id, 'https://stock.invalid/' || number, sha256(convert_to('uri ' || number, 'UTF8')),
  sha256(convert_to('uri ' || number, 'UTF8')), %(month)s, 'original', 1, %(month)s, first_run_id, %(now)s, %(now)s, 1
from clone
join news.article on article.article_id = template_article_id;

insert into news.version (
  article_id, version, month, version_sha256, content_id, content_month, headline, byline, dateline_place, language,
  published_on, published_precision, keywords, set_aside, evidence, format, run_id, file_id, record_position, first_seen_at
)
select
  clone.article_id, 1, %(month)s, sha256(convert_to('version ' || number, 'UTF8')), clone.content_id, %(month)s, headline,
  byline, dateline_place, language, day, 'day', keywords, set_aside, evidence, format, run_id, file_id, number, %(now)s
from clone
join news.version on version.article_id = template_article_id;

insert into news.story (story_id, representative_article_id, run_id, created_at) overriding system value
select clone.story_id, clone.article_id, story.run_id, %(now)s
from clone
join news.membership on membership.article_id = template_article_id
join news.story on story.story_id = membership.story_id;

insert into news.membership (article_id, story_id, valid_from, run_id)
select clone.article_id, clone.story_id, %(now)s, run_id
from clone
join news.membership on membership.article_id = template_article_id;

-- Each is an event of its own: none was compared with any other.
insert into news.event_story (
  story_id, article_id, content_id, key, day, language, headline, place, terms, crossing, weight, center_story_id
)
select
  clone.story_id, clone.article_id, clone.content_id, sha256(convert_to('story ' || number, 'UTF8')), clone.day, language,
  headline, place, terms, crossing, 0, clone.story_id
from clone
join news.event_story as held on held.article_id = template_article_id;

insert into news.content_appearance (content_id, day, publisher, article_id, terms)
select clone.content_id, clone.day, publisher, clone.article_id, terms
from clone
join news.content_appearance as appearance on appearance.content_id = template_content_id;

insert into news.content_features (content_id, month, method, features)
select clone.content_id, %(month)s, method, features
from clone
join news.content_features as held on held.content_id = template_content_id
where clone.day > %(last_day)s::date - %(feature_days)s;

insert into news.sentence_text (content_id, month, spans, words, prints)
select clone.content_id, %(month)s, spans, words, prints
from clone
join news.sentence_text as held on held.content_id = template_content_id;

insert into news.search_document (article_id, source_id, day, language, configuration, names, document)
select
  clone.article_id, source_id, clone.day, language, configuration, names,
  held.document || to_tsvector('simple', clone.number::text)
from clone
join news.search_document as held on held.article_id = template_article_id;

insert into news.search_day (day, configuration, documents)
select document.day, document.configuration, count(*)
from clone
join news.search_document as document using (article_id)
group by document.day, document.configuration
on conflict (configuration, day) do update set documents = search_day.documents + excluded.documents;
