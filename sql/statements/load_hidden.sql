-- What hides articles, where it differs from what the versions and amendments say now.
with held as materialized (
  select article_id, reason, embargoed, amended_by_article_id from news.hiding
),
ended as (
  update news.hidden
  set valid_to = %(now)s
  where valid_to is null
    and not exists (
      select from held
      where held.article_id = hidden.article_id
        and held.reason = hidden.reason
        and held.embargoed is not distinct from hidden.embargoed
        and held.amended_by_article_id is not distinct from hidden.amended_by_article_id
    )
)
insert into news.hidden (article_id, reason, embargoed, amended_by_article_id, valid_from)
select article_id, reason, embargoed, amended_by_article_id, %(now)s
from held
where not exists (
  select from news.hidden
  where hidden.valid_to is null
    and hidden.article_id = held.article_id
    and hidden.reason = held.reason
    and hidden.embargoed is not distinct from held.embargoed
    and hidden.amended_by_article_id is not distinct from held.amended_by_article_id
)
