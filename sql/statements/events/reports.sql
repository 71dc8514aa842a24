-- Certain stories as they are compared.
select story_id, key, day, language, headline, place, terms, crossing
from news.event_story
where story_id = any (%(story_ids)s)
