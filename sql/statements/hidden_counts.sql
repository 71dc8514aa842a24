-- Grain: one reason why articles are not shown to analysts now: how many, and when the first embargo ends.
select reason, count(*) as articles, min(embargoed) as next_end
from news.hidden_article
group by reason
order by articles desc, reason
