-- Their texts appeared on the day that holds now. Where the publisher also carried the text then, the row of the wrong day
-- stays without terms: it is compared with nothing.
with moved as (
  select distinct
    made.article_id,
    made.content_id,
    coalesce(made.published_on, (article.first_seen_at at time zone 'UTC')::date) as day,
    coalesce(before.published_on, (article.first_seen_at at time zone 'UTC')::date) as old_day,
    -- As newsfold.dedup.publishers has it.
    case
      when made.agency is not null and made.agency_role = 'carrier' then made.agency
      when source.slug <> 'adhoc' then source.slug
      else coalesce(made.agency, '')
    end as publisher
  from news.version as made
  join news.article using (article_id)
  join news.source using (source_id)
  cross join lateral (
    select earlier.published_on
    from news.version as earlier
    where earlier.article_id = made.article_id
      and earlier.version < made.version
      and earlier.became_current
    order by earlier.version desc
    limit 1
  ) as before
  where made.run_id = %(run_id)s
    and made.decision_id is not null
),
known as (
  select moved.*, held.terms
  from moved
  join lateral (
    select terms
    from news.content_appearance as held
    where held.content_id = moved.content_id
      and held.publisher = moved.publisher
    order by held.day <> moved.old_day, length(held.terms) desc
    limit 1
  ) as held on true
),
shown as (
  insert into news.content_appearance (content_id, day, publisher, article_id, terms)
  select content_id, day, publisher, min(article_id), (array_agg(terms order by article_id))[1]
  from known
  group by content_id, day, publisher
  on conflict (content_id, day, publisher) do update set terms = excluded.terms where content_appearance.terms = ''
)
update news.content_appearance as held
set terms = ''
from moved
where held.content_id = moved.content_id
  and held.day = moved.old_day
  and held.publisher = moved.publisher
  and held.article_id = moved.article_id
  and moved.old_day <> moved.day
  and not exists (
    select
    from news.version as other
    join news.article
      on article.article_id = other.article_id
      and article.current_version = other.version
      and article.current_month = other.month
    where other.content_id = moved.content_id
      and other.article_id <> moved.article_id
      and coalesce(other.published_on, (article.first_seen_at at time zone 'UTC')::date) = moved.old_day
  )
