-- Grain: one source with sentences of others in its articles of the day: how many words of its own, of agencies and of other outlets
-- it printed, whom it took most from, and how many of an agency's words it did not credit. The most borrowed first.
with printed as (
  select source, sum(word_count) as words
  from analytics.articles
  where published_on = %(day)s
  group by source
),
taken as (
  select
    reuse.source,
    coalesce(reuse.origin_agency, reuse.origin_source) as origin,
    reuse.origin_agency is not null as is_agency,
    sum(reuse.words) as words,
    sum(reuse.words) filter (where reuse.is_credited = false) as uncredited
  from analytics.reuse
  where reuse.published_on = %(day)s
  group by reuse.source, 2, 3
)
select
  printed.source,
  printed.words::integer as words,
  coalesce(sum(taken.words) filter (where taken.is_agency), 0)::integer as agency_words,
  coalesce(sum(taken.words) filter (where not taken.is_agency), 0)::integer as other_words,
  (array_agg(taken.origin order by taken.words desc, taken.origin))[1] as main_origin,
  coalesce(sum(taken.uncredited), 0)::integer as uncredited_words,
  (count(*) over ())::integer as found
from printed
join taken using (source)
group by printed.source, printed.words
order by sum(taken.words) desc, printed.source
limit 12
