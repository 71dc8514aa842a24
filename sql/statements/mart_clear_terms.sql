-- The terms of the touched stories are read again, and those of their days counted again.
delete from marts.story_term using marts.touched_story where touched_story.story_id = story_term.story_id;
delete from marts.term_day using marts.touched_report_day where touched_report_day.day = term_day.day
