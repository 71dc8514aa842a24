-- What became of an article whose id was kept.
select article_id, state, story_id from analytics.resolve_article(%(id)s)
