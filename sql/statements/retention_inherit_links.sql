-- Articles that only a removed one held together stay in one story: a link between the texts that they show now.
insert into news.link (
  article_id, matched_article_id, relation, score, method, evidence, decided_by, run_id, valid_from, content_id,
  matched_content_id, joins
)
select
  later.article_id, earlier.article_id, 'rewrite', pair.score, 'retention', %(evidence)s, 'retention', run.run_id, %(now)s,
  later_version.content_id, earlier_version.content_id, true
from unnest(%(one)s::bigint[], %(other)s::bigint[], %(scores)s::real[]) as pair (one, other, score)
join ops.run on run.run_id = %(run_id)s
join news.article as later on later.article_id = greatest(pair.one, pair.other)
join news.article as earlier on earlier.article_id = least(pair.one, pair.other)
join news.version as later_version
  on later_version.article_id = later.article_id
  and later_version.version = later.current_version
  and later_version.month = later.current_month
join news.version as earlier_version
  on earlier_version.article_id = earlier.article_id
  and earlier_version.version = earlier.current_version
  and earlier_version.month = earlier.current_month
on conflict (article_id, matched_article_id, content_id, matched_content_id) where valid_to is null do nothing
