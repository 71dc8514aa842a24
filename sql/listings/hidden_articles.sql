-- analyst: Articles that analysts do not see, and why; their words are nobody's to read.
select article_id, reason, source, uri, embargoed, amended_by_article_id, first_seen_at
from analytics.hidden_articles
order by first_seen_at desc, article_id desc
