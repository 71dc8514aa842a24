-- For which articles are rights reserved or limited, and under which licence is each source?
-- Theme: Rights and provenance
select
  source,
  coalesce(licence, 'none declared') as licence,
  count(*) as articles,
  count(*) filter (where opt_out <> '{}') as mining_reserved,
  count(usage_terms) as with_usage_terms,
  count(copyright_holder) as with_holder
from analytics.articles
where published_on between '2025-09-22' and '2025-09-29'
group by source, licence
order by mining_reserved desc, with_holder desc, source
limit 8;
