-- What the engine knows beside the articles: where they come from, why they are one story, why a header has its value, what was refused.
-- What is hidden is hidden twice, as in analytics.sql: the last condition leaves its row out, and no column tells what it holds.
create view analytics.sources as
select
  source.slug as source,
  source.name,
  source.country,
  source.language,
  source.time_zone,
  source.licence,
  source.schedule,
  source.created_at as since,
  delivered.at as last_delivered_at,
  case
    when state.paused_at is not null then 'paused'
    when state.failures > 0 then 'failing'
    when delivered.at is null or delivered.at < now() - source.freshness then 'silent'
    else 'fine'
  end as health
from news.source
left join ops.source_state as state using (source_id)
cross join lateral (
  select max(file.fetched_at) as at from ops.file where file.source_id = source.source_id
) as delivered;
comment on view analytics.sources is 'Grain: one source that was ever asked: what it is, and how it does.';
comment on column analytics.sources.source is 'Slug of the source, as in analytics.articles.';
comment on column analytics.sources.name is 'Its name.';
comment on column analytics.sources.country is 'Country, ISO 3166-1 alpha-2, as declared.';
comment on column analytics.sources.language is 'Language, ISO 639-1, as declared; null where it has several or none is declared.';
comment on column analytics.sources.time_zone is 'IANA time zone, as declared.';
comment on column analytics.sources.licence is 'What its articles may be used for, as declared in sources.toml. schema.org: license.';
comment on column analytics.sources.schedule is 'daily, hourly or on_arrival, as declared.';
comment on column analytics.sources.since is 'When it was first asked.';
comment on column analytics.sources.last_delivered_at is 'When it last delivered a new file; null where it never did.';
comment on column analytics.sources.health is 'paused (by a person or after failures), failing (it could not be read the last time), silent (nothing new within its freshness) or fine.';

create view analytics.links as
select
  link.link_id,
  case when hiding.article_id is null and other_hiding.article_id is null then link.article_id end as article_id,
  case when hiding.article_id is null and other_hiding.article_id is null then link.matched_article_id end as matched_article_id,
  case when hiding.article_id is null and other_hiding.article_id is null then link.relation end as relation,
  case when hiding.article_id is null and other_hiding.article_id is null then link.score end as score,
  case when hiding.article_id is null and other_hiding.article_id is null then link.joins end as joins,
  case when hiding.article_id is null and other_hiding.article_id is null then link.method end as method,
  case when hiding.article_id is null and other_hiding.article_id is null then case when link.decided_by in ('method', 'retention') then link.decided_by else 'person' end end as decided_by,
  case when hiding.article_id is null and other_hiding.article_id is null then link.evidence end as evidence,
  case when hiding.article_id is null and other_hiding.article_id is null then link.valid_from end as valid_from,
  case when hiding.article_id is null and other_hiding.article_id is null then link.valid_to end as valid_to
from news.link
left join news.hidden_article as hiding on hiding.article_id = link.article_id
left join news.hidden_article as other_hiding on other_hiding.article_id = link.matched_article_id
where hiding.article_id is null
  and other_hiding.article_id is null;
comment on view analytics.links is 'Grain: one relation that was found between two articles, over a stretch of time: why they are one story, or why they were. Where one of the two is hidden, neither is told.';
comment on column analytics.links.link_id is 'Identity of the link.';
comment on column analytics.links.article_id is 'The article that came later.';
comment on column analytics.links.matched_article_id is 'The one that it was found to repeat.';
comment on column analytics.links.relation is 'copy, near_copy or rewrite, translation.';
comment on column analytics.links.score is 'How sure that is: a probability, 0 to 1; 1 for a copy.';
comment on column analytics.links.joins is 'Whether it holds the story together; false where both are in it by other links too, or a decision parts them.';
comment on column analytics.links.method is 'The version of the method that found it.';
comment on column analytics.links.decided_by is 'method, retention (it stands for others between removed articles) or person.';
comment on column analytics.links.evidence is 'What the method saw: measures, names and numbers in both and in one only, pairs of sentences.';
comment on column analytics.links.valid_from is 'Since when it was held.';
comment on column analytics.links.valid_to is 'Until when; null while it holds.';

-- By an id the view is read whole: a plan that went from one article to its links would tell how many of them are hidden.
-- Here nobody sees the plan.
create function analytics.links_of_article(id bigint) returns setof analytics.links
language plpgsql
stable
rows 10
security definer
set search_path = pg_catalog, pg_temp
as $body$
begin
  if exists (select from news.hidden_article where hidden_article.article_id = id) then
    return;
  end if;
  return query
  select
    found.link_id, found.article_id, found.matched_article_id, found.relation, found.score, found.joins, found.method,
    case when found.decided_by in ('method', 'retention') then found.decided_by else 'person' end, found.evidence,
    found.valid_from, found.valid_to
  from (
    select link.*, link.matched_article_id as other_id from news.link where link.article_id = id
    union all
    select link.*, link.article_id from news.link where link.matched_article_id = id and link.article_id <> id
  ) as found
  where not exists (select from news.hidden_article where hidden_article.article_id = found.other_id)
  order by found.link_id;
end
$body$;
comment on function analytics.links_of_article is 'The links of one article, to what it repeats and from what repeats it, as analytics.links shows them; none where it is hidden. Quick however many links are stored, where the view is read whole.';

create view analytics.evidence as
select
  article.article_id,
  case when hiding.article_id is null then found.row ->> 'field' end as field,
  case when hiding.article_id is null then found.row ->> 'value' end as value,
  case when hiding.article_id is null then found.row ->> 'raw' end as raw,
  case when hiding.article_id is null then found.row ->> 'where' end as place,
  case when hiding.article_id is null then found.row ->> 'rule' end as rule,
  -- Evidence without a weight is from before confidences were measured, but for what a person decided.
  case
    when hiding.article_id is null and (found.row ? 'weight' or (found.row ->> 'rule') = 'decided by a person')
      then (found.row ->> 'confidence')::real
  end as confidence,
  case when hiding.article_id is null then found.row -> 'candidates' end as candidates,
  case when hiding.article_id is null then found.row ->> 'note' end as note
from news.article
left join news.hidden_article as hiding on hiding.article_id = article.article_id
join news.version
  on version.article_id = case when hiding.article_id is null then article.article_id end
  and version.version = article.current_version
  and version.month = article.current_month
cross join lateral jsonb_array_elements(case when hiding.article_id is null then version.evidence end) as found (row)
where hiding.article_id is null;
comment on view analytics.evidence is 'Grain: one header of one article, in its current version: the words that it was read from, and why it has its value.';
comment on column analytics.evidence.article_id is 'The article.';
comment on column analytics.evidence.field is 'Which header, by the name of the column in analytics.articles.';
comment on column analytics.evidence.value is 'What was made of it; null where nothing could be decided.';
comment on column analytics.evidence.raw is 'The words as they stood in the record.';
comment on column analytics.evidence.place is 'Where they stood.';
comment on column analytics.evidence.rule is 'The rule that read them.';
comment on column analytics.evidence.confidence is 'The probability that the value is right, 0 to 1, as labelled pages show it; of a body the share that is. Null for what nobody has measured: other formats than HTML, other fields than day, instant, headline, byline and body, and versions from before it was.';
comment on column analytics.evidence.candidates is 'The other readings that were considered: value, raw, where, rule, confidence: how much it weighs in the choice, 0 to 1.';
comment on column analytics.evidence.note is 'What else there is to say.';

create view analytics.date_candidates as
select
  article.article_id,
  case when hiding.article_id is null then candidate.ordinal end as ordinal,
  case when hiding.article_id is null then candidate.field end as field,
  case when hiding.article_id is null then candidate.value end as value,
  case when hiding.article_id is null then candidate.raw end as raw,
  case when hiding.article_id is null then candidate.location end as place,
  case when hiding.article_id is null then candidate.rule end as rule,
  case when hiding.article_id is null then candidate.confidence end as confidence,
  case when hiding.article_id is null then candidate.chosen end as chosen
from news.article
left join news.hidden_article as hiding on hiding.article_id = article.article_id
join news.date_candidate as candidate
  on candidate.article_id = case when hiding.article_id is null then article.article_id end
  and candidate.version = article.current_version
  and candidate.month = article.current_month
where hiding.article_id is null;
comment on view analytics.date_candidates is 'Grain: one reading of a date that was considered for an article, in its current version, whether it won or not.';
comment on column analytics.date_candidates.article_id is 'The article.';
comment on column analytics.date_candidates.ordinal is 'Counts the candidates from 1.';
comment on column analytics.date_candidates.field is 'published_on, published_at or modified_at.';
comment on column analytics.date_candidates.value is 'The reading, ISO 8601; empty where it could not be read.';
comment on column analytics.date_candidates.raw is 'The words that it was read from.';
comment on column analytics.date_candidates.place is 'Where they stood.';
comment on column analytics.date_candidates.rule is 'The rule that read them.';
comment on column analytics.date_candidates.confidence is 'How much it weighs in the choice, 0 to 1. How often such a choice is right: analytics.evidence.';
comment on column analytics.date_candidates.chosen is 'Whether it became the value of the field.';

create view analytics.agencies_of_articles as
select
  article.article_id,
  case when hiding.article_id is null then agency.name end as agency,
  case when hiding.article_id is null then named.role end as role,
  case when hiding.article_id is null then named.raw end as raw
from news.article
left join news.hidden_article as hiding on hiding.article_id = article.article_id
join news.version_agency as named
  on named.article_id = case when hiding.article_id is null then article.article_id end
  and named.version = article.current_version
  and named.month = article.current_month
join news.agency using (agency_id)
where hiding.article_id is null;
comment on view analytics.agencies_of_articles is 'Grain: one agency in one role in one article, in its current version.';
comment on column analytics.agencies_of_articles.article_id is 'The article.';
comment on column analytics.agencies_of_articles.agency is 'The agency.';
comment on column analytics.agencies_of_articles.role is 'origin (wrote it), carrier (published it) or cited (named in the text).';
comment on column analytics.agencies_of_articles.raw is 'The words that named it.';

create view analytics.versions as
select
  article.article_id,
  case when hiding.article_id is null and version.pub_status = 'usable' and (version.embargoed > now()) is not true then version.version end as version,
  case when hiding.article_id is null and version.pub_status = 'usable' and (version.embargoed > now()) is not true then version.version = article.current_version end as is_current,
  case when hiding.article_id is null and version.pub_status = 'usable' and (version.embargoed > now()) is not true then source.slug end as source,
  case when hiding.article_id is null and version.pub_status = 'usable' and (version.embargoed > now()) is not true then version.headline end as headline,
  case when hiding.article_id is null and version.pub_status = 'usable' and (version.embargoed > now()) is not true then version.byline end as byline,
  case when hiding.article_id is null and version.pub_status = 'usable' and (version.embargoed > now()) is not true then version.published_on end as published_on,
  case when hiding.article_id is null and version.pub_status = 'usable' and (version.embargoed > now()) is not true then version.published_at end as published_at,
  case when hiding.article_id is null and version.pub_status = 'usable' and (version.embargoed > now()) is not true then version.modified_at end as modified_at,
  case when hiding.article_id is null and version.pub_status = 'usable' and (version.embargoed > now()) is not true then version.signal end as signal,
  case when hiding.article_id is null and version.pub_status = 'usable' and (version.embargoed > now()) is not true then version.ed_note end as ed_note,
  case when hiding.article_id is null and version.pub_status = 'usable' and (version.embargoed > now()) is not true then content.body end as body,
  case when hiding.article_id is null and version.pub_status = 'usable' and (version.embargoed > now()) is not true then content.word_count end as word_count,
  case when hiding.article_id is null and version.pub_status = 'usable' and (version.embargoed > now()) is not true then version.first_seen_at end as seen_at,
  case when hiding.article_id is null and version.pub_status = 'usable' and (version.embargoed > now()) is not true then version.run_id end as run_id,
  case when hiding.article_id is null and version.pub_status = 'usable' and (version.embargoed > now()) is not true then file.uri end as file_uri,
  case when hiding.article_id is null and version.pub_status = 'usable' and (version.embargoed > now()) is not true then version.record_position end as record_position
from news.article
left join news.hidden_article as hiding on hiding.article_id = article.article_id
join news.version on version.article_id = case when hiding.article_id is null then article.article_id end
left join news.source using (source_id)
left join news.content on content.content_id = version.content_id and content.month = version.content_month
left join ops.file using (file_id)
where hiding.article_id is null
  and version.pub_status = 'usable'
  and (version.embargoed > now()) is not true;
comment on view analytics.versions is 'Grain: one version of an article that analysts see, the first included. A version that was withheld, killed or is under embargo is left out. What changed from one to the next is in analytics.corrections.';
comment on column analytics.versions.article_id is 'The article.';
comment on column analytics.versions.version is 'Counts from 1 in the order of arrival. ninjs: version.';
comment on column analytics.versions.is_current is 'Whether it is the one in analytics.articles.';
comment on column analytics.versions.source is 'Slug of the source.';
comment on column analytics.versions.headline is 'Headline. schema.org: headline; ninjs: headlines.';
comment on column analytics.versions.byline is 'Names of the people who wrote it, in order.';
comment on column analytics.versions.published_on is 'Day of publication, as that version has it.';
comment on column analytics.versions.published_at is 'Instant of publication; null where it is not known.';
comment on column analytics.versions.modified_at is 'Instant of last change as the publisher tells it. schema.org: dateModified.';
comment on column analytics.versions.signal is 'What it says that it does: update, writethru, correction, refile, advisory.';
comment on column analytics.versions.ed_note is 'The editor''s note. schema.org: correction.';
comment on column analytics.versions.body is 'The text. schema.org: articleBody.';
comment on column analytics.versions.word_count is 'Words in body.';
comment on column analytics.versions.seen_at is 'When it was loaded.';
comment on column analytics.versions.run_id is 'The run that loaded it.';
comment on column analytics.versions.file_uri is 'The file that it came in.';
comment on column analytics.versions.record_position is 'Its place in the file, from 0.';

create view analytics.refusals as
select
  source.slug as source,
  refused.day,
  refused.reason_code as reason,
  reason.description,
  refused.records,
  refused.resolved,
  refused.files
from (
  select
    file.source_id,
    (file.fetched_at at time zone 'UTC')::date as day,
    rejected.reason_code,
    count(*) as records,
    count(rejected.resolved_at) as resolved,
    count(distinct rejected.file_id) as files
  from ops.rejected_record as rejected
  join ops.file using (file_id)
  group by file.source_id, (file.fetched_at at time zone 'UTC')::date, rejected.reason_code
) as refused
join news.source using (source_id)
join ops.reason using (reason_code);
comment on view analytics.refusals is 'Grain: one source, one day (UTC) on which its files were fetched, and one reason for which records were refused: what is missing from analytics.articles. No text.';
comment on column analytics.refusals.source is 'Slug of the source.';
comment on column analytics.refusals.day is 'Day (UTC) on which the files were fetched.';
comment on column analytics.refusals.reason is 'Why the records were refused.';
comment on column analytics.refusals.description is 'The same in a sentence.';
comment on column analytics.refusals.records is 'Records that were refused for it.';
comment on column analytics.refusals.resolved is 'Of these, those that were read since.';
comment on column analytics.refusals.files is 'Files that they stood in.';
