-- What may be done with which article?
-- Theme: Rights and provenance
select source, headline, copyright_holder, copyright_notice, usage_terms
from analytics.articles
where published_on between '2025-09-22' and '2025-09-29'
  and (usage_terms is not null or copyright_holder is not null)
order by usage_terms nulls last, uri
limit 8;
