-- The articles that are hidden because they are not shown any more.
select count(distinct article_id) as articles from ops.decision where verdict = 'hide' and decided_by = %(by)s
