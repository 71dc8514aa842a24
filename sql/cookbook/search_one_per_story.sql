-- Which stories speak of water, without those about sharks, each once?
-- Theme: Search
select published_on, source, headline, snippet
from analytics.search('water -shark', one_per_story => true, max_results => 6);
