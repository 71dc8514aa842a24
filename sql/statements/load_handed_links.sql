-- Links of texts that an article says no more, taken over by another one that does. The later article comes first.
insert into news.link (
  article_id, matched_article_id, relation, score, method, evidence, decided_by, run_id, valid_from, content_id,
  matched_content_id, joins
)
select distinct on (ends.article_id, ends.matched_article_id, ends.content_id, ends.matched_content_id)
  ends.article_id, ends.matched_article_id, link.relation, link.score, link.method, link.evidence, link.decided_by, h.run_id, %(now)s,
  ends.content_id, ends.matched_content_id, h.joins
from staging.handed_link as h
join news.link using (link_id)
left join staging.outcome as later on later.run_id = h.run_id and later.arrival = h.arrival
left join staging.outcome as earlier on earlier.run_id = h.run_id and earlier.arrival = h.matched_arrival
cross join lateral (
  select coalesce(h.article_id, later.article_id) as one, coalesce(h.matched_article_id, earlier.article_id) as other
) as pair
cross join lateral (
  select
    greatest(pair.one, pair.other) as article_id,
    least(pair.one, pair.other) as matched_article_id,
    case when pair.one > pair.other then link.content_id else link.matched_content_id end as content_id,
    case when pair.one > pair.other then link.matched_content_id else link.content_id end as matched_content_id
) as ends
where h.run_id = %(run_id)s
  and ends.article_id <> ends.matched_article_id
order by ends.article_id, ends.matched_article_id, ends.content_id, ends.matched_content_id, link.score desc
on conflict (article_id, matched_article_id, content_id, matched_content_id) where valid_to is null do nothing
