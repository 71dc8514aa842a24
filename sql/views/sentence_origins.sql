-- Where each sentence of an article comes from. Of a hidden article nothing is told: neither its sentences nor that a sentence of
-- another one stood in it first. What others carried is told as if it were not there.
create view analytics.sentence_origins as
select
  article.article_id,
  case when hiding.article_id is null then sentence.number end as sentence_number,
  case
    when hiding.article_id is null
      then substr(content.body, sentence.starts_at + 1, sentence.ends_at - sentence.starts_at)
  end as sentence,
  case when hiding.article_id is null then sentence.starts_at end as starts_at,
  case when hiding.article_id is null then sentence.ends_at end as ends_at,
  case when hiding.article_id is null then sentence_text.words[sentence.number] end as word_count,
  case when shown.it then origin.origin_article_id end as origin_article_id,
  case when shown.it then origin.origin_sentence_number end as origin_sentence_number,
  case when shown.it then origin.kind end as kind,
  case when shown.it then origin.similarity end as similarity
from news.article
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
left join news.hidden_article as hiding on hiding.article_id = version.article_id
join news.content on content.content_id = version.content_id and content.month = version.content_month
join news.sentence_text on sentence_text.content_id = content.content_id and sentence_text.month = content.month
cross join lateral (
  select
    number::integer as number,
    sentence_text.spans[2 * number - 1] as starts_at,
    sentence_text.spans[2 * number] as ends_at
  from generate_series(1, cardinality(sentence_text.words)) as number
) as sentence
left join news.sentence_origin as origin
  on origin.content_id = content.content_id
  and origin.sentence_number = sentence.number
  and origin.origin_article_id <> article.article_id
  and origin.audience <> 'desk'
left join news.hidden_article as hiding_origin on hiding_origin.article_id = origin.origin_article_id
cross join lateral (select hiding.article_id is null and hiding_origin.article_id is null as it) as shown
where hiding.article_id is null;
comment on view analytics.sentence_origins is 'Grain: one sentence of an article''s current version, with the article that carried it first, if another one did. Boilerplate, tables and recurring forms have no origin.';
comment on column analytics.sentence_origins.article_id is 'The article.';
comment on column analytics.sentence_origins.sentence_number is 'The sentence, counted from 1.';
comment on column analytics.sentence_origins.sentence is 'Its words.';
comment on column analytics.sentence_origins.starts_at is 'Where it begins in the body, in characters from 0.';
comment on column analytics.sentence_origins.ends_at is 'Where it ends there: the character behind its last one.';
comment on column analytics.sentence_origins.word_count is 'Its words, counted.';
comment on column analytics.sentence_origins.origin_article_id is 'The article that carried it first; null for a sentence of its own, and where that article is hidden.';
comment on column analytics.sentence_origins.origin_sentence_number is 'The sentence there; of the version that had it first.';
comment on column analytics.sentence_origins.kind is 'verbatim (the same words), reworded, or shared_quote (speech that independent reports have, by its first carrier).';
comment on column analytics.sentence_origins.similarity is 'How like the two sentences are, 0 to 1; 1 for the same words.';

-- Article, source and day stand bare: analytics.hidden_articles tells them, and a condition on them must reach the rows first.
create view analytics.reuse as
select
  taken.article_id,
  case when shown.it then taken.origin_article_id end as origin_article_id,
  source.slug as source,
  case when shown.it then origin_source.slug end as origin_source,
  case when shown.it and origin.agency_role <> 'cited' then origin.agency end as origin_agency,
  taken.published_on,
  case when shown.it then taken.sentences end as sentences,
  case when shown.it then taken.words end as words,
  case when shown.it then (taken.words / nullif(taken.all_words, 0))::real end as share,
  case when shown.it then taken.verbatim end as verbatim,
  case when shown.it then taken.reworded end as reworded,
  case
    when shown.it then round(extract(epoch from taken.published_at - origin.published_at) / 60)::bigint
  end as minutes_after,
  case
    when shown.it and origin.agency_role <> 'cited' and origin.agency is not null
      then exists (
        select
        from news.version_agency
        join news.agency using (agency_id)
        where version_agency.article_id = taken.article_id
          and version_agency.version = taken.version
          and version_agency.month = taken.month
          and agency.name = origin.agency
      )
  end as is_credited
from (
  select
    article.article_id, article.source_id, version.version, version.month, version.published_on, version.published_at,
    sentence_origin.origin_article_id,
    count(*) as sentences,
    sum(sentence_text.words[sentence_origin.sentence_number]) as words,
    (select sum(word_count)::real from unnest(sentence_text.words) as word_count) as all_words,
    count(*) filter (where sentence_origin.kind = 'verbatim') as verbatim,
    count(*) filter (where sentence_origin.kind = 'reworded') as reworded
  from news.article
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  join news.sentence_text on sentence_text.content_id = version.content_id and sentence_text.month = version.content_month
  join news.sentence_origin
    on sentence_origin.content_id = version.content_id
    and sentence_origin.origin_article_id <> article.article_id
    and sentence_origin.kind <> 'shared_quote'
    and sentence_origin.audience <> 'desk'
  group by
    article.article_id, article.source_id, version.version, version.month, version.published_on, version.published_at,
    sentence_origin.origin_article_id, sentence_text.words
) as taken
join news.source using (source_id)
join news.article as first on first.article_id = taken.origin_article_id
join news.source as origin_source on origin_source.source_id = first.source_id
join news.version as origin
  on origin.article_id = first.article_id
  and origin.version = first.current_version
  and origin.month = first.current_month
left join news.hidden_article as hiding on hiding.article_id = taken.article_id
left join news.hidden_article as hiding_origin on hiding_origin.article_id = taken.origin_article_id
cross join lateral (select hiding.article_id is null and hiding_origin.article_id is null as it) as shown
where hiding.article_id is null
  and hiding_origin.article_id is null;
comment on view analytics.reuse is 'Grain: one article and one other that carried sentences of it first. Speech that independent reports share is left out.';
comment on column analytics.reuse.article_id is 'The article.';
comment on column analytics.reuse.origin_article_id is 'The one that it took sentences from: the first that carried them.';
comment on column analytics.reuse.source is 'Slug of the source that delivered the article.';
comment on column analytics.reuse.origin_source is 'Slug of the source that delivered the other one.';
comment on column analytics.reuse.origin_agency is 'The agency that wrote or carried the other one; null where it names none.';
comment on column analytics.reuse.published_on is 'Day of publication of the article.';
comment on column analytics.reuse.sentences is 'How many sentences.';
comment on column analytics.reuse.words is 'How many words these have.';
comment on column analytics.reuse.share is 'Their share of the words of the article, 0 to 1.';
comment on column analytics.reuse.verbatim is 'How many of the sentences stand there word for word.';
comment on column analytics.reuse.reworded is 'How many are told in other words.';
comment on column analytics.reuse.minutes_after is 'Minutes between the two publications; null unless both instants are known.';
comment on column analytics.reuse.is_credited is 'Whether the article names the agency of the other one; null where that has none.';

-- What was taken over and is withdrawn since: what the desk asks its customers to mend. For operators: it speaks of killed articles.
create view ops.carried_withdrawals as
select
  case when killing.article_id is null then 'corrected' else 'killed' end as reason,
  origin.origin_article_id,
  origin_source.slug as origin_source,
  first.uri as origin_uri,
  article.article_id,
  source.slug as source,
  article.uri,
  version.headline,
  version.published_on,
  origin.sentence_number,
  substr(
    content.body,
    sentence_text.spans[2 * origin.sentence_number - 1] + 1,
    sentence_text.spans[2 * origin.sentence_number] - sentence_text.spans[2 * origin.sentence_number - 1]
  ) as sentence,
  origin.kind,
  origin.similarity
from news.sentence_origin as origin
join news.article as first on first.article_id = origin.origin_article_id
join news.source as origin_source on origin_source.source_id = first.source_id
join news.version as present
  on present.article_id = first.article_id
  and present.version = first.current_version
  and present.month = first.current_month
left join news.hidden_article as killing on killing.article_id = first.article_id and killing.reason in ('killed', 'canceled')
join news.version on version.content_id = origin.content_id and version.article_id <> origin.origin_article_id
join news.article on article.article_id = version.article_id and article.current_version = version.version
join news.source on source.source_id = article.source_id
join news.content on content.content_id = version.content_id and content.month = version.content_month
join news.sentence_text on sentence_text.content_id = content.content_id and sentence_text.month = content.month
where origin.kind <> 'shared_quote'
  and origin.audience <> 'analysts'
  and not exists (select from news.hidden_article where hidden_article.article_id = article.article_id)
  and (
    killing.article_id is not null
    or (
      present.content_id <> origin.origin_content_id
      and exists (
        select
        from news.content_key as key
        join news.content as said on said.content_id = key.content_id and said.month = key.month
        join news.sentence_text as cut on cut.content_id = key.content_id and cut.month = key.month
        join news.content as says on says.content_id = present.content_id and says.month = present.content_month
        where key.content_id = origin.origin_content_id
          and strpos(
            says.body,
            substr(
              said.body,
              cut.spans[2 * origin.origin_sentence_number - 1] + 1,
              cut.spans[2 * origin.origin_sentence_number] - cut.spans[2 * origin.origin_sentence_number - 1]
            )
          ) = 0
      )
    )
  );
comment on view ops.carried_withdrawals is 'Grain: one sentence of an article that is shown, which its first carrier has withdrawn: that one was killed, or says the sentence no more in its present version.';
comment on column ops.carried_withdrawals.reason is 'killed (the whole article, by itself or by another item) or corrected.';
comment on column ops.carried_withdrawals.origin_article_id is 'The article that carried it first.';
comment on column ops.carried_withdrawals.origin_source is 'Slug of its source.';
comment on column ops.carried_withdrawals.origin_uri is 'Where it was published.';
comment on column ops.carried_withdrawals.article_id is 'The article that carries it still.';
comment on column ops.carried_withdrawals.source is 'Slug of its source.';
comment on column ops.carried_withdrawals.uri is 'Where it was published.';
comment on column ops.carried_withdrawals.headline is 'Its headline.';
comment on column ops.carried_withdrawals.published_on is 'Its day of publication.';
comment on column ops.carried_withdrawals.sentence_number is 'The sentence there, counted from 1.';
comment on column ops.carried_withdrawals.sentence is 'Its words there.';
comment on column ops.carried_withdrawals.kind is 'verbatim or reworded.';
comment on column ops.carried_withdrawals.similarity is 'How like the two are, 0 to 1.';

create view analytics.daily_reuse as
select
  published_on as day,
  source,
  origin_agency,
  origin_source,
  count(*) as articles,
  sum(sentences)::bigint as sentences,
  sum(words)::bigint as words,
  sum(verbatim)::bigint as verbatim,
  sum(reworded)::bigint as reworded,
  count(*) filter (where is_credited) as credited_articles,
  percentile_cont(0.5) within group (order by minutes_after) as median_minutes
from analytics.reuse
group by published_on, source, origin_agency, origin_source;
comment on view analytics.daily_reuse is 'Grain: one source on one day of publication, and one agency or other source whose sentences it printed. Name the day: then it takes milliseconds.';
comment on column analytics.daily_reuse.day is 'Day of publication of the articles.';
comment on column analytics.daily_reuse.source is 'Slug of the source that printed them.';
comment on column analytics.daily_reuse.origin_agency is 'The agency whose report had the sentences first; null where it names none.';
comment on column analytics.daily_reuse.origin_source is 'Slug of the source that had them first.';
comment on column analytics.daily_reuse.articles is 'How many articles, counted once for each report that they took from.';
comment on column analytics.daily_reuse.sentences is 'How many sentences.';
comment on column analytics.daily_reuse.words is 'How many words these have.';
comment on column analytics.daily_reuse.verbatim is 'How many of the sentences stand there word for word.';
comment on column analytics.daily_reuse.reworded is 'How many are told in other words.';
comment on column analytics.daily_reuse.credited_articles is 'In how many cases the article names the agency.';
comment on column analytics.daily_reuse.median_minutes is 'Median of the minutes between the two publications, where both instants are known.';

create view analytics.daily_shares as
select
  published_on as day,
  source,
  count(*) as articles,
  sum(word_count)::bigint as words,
  (sum(own_share * word_count) / nullif(sum(word_count), 0))::real as own_share,
  (sum(agency_share * word_count) / nullif(sum(word_count), 0))::real as agency_share,
  (sum((reused_share - agency_share) * word_count) / nullif(sum(word_count), 0))::real as others_share
from analytics.articles
where own_share is not null
group by published_on, source;
comment on view analytics.daily_shares is 'Grain: one source on one day of publication: how much of its words was its own, agencies'' and other outlets''. Name the day: then it takes milliseconds.';
comment on column analytics.daily_shares.day is 'Day of publication.';
comment on column analytics.daily_shares.source is 'Slug of the source.';
comment on column analytics.daily_shares.articles is 'Its articles.';
comment on column analytics.daily_shares.words is 'Their words.';
comment on column analytics.daily_shares.own_share is 'Share of the words in sentences that nobody had before, 0 to 1.';
comment on column analytics.daily_shares.agency_share is 'Share of the words in sentences that an agency''s report had first.';
comment on column analytics.daily_shares.others_share is 'Share of the words in sentences that another outlet had first.';
