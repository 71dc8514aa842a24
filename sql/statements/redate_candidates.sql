-- The readings of their dates: a decision first, and what the record states after it.
insert into news.date_candidate (
  article_id, version, month, ordinal, field, value, raw, location, rule, confidence, chosen
)
with made as (
  select
    made.article_id, made.version, made.month, made.published_on::text as published_on,
    made.published_at is not null as has_instant, made.delivered_date is not null as is_decided,
    article.current_version as before_version, article.current_month as before_month
  from news.version as made
  join news.article using (article_id)
  where made.run_id = %(run_id)s
    and made.decision_id is not null
),
read as (
  select
    made.*, c.ordinal, c.field, c.value, c.raw, c.location, c.rule, c.confidence, c.chosen,
    row_number() over (partition by made.article_id, c.field order by c.ordinal) as place_in_field
  from made
  join news.date_candidate as c
    on c.article_id = made.article_id
    and c.version = made.before_version
    and c.month = made.before_month
    and c.rule <> 'decided by a person'
)
select article_id, version, month, 1, 'published_on', published_on, '', 'ops.decision', 'decided by a person', 1, true
from made
where is_decided
union all
select
  article_id, version, month, 1 + row_number() over (partition by article_id order by ordinal), field, value, raw, location,
  rule, confidence,
  case field
    when 'published_on'
      then not is_decided and published_on is not null and place_in_field = 1
    when 'published_at' then has_instant and place_in_field = 1
    else chosen
  end
from read
