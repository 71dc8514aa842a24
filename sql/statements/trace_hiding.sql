-- Why one article is or was not shown to analysts.
select hidden.reason, hidden.embargoed, hidden.amended_by_article_id, hidden.valid_from, hidden.valid_to
from news.hidden
where hidden.article_id = %(article_id)s
order by hidden.valid_to is not null, hidden.valid_from desc
limit 30
