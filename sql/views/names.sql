-- The names in articles, as of the last refresh of the marts. Of a hidden article nothing is told.
create view analytics.names_of_articles as
select
  article.article_id,
  case when hiding.article_id is null then membership.story_id end as story_id,
  case when hiding.article_id is null then named.name end as name,
  case when hiding.article_id is null then named.kind end as kind,
  case when hiding.article_id is null then named.mentions end as mentions,
  case when hiding.article_id is null then named.first_position end as first_position,
  case when hiding.article_id is null then named.geoname_id end as geoname_id
from marts.text_name as named
join news.version on version.content_id = named.content_id
join news.article
  on article.article_id = version.article_id
  and article.current_version = version.version
  and article.current_month = version.month
left join news.membership on membership.article_id = article.article_id and membership.valid_to is null
left join news.hidden_article as hiding on hiding.article_id = version.article_id
where hiding.article_id is null;
comment on view analytics.names_of_articles is 'Grain: one name in one article: persons, organizations and places that its text names, as of the last refresh. Forty reprints have forty times the same names: count stories, or join unique_articles. Scripts without capitals have none.';
comment on column analytics.names_of_articles.article_id is 'The article.';
comment on column analytics.names_of_articles.story_id is 'Its story: count these.';
comment on column analytics.names_of_articles.name is 'The name as spelled, at its fullest: Marta Vilela, also where it is Vilela further down.';
comment on column analytics.names_of_articles.kind is 'person, organization or place; null where the text does not tell.';
comment on column analytics.names_of_articles.mentions is 'How often the text names it, a surname alone included; in its first 10,000 characters.';
comment on column analytics.names_of_articles.first_position is 'Where it stands first in the body, in characters from 0.';
comment on column analytics.names_of_articles.geoname_id is 'Identity in GeoNames; cities only. The likeliest city of the name.';
