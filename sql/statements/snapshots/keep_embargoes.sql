-- What was under embargo at a moment stays so in a database of that moment.
with kept as (
  update news.version set embargoed = '9999-01-01 00:00+00' where embargoed > %(at)s returning article_id
)
update news.hidden set embargoed = '9999-01-01 00:00+00'
where embargoed > %(at)s
  and valid_to is null
returning article_id
