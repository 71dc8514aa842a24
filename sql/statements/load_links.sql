-- The relations that hold between articles, with their evidence. The later article comes first.
insert into news.link (
  article_id, matched_article_id, relation, score, method, evidence, decided_by, run_id, valid_from, content_id,
  matched_content_id, joins
)
select distinct on (ends.article_id, ends.matched_article_id, ends.content_id, ends.matched_content_id)
  ends.article_id, ends.matched_article_id, l.relation, l.score, run.method, l.evidence, 'method', l.run_id, %(now)s,
  ends.content_id, ends.matched_content_id, l.joins
from staging.link as l
join ops.run using (run_id)
left join staging.outcome as later on later.run_id = l.run_id and later.arrival = l.arrival
left join staging.outcome as earlier on earlier.run_id = l.run_id and earlier.arrival = l.matched_arrival
join news.content_key as text on text.content_sha256 = l.content_sha256
join news.content_key as matched_text on matched_text.content_sha256 = l.matched_sha256
cross join lateral (
  select coalesce(l.article_id, later.article_id) as one, coalesce(l.matched_article_id, earlier.article_id) as other
) as pair
cross join lateral (
  select
    greatest(pair.one, pair.other) as article_id,
    least(pair.one, pair.other) as matched_article_id,
    case when pair.one > pair.other then text.content_id else matched_text.content_id end as content_id,
    case when pair.one > pair.other then matched_text.content_id else text.content_id end as matched_content_id
) as ends
where l.run_id = %(run_id)s
  and ends.article_id <> ends.matched_article_id
order by ends.article_id, ends.matched_article_id, ends.content_id, ends.matched_content_id, l.score desc
-- Texts that appear once more may be found surer to be related: another day, another publisher.
on conflict (article_id, matched_article_id, content_id, matched_content_id) where valid_to is null
do update set score = excluded.score, relation = excluded.relation, evidence = excluded.evidence
where excluded.score > link.score
