-- Removes whole articles, and leaves a trace of each.
select ops.remove_articles(%(article_ids)s::bigint[], %(now)s, %(run_id)s, %(reason)s) as removed
