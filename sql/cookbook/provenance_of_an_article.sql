-- From which file, and which place in it, does each article of a story come?
-- Theme: Rights and provenance
-- run_id, left out here, names the run; the file's address is cut to its last two parts.
select
  source,
  headline,
  version,
  substring(file_uri from '[^/]+/[^/]+$') as file,
  record_position,
  first_seen_at
from analytics.articles
where story_id = (select story_id from analytics.search('vaccine fund malaria', max_results => 1))
order by source, uri;
