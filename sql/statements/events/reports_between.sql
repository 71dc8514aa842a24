-- The stories from one day to another as they are compared.
select story_id, key, day, language, headline, place, terms, crossing
from news.event_story
where day between %(first)s and %(last)s
