-- What do German articles say about Leipzig or Rostock?
-- Theme: Search
-- Each article is read in its own language: Städte finds Stadt.
select published_on, source, headline, snippet
from analytics.search('leipzig or rostock', language => 'de', from_day => '2025-09-01', to_day => '2025-09-30');
