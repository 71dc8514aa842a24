-- The pairs of the run's texts that came just under the bar.
insert into staging.near_miss (run_id, content_sha256, other_sha256, score)
select %(run_id)s, pair.one, pair.other, max(pair.score)
from unnest(%(ones)s::bytea[], %(others)s::bytea[], %(scores)s::real[]) as pair (one, other, score)
group by pair.one, pair.other
