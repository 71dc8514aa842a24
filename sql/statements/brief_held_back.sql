-- Grain: one reason why articles of the day are not shown now: how many articles, of how many sources. No text.
select reason, count(distinct article_id) as articles, count(distinct source) as sources, max(embargoed) as last_embargo
from analytics.hidden_articles
where published_on = %(day)s
  or (published_on is null and first_seen_at >= %(day)s::date and first_seen_at < %(day)s::date + 1)
group by reason
order by articles desc, reason
