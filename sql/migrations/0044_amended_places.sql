-- An item that another one names is found by whatever its own records state: its address in any spelling, or the id beside it.
with spelt_alike as (
  select
    article_id,
    version,
    regexp_replace(
      regexp_replace(
        regexp_replace(amended_uri, '^http://', 'https://'),
        '(?<=[?&])(_|_?ts|_t|_dc|timestamp|cb|cachebust(er)?|nocache|rnd|rand|random|nonce)(=[^&#]*)?(&|(?=#)|$)',
        '', 'gi'
      ),
      '[?&]+(?=#|$)', ''
    ) as uri
  from news.amendment
  where amended_uri ~ '^https?://'
)
update news.amendment
set
  amended_uri = spelt_alike.uri,
  amended_uri_sha256 = sha256(convert_to(spelt_alike.uri, 'UTF8'))
from spelt_alike
where amendment.article_id = spelt_alike.article_id and amendment.version = spelt_alike.version;
comment on column news.amendment.amended_uri is 'The item that it names by id or address, in the form of news.article.place_sha256.';
comment on column news.amendment.amended_uri_sha256 is 'SHA-256 of amended_uri.';
