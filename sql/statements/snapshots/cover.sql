-- Hide an article of the name, as a person would, unless it is hidden so already.
insert into ops.decision (verdict, article_id, decided_by, note, decided_at)
select 'hide', article.article_id, %(by)s, 'not shown any more', %(now)s
from news.article
join news.source using (source_id)
where source.slug = %(slug)s
  and article.uri_sha256 = %(uri_sha256)s
  and not exists (select from ops.decision where decision.article_id = article.article_id and decision.decided_by = %(by)s)
  and not exists (select from news.hidden where hidden.article_id = article.article_id and hidden.valid_to is null)
