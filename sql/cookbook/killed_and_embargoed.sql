-- Which articles are held back, why, and which item killed them?
-- Theme: Corrections and what is held back
-- Headline and text are not shown, on purpose.
select hidden.source, hidden.uri, hidden.reason, hidden.embargoed, killing.uri as killed_by
from analytics.hidden_articles as hidden
left join analytics.hidden_articles as killing on killing.article_id = hidden.amended_by_article_id
order by hidden.published_on, hidden.uri;
