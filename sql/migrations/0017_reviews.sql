-- Days that a person has decided, and what waits for a person's eye: pairs just under the bar, and dates that are not sure.
alter table news.version
  add column decision_id bigint,
  add column delivered_date jsonb;
comment on column news.version.decision_id is 'The decision on the day that made this state of the version before it, or that was taken back; null where a record brought it.';
comment on column news.version.delivered_date is 'Where a person''s decision gives the day: what the record itself gives (published_on, published_at, published_precision, evidence). Null where the record''s own day holds.';
alter table staging.article add column delivered_date jsonb;

-- The evidence of a version's dates where a person has decided the day. What the record says stays as its candidates.
create function news.evidence_with_decision(evidence jsonb, day date, keeps_instant boolean, said text) returns jsonb
language sql stable parallel safe
return jsonb_build_array(
  jsonb_build_object(
    'field', 'published_on', 'value', day, 'raw', '', 'where', 'ops.decision', 'rule', 'decided by a person',
    'confidence', 1, 'note', said, 'candidates',
    coalesce(
      (
        select jsonb_agg(reading.it order by entry.place, reading.place)
        from jsonb_array_elements(evidence) with ordinality as entry (it, place)
        cross join lateral (
          select entry.it - '{field,candidates,note}'::text[], 0
          where entry.it ->> 'value' is not null
          union all
          select candidate.it, candidate.place
          from jsonb_array_elements(entry.it -> 'candidates') with ordinality as candidate (it, place)
        ) as reading (it, place)
        where entry.it ->> 'field' = 'published_on'
      ),
      '[]'
    )
  )
) || coalesce(
  (
    select jsonb_agg(entry.it order by entry.place)
    from jsonb_array_elements(evidence) with ordinality as entry (it, place)
    where entry.it ->> 'field' <> 'published_on'
      and (keeps_instant or entry.it ->> 'field' <> 'published_at')
  ),
  '[]'
);
comment on function news.evidence_with_decision is 'The evidence of a version whose day a person has decided: the decision first, with the readings of the record as its candidates.';

create function news.evidence_as_delivered(evidence jsonb, delivered jsonb) returns jsonb
language sql stable parallel safe
return delivered || coalesce(
  (
    select jsonb_agg(entry.it order by entry.place)
    from jsonb_array_elements(evidence) with ordinality as entry (it, place)
    where entry.it ->> 'field' not in ('published_on', 'published_at')
  ),
  '[]'
);
comment on function news.evidence_as_delivered is 'The same where the decision was taken back: the readings of the record again.';

create function news.evidence_of_publication(evidence jsonb) returns jsonb
language sql stable parallel safe
return coalesce(
  (
    select jsonb_agg(entry.it order by entry.place)
    from jsonb_array_elements(evidence) with ordinality as entry (it, place)
    where entry.it ->> 'field' in ('published_on', 'published_at')
  ),
  '[]'
);
comment on function news.evidence_of_publication is 'Of a version''s evidence the part on when it was published.';

create table staging.near_miss (
  run_id bigint not null,
  content_sha256 bytea not null,
  other_sha256 bytea not null,
  score real not null,
  constraint staging_near_miss_pk primary key (run_id, content_sha256, other_sha256)
);
comment on table staging.near_miss is 'Grain: one pair of texts that a run found just under the bar, on its way to ops.near_miss.';

create table ops.near_miss (
  article_id bigint not null constraint near_miss_article_fk references news.article on delete cascade,
  other_article_id bigint not null constraint near_miss_other_fk references news.article on delete cascade,
  score real not null,
  method text,
  run_id bigint not null,
  noted_at timestamptz not null,
  constraint near_miss_pk primary key (article_id, other_article_id),
  constraint near_miss_ordered check (article_id < other_article_id)
);
comment on table ops.near_miss is 'Grain: two articles whose texts came just under the bar of a relation. The surest of each run, and of all that were kept the newest: what the review page shows beside the least sure links.';
comment on column ops.near_miss.article_id is 'The older article.';
comment on column ops.near_miss.other_article_id is 'The other one.';
comment on column ops.near_miss.score is 'How likely the two carry one report, 0 to 1, as the method has it.';
comment on column ops.near_miss.method is 'Version of the method.';
comment on column ops.near_miss.run_id is 'The run that compared them last.';
comment on column ops.near_miss.noted_at is 'When.';
create index near_miss_other on ops.near_miss (other_article_id);
create index near_miss_score on ops.near_miss (score desc);
create index near_miss_noted on ops.near_miss (noted_at);
create index decision_article on ops.decision (article_id) where article_id is not null;
create index decision_other_article on ops.decision (other_article_id) where other_article_id is not null;
create index link_unsure on news.link (score) where valid_to is null and joins and relation <> 'copy';

create table ops.date_doubt (
  article_id bigint constraint date_doubt_pk primary key
    constraint date_doubt_article_fk references news.article on delete cascade,
  source_id bigint not null,
  kind text not null constraint date_doubt_kind_known check (kind in ('undated', 'conflict', 'unsure')),
  rule text not null,
  confidence real not null,
  noted_at timestamptz not null
);
comment on table ops.date_doubt is 'Grain: one article whose day of publication is not sure in the version that is shown. Kept by load; a decision on the day ends it.';
comment on column ops.date_doubt.article_id is 'The article.';
comment on column ops.date_doubt.source_id is 'Its source.';
comment on column ops.date_doubt.kind is 'undated: dates were found, and none could be taken. conflict: another likely reading gives another day. unsure: the best reading has little confidence.';
comment on column ops.date_doubt.rule is 'The rule of the reading that won, else of the first one that could not be taken. What holds for one article of a source and rule mostly holds for the others.';
comment on column ops.date_doubt.confidence is 'How sure the day is, 0 to 1; 0 where there is none.';
comment on column ops.date_doubt.noted_at is 'When the load noted it.';
create index date_doubt_group on ops.date_doubt (source_id, rule, confidence, article_id);

create function news.date_doubts(article_ids bigint[])
returns table (article_id bigint, source_id bigint, kind text, rule text, confidence real)
language sql stable
begin atomic
  select
    article.article_id,
    article.source_id,
    case
      when version.published_on is null then 'undated'
      when rival.is_there then 'conflict'
      else 'unsure'
    end,
    best.rule,
    case when best.chosen then best.confidence else 0 end
  from unnest(article_ids) as wanted (article_id)
  join news.article on article.article_id = wanted.article_id
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  cross join lateral (
    select c.rule, c.confidence, c.chosen
    from news.date_candidate as c
    where c.article_id = version.article_id
      and c.version = version.version
      and c.month = version.month
      and c.field = 'published_on'
    order by c.chosen desc, c.ordinal
    limit 1
  ) as best
  cross join lateral (
    select exists (
      select
      from news.date_candidate as c
      where c.article_id = version.article_id
        and c.version = version.version
        and c.month = version.month
        and c.field = 'published_on'
        and not c.chosen
        and c.confidence >= 0.5
        and case
          when c.value ~ '^[12][0-9]{3}-[01][0-9]-[0-3][0-9]'
            then abs(to_date(left(c.value, 10), 'YYYY-MM-DD') - version.published_on) > 1
        end
    ) as is_there
  ) as rival
  where version.delivered_date is null
    and (version.published_on is null or rival.is_there or best.confidence < 0.6);
end;
comment on function news.date_doubts is 'Which of certain articles are not dated surely in the version that is shown, and why.';

insert into ops.date_doubt (article_id, source_id, kind, rule, confidence, noted_at)
select article_id, source_id, kind, rule, confidence, now()
from news.date_doubts((select coalesce(array_agg(article_id), '{}') from news.article));
