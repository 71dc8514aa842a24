-- articles with their source
select source.country, count(*) from analytics.articles join analytics.sources as source using (source) group by 1;
-- articles with their story
select story.article_count, count(*) from analytics.articles join analytics.stories as story using (story_id) group by 1;
-- articles with what they repeat
select article.source, matched.source, count(*) from analytics.articles as article join analytics.articles as matched on matched.article_id = article.matched_article_id group by 1, 2;
-- stories with the article that stands for them
select story.story_id, first.source, first.headline from analytics.stories as story join analytics.articles as first on first.article_id = story.representative_article_id order by story.article_count desc limit 50;
-- corrections with what is said now
select correction.article_id, article.headline from analytics.corrections as correction join analytics.articles as article using (article_id);
-- articles with their spread
select spread.first_source, count(*) from analytics.articles join analytics.story_spread as spread using (story_id) group by 1;
-- unique articles with their spread
select unique_articles.headline, spread.minutes_to_last_source from analytics.unique_articles join analytics.story_spread as spread using (story_id) order by spread.source_count desc limit 100;
-- articles with their facts
select count(*) from analytics.articles join analytics.article_facts using (article_id);
-- facts with their stories
select facts.source, sum(story.article_count) from analytics.article_facts as facts join analytics.stories as story using (story_id) group by 1;
-- articles with their evidence
select evidence.field, evidence.rule, count(*) from analytics.articles join analytics.evidence using (article_id) group by 1, 2;
-- articles with their date candidates
select article.source, count(*) from analytics.articles as article join analytics.date_candidates using (article_id) group by 1;
-- articles with their agencies
select agencies.agency, agencies.role, count(*) from analytics.articles join analytics.agencies_of_articles as agencies using (article_id) group by 1, 2;
-- articles with their links
select link.relation, count(*) from analytics.articles join analytics.links as link using (article_id) group by 1;
-- links with both articles
select one.source, other.source, count(*) from analytics.links as link join analytics.articles as one on one.article_id = link.article_id join analytics.articles as other on other.article_id = link.matched_article_id group by 1, 2;
-- articles with their versions
select versions.is_current, count(*) from analytics.articles join analytics.versions using (article_id) group by 1;
-- articles with their novelty, of a day
select novelty.story_rank, count(*) from analytics.articles as article join analytics.novelty using (article_id) where article.published_on = '2025-09-26' group by 1;
-- articles with their names, of a day
select names.name, count(*) from analytics.articles as article join analytics.names_of_articles as names using (article_id) where article.published_on = '2025-09-26' group by 1 order by 2 desc limit 50;
-- names with stories
select names.kind, count(distinct story.story_id) from analytics.names_of_articles as names join analytics.stories as story using (story_id) group by 1;
-- two names together
select one.name, other.name, count(*) from analytics.names_of_articles as one join analytics.names_of_articles as other using (story_id) where one.kind = 'organization' and other.kind = 'person' group by 1, 2 order by 3 desc limit 20;
-- events with their members
select event.event_id, member.story_id from analytics.events as event join analytics.event_members as member using (event_id);
-- events with their articles
select event.event_id, count(*) from analytics.events as event join analytics.articles as article using (event_id) group by 1 order by 2 desc limit 20;
-- events with their stories
select event.name, story.headline from analytics.events as event join analytics.stories as story using (event_id);
-- articles of a day with their sentences
select origins.kind, count(*) from analytics.articles as article join analytics.sentence_origins as origins using (article_id) where article.published_on = '2025-09-26' group by 1;
-- reuse with both articles, of a day
select article.source, first.source, sum(reuse.words) from analytics.reuse join analytics.articles as article using (article_id) join analytics.articles as first on first.article_id = reuse.origin_article_id where article.published_on = '2025-09-26' group by 1, 2;
-- reuse with sources
select source.country, sum(reuse.words) from analytics.reuse join analytics.sources as source using (source) group by 1;
-- volume with sources
select source.name, sum(volume.articles) from analytics.daily_volume as volume join analytics.sources as source using (source) where volume.grain = 'source' group by 1;
-- volume with date quality
select volume.day, volume.articles, quality.undated from analytics.daily_volume as volume join analytics.date_quality as quality using (day, source) where volume.grain = 'source';
-- carriage with sources
select source.country, sum(carriage.articles) from analytics.carriage join analytics.sources as source using (source) where carriage.period = 'month' group by 1;
-- activity with volume, of a day
select activity.source, activity.usual_articles, volume.articles from analytics.source_activity as activity left join analytics.daily_volume as volume using (day, source) where activity.day = '2025-09-26';
-- places with articles
select places.name, count(*) from analytics.places join analytics.articles as article on article.dateline_place = places.place and article.published_on = places.day group by 1;
-- rising terms with articles that name them
select term.term, count(*) from analytics.rising_terms as term join analytics.unique_articles as article on article.day = term.day and article.headline ilike '%' || term.term || '%' where term.rank <= 5 group by 1;
-- articles that are not repeated
select count(*) from analytics.articles as article where not exists (select from analytics.articles as other where other.matched_article_id = article.article_id);
-- pairs of articles of one story
select one.source, other.source, count(*) from analytics.articles as one join analytics.articles as other using (story_id) where one.article_id < other.article_id group by 1, 2;
-- articles of stories that crossed sources
select article.* from analytics.articles as article join analytics.stories as story using (story_id) where story.source_count >= 3 limit 200;
-- articles, stories, sources and spread
select source.name, count(distinct story.story_id), count(*) from analytics.articles as article join analytics.stories as story using (story_id) join analytics.sources as source using (source) join analytics.story_spread as spread using (story_id) group by 1;
-- articles, evidence and agencies
select count(*) from analytics.articles as article join analytics.evidence using (article_id) join analytics.agencies_of_articles using (article_id);
-- hidden articles with sources
select source.name, hidden.reason, count(*) from analytics.hidden_articles as hidden join analytics.sources as source using (source) group by 1, 2;
-- refusals with sources
select source.name, sum(refusals.records) from analytics.sources as source left join analytics.refusals using (source) group by 1;
-- what a natural join makes of articles and stories
select count(*) from analytics.articles natural join analytics.story_spread;
-- what changed with articles
select changed.change, count(*) from analytics.changes(null, 100000) as changed left join analytics.articles using (article_id) group by 1;
