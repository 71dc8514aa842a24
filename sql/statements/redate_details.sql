-- What stands beside the versions that decisions on days have made: their agencies and what they say of other items.
with made as (
  select
    made.article_id, made.version, made.month, made.published_on,
    article.current_version as before_version, article.current_month as before_month
  from news.version as made
  join news.article using (article_id)
  where made.run_id = %(run_id)s
    and made.decision_id is not null
),
agencies as (
  insert into news.version_agency (article_id, version, month, agency_id, role, raw)
  select made.article_id, made.version, made.month, named.agency_id, named.role, named.raw
  from made
  join news.version_agency as named
    on named.article_id = made.article_id
    and named.version = made.before_version
    and named.month = made.before_month
)
insert into news.amendment (
  article_id, version, source_id, signal, amended_uri, amended_uri_sha256, amended_slugline_key, day, changed_at, seen_at
)
select
  made.article_id, made.version, said.source_id, said.signal, said.amended_uri, said.amended_uri_sha256,
  said.amended_slugline_key, made.published_on, said.changed_at, said.seen_at
from made
join news.amendment as said on said.article_id = made.article_id and said.version = made.before_version
