-- The relations that hold between articles, with their evidence. The later article comes first.
insert into news.link (
  article_id, matched_article_id, relation, score, method, evidence, decided_by, run_id, valid_from
)
select distinct on (ends.article_id, ends.matched_article_id)
  ends.article_id, ends.matched_article_id, l.relation, l.score, run.method, l.evidence, 'method', l.run_id, %(now)s
from staging.link as l
join ops.run using (run_id)
left join staging.outcome as later on later.run_id = l.run_id and later.arrival = l.arrival
left join staging.outcome as earlier on earlier.run_id = l.run_id and earlier.arrival = l.matched_arrival
cross join lateral (
  select coalesce(l.article_id, later.article_id) as one, coalesce(l.matched_article_id, earlier.article_id) as other
) as pair
cross join lateral (
  select greatest(pair.one, pair.other) as article_id, least(pair.one, pair.other) as matched_article_id
) as ends
where l.run_id = %(run_id)s
  and ends.article_id <> ends.matched_article_id
order by ends.article_id, ends.matched_article_id, l.score desc
on conflict (article_id, matched_article_id) where valid_to is null do nothing
