-- fail: the articles that are kept as hidden are those that their versions and amendments hide.
select coalesce(hiding.article_id, hidden_article.article_id) as article_id, hiding.reason as hidden_for, hidden_article.reason as kept_for
from news.hiding
full join news.hidden_article
  on hidden_article.article_id = hiding.article_id
  and hidden_article.reason = hiding.reason
  and hidden_article.embargoed is not distinct from hiding.embargoed
  and hidden_article.amended_by_article_id is not distinct from hiding.amended_by_article_id
where hiding.article_id is null
  or hidden_article.article_id is null
order by 1
